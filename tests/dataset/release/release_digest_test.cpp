#include <gtest/gtest.h>

#include "core/digest.hpp"
#include "core/error.hpp"
#include "dataset/release/release_digest.hpp"

namespace ecgpress {
namespace {

std::string bytes_of(const std::string& digits) {
    std::string bytes;
    for (std::size_t i = 0; i < digits.size(); i += 2)
        bytes += static_cast<char>(std::stoi(digits.substr(i, 2), nullptr, 16));
    return bytes;
}

/// Direct implementation of RFC 6962, section 2.1: the list is split at the largest power of two
/// below its length.
std::string tree_hash(const std::vector<std::string>& leaves) {
    if (leaves.empty()) return sha256_of("");
    if (leaves.size() == 1) return sha256_of(std::string(1, '\0') + leaves[0]);
    std::size_t half = 1;
    while (half * 2 < leaves.size()) half *= 2;
    const auto middle = leaves.begin() + static_cast<std::ptrdiff_t>(half);
    return sha256_of('\1' + bytes_of(tree_hash({leaves.begin(), middle})) +
                     bytes_of(tree_hash({middle, leaves.end()})));
}

TEST(MerkleTree, MatchesRfc6962) {
    std::vector<std::string> leaves;
    MerkleTree tree;
    for (int i = 0; i < 70; ++i) {
        EXPECT_EQ(tree.root(), tree_hash(leaves)) << i << " leaves";
        EXPECT_EQ(tree.leaves(), leaves.size());
        leaves.push_back("leaf " + std::to_string(i * i));
        tree.add(leaves.back());
    }
}

// Root of the first eight inputs of Certificate Transparency's reference tests.
TEST(MerkleTree, MatchesThePublishedRoot) {
    MerkleTree tree;
    for (const char* leaf : {"", "00", "10", "2021", "3031", "40414243", "5051525354555657",
                             "606162636465666768696a6b6c6d6e6f"})
        tree.add(bytes_of(leaf));
    EXPECT_EQ(tree.root(), "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
}

TEST(MerkleTree, ChangesWithEveryLeaf) {
    const auto root = [](int changed) {
        MerkleTree tree;
        for (int i = 0; i < 9; ++i) tree.add(i == changed ? "other" : std::to_string(i));
        return tree.root();
    };
    for (int i = 0; i < 9; ++i) EXPECT_NE(root(i), root(-1));
}

TEST(ReleaseDigest, ReadsBack) {
    for (const std::string& pixels : {std::string(), std::string("cd34")}) {
        const ReleaseDigest digest = parse_digest(digest_json({17, "ab12", pixels}));
        EXPECT_EQ(digest.files, 17U);
        EXPECT_EQ(digest.files_root, "ab12");
        EXPECT_EQ(digest.pixels_root, pixels);
    }
    for (const char* bad : {"", "[]", "{}", "{\"files_root\": 3}"})
        EXPECT_THROW(parse_digest(bad), DataError) << bad;
}

TEST(PixelLeaf, DependsOnShapeAndPixels) {
    Image wide(4, 2, 1), tall(2, 4, 1);
    EXPECT_NE(pixel_leaf(wide), pixel_leaf(tall));
    const std::string before = pixel_leaf(wide);
    wide.pixels[7] = 1;
    EXPECT_NE(pixel_leaf(wide), before);
}

} // namespace
} // namespace ecgpress
