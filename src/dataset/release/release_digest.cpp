#include "dataset/release/release_digest.hpp"

#include "codec/json.hpp"
#include "core/digest.hpp"
#include "core/error.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

std::string bytes_of_digits(const std::string& digits) {
    const auto value = [](char digit) { return digit <= '9' ? digit - '0' : digit - 'a' + 10; };
    std::string bytes;
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
        bytes += static_cast<char>(value(digits[i]) * 16 + value(digits[i + 1]));
    return bytes;
}

std::string digits_of_bytes(const std::string& bytes) {
    std::string digits;
    for (const char letter : bytes) {
        const auto byte = static_cast<unsigned char>(letter);
        digits += "0123456789abcdef"[byte >> 4];
        digits += "0123456789abcdef"[byte & 15];
    }
    return digits;
}

std::string node_hash(const std::string& left, const std::string& right) {
    return bytes_of_digits(sha256_of(std::string(1, '\1') + left + right));
}

constexpr const char* k_method =
    "RFC 6962 Merkle tree hash with SHA-256; leaves of files_root: the lines of SHA256SUMS with "
    "their line feeds, but for digest.json, README.md and croissant.json";

} // namespace

void MerkleTree::add(std::string_view leaf) {
    ++leaves_;
    Node node{0, bytes_of_digits(sha256_of(std::string(1, '\0').append(leaf)))};
    while (!nodes_.empty() && nodes_.back().height == node.height) {
        node = {node.height + 1, node_hash(nodes_.back().hash, node.hash)};
        nodes_.pop_back();
    }
    nodes_.push_back(std::move(node));
}

std::string MerkleTree::root() const {
    if (nodes_.empty()) return sha256_of("");
    std::string hash = nodes_.back().hash;
    for (std::size_t i = nodes_.size() - 1; i-- > 0;) hash = node_hash(nodes_[i].hash, hash);
    return digits_of_bytes(hash);
}

bool states_digest(const std::string& path) {
    return path == "digest.json" || path == "README.md" || path == "croissant.json";
}

std::string digest_json(const ReleaseDigest& digest) {
    const Json pixels = digest.pixels_root.empty() ? Json() : Json(digest.pixels_root);
    return Json{{"files_root", digest.files_root},
                {"pixels_root", pixels},
                {"files", digest.files},
                {"method", k_method}}
               .dump(2) +
           "\n";
}

ReleaseDigest parse_digest(const std::string& text) {
    const Json json = Json::parse_or_null(text);
    if (!json.is_object() || !json.contains("files_root") || !json["files_root"].is_string())
        throw DataError("digest.json does not contain files_root. Regenerate the release.");
    ReleaseDigest digest;
    digest.files_root = json["files_root"].get<std::string>();
    if (json.contains("pixels_root") && json["pixels_root"].is_string())
        digest.pixels_root = json["pixels_root"].get<std::string>();
    if (json.contains("files") && json["files"].is_unsigned())
        digest.files = json["files"].get<std::uint64_t>();
    return digest;
}

std::string pixel_leaf(const Image& image) {
    Sha256 digest;
    digest.update(concat(image.width, ' ', image.height, ' ', image.channels, ' '));
    digest.update(image.pixels.data(), image.pixels.size());
    return digest.finish();
}

std::string pixels_root(const std::vector<MerkleTree>& splits) {
    std::string roots;
    for (const MerkleTree& split : splits) roots += split.root() + "\n";
    return sha256_of(roots);
}

} // namespace ecgpress
