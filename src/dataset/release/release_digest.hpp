// A release's digest: Merkle roots by which two clusters can prove that they hold the same data.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/image.hpp"

namespace ecgpress {

/// The Merkle tree hash of RFC 6962, section 2.1, with SHA-256, of leaves as they come; memory
/// grows with the tree's height.
class MerkleTree {
  public:
    void add(std::string_view leaf);
    /// 64 hexadecimal digits.
    std::string root() const;
    std::uint64_t leaves() const { return leaves_; }

  private:
    struct Node {
        int height = 0;
        std::string hash; ///< 32 bytes
    };
    std::vector<Node> nodes_; ///< the roots of whole subtrees, the largest first
    std::uint64_t leaves_ = 0;
};

struct ReleaseDigest {
    std::uint64_t files = 0; ///< that files_root covers
    std::string files_root;
    std::string pixels_root; ///< empty: was not computed
};

/// Files that state the digest, and so cannot be covered by it: digest.json, README.md and
/// croissant.json.
bool states_digest(const std::string& path);

/// digest.json.
std::string digest_json(const ReleaseDigest& digest);
/// @throws DataError if it is no such text
ReleaseDigest parse_digest(const std::string& json);

/// A leaf of pixels_root: width, height and channels as text and a blank each, then the pixels, row
/// by row; their SHA-256 in hexadecimal digits.
std::string pixel_leaf(const Image& image);

/// The root over a tree of each split's pages: SHA-256 over the three roots' digits, one a line.
std::string pixels_root(const std::vector<MerkleTree>& splits);

} // namespace ecgpress
