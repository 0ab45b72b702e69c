// A release's digest: Merkle roots that prove that two copies hold the same data.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/image.hpp"

namespace ecgpress {

/// The Merkle tree hash of RFC 6962, section 2.1, with SHA-256, computed as leaves are added.
/// Memory grows with the tree's height.
class MerkleTree {
  public:
    void add(std::string_view leaf);
    /// Returns 64 hexadecimal digits.
    std::string root() const;
    std::uint64_t leaves() const { return leaves_; }

  private:
    struct Node {
        int height = 0;
        std::string hash; ///< 32 bytes.
    };
    std::vector<Node> nodes_; ///< Roots of complete subtrees, the largest first.
    std::uint64_t leaves_ = 0;
};

struct ReleaseDigest {
    std::uint64_t files = 0; ///< Number of files that files_root covers.
    std::string files_root;
    std::string pixels_root; ///< Empty if not computed.
};

/// Files that contain the digest and therefore cannot be covered by it: digest.json, README.md and
/// croissant.json.
bool states_digest(const std::string& path);

/// digest.json.
std::string digest_json(const ReleaseDigest& digest);
/// @throws DataError if the text is not valid
ReleaseDigest parse_digest(const std::string& json);

/// A leaf of pixels_root: SHA-256, in hexadecimal digits, of width, height and channels as text,
/// each followed by a space, and then the pixels row by row.
std::string pixel_leaf(const Image& image);

/// The root over one tree per split: SHA-256 over the hexadecimal digits of the three roots, one
/// per line.
std::string pixels_root(const std::vector<MerkleTree>& splits);

} // namespace ecgpress
