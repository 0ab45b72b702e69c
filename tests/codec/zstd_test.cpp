#include <gtest/gtest.h>
#include <vector>
#include <zstd.h>

#include "codec/zstd.hpp"
#include "core/digest.hpp"
#include "core/error.hpp"
#include "core/file.hpp"
#include "support/scratch_folder.hpp"

namespace ecgpress {
namespace {

std::string decompressed(const std::string& packed, std::size_t size) {
    std::string plain(size + 1, '?');
    const std::size_t got =
        ZSTD_decompress(plain.data(), plain.size(), packed.data(), packed.size());
    EXPECT_FALSE(ZSTD_isError(got));
    plain.resize(got);
    return plain;
}

TEST(CompressFile, RoundTrips) {
    const ScratchFolder scratch;
    std::string text;
    for (int i = 0; i < 60000; ++i) text += std::to_string(i * 7919 % 1000) + ",";
    for (const std::size_t size :
         {std::size_t{0}, std::size_t{1}, std::size_t{131072}, text.size()}) {
        const std::string plain = text.substr(0, size);
        write_file(scratch.path() / "plain", plain);
        const std::string digest =
            compress_file(scratch.path() / "plain", scratch.path() / "packed");
        const std::string packed = read_file(scratch.path() / "packed");
        EXPECT_EQ(decompressed(packed, size), plain);
        EXPECT_EQ(digest, sha256_of(packed));
        EXPECT_EQ(compress_file(scratch.path() / "plain", scratch.path() / "again"), digest);
    }
}

TEST(CompressFile, ReportsAMissingFile) {
    const ScratchFolder scratch;
    EXPECT_THROW(compress_file(scratch.path() / "none", scratch.path() / "packed"), IoError);
}

} // namespace
} // namespace ecgpress
