#include <gtest/gtest.h>

#include "core/digest.hpp"
#include "core/error.hpp"
#include "core/file.hpp"
#include "support/scratch_folder.hpp"

namespace ecgpress {
namespace {

// Test vectors published by NIST for FIPS 180-4.
TEST(Digest, MatchesThePublishedVectors) {
    EXPECT_EQ(sha256_of(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(sha256_of("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(sha256_of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    EXPECT_EQ(sha256_of(std::string(1000000, 'a')),
              "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

// RFC 1321, A.5.
TEST(Digest, Md5MatchesThePublishedVectors) {
    const auto md5_of = [](std::string_view text) {
        Md5 digest;
        digest.update(text);
        return digest.finish();
    };
    EXPECT_EQ(md5_of(""), "d41d8cd98f00b204e9800998ecf8427e");
    EXPECT_EQ(md5_of("message digest"), "f96b697d7cb7938d525a2f31aaf161d0");
}

TEST(Digest, DoesNotDependOnHowBytesAreSplit) {
    std::string text;
    for (int i = 0; i < 1000; ++i) text += static_cast<char>(i * 31);
    for (const std::size_t step : {1U, 7U, 64U, 999U}) {
        Sha256 digest;
        for (std::size_t at = 0; at < text.size(); at += step) digest.update(text.substr(at, step));
        EXPECT_EQ(digest.finish(), sha256_of(text)) << step;
    }
}

TEST(Digest, OfAFileIsThatOfItsBytes) {
    const ScratchFolder folder;
    const fs::path path = folder.path() / "file";
    for (const std::size_t size : {0U, 1U, 262144U, 262145U, 1000000U}) {
        const std::string text(size, 'x');
        write_file(path, text);
        EXPECT_EQ(sha256_of_file(path), sha256_of(text)) << size;
    }
}

TEST(Digest, OfAnUnreadableFileThrowsAnErrorWithThePath) {
    const ScratchFolder folder;
    for (const fs::path& path : {folder.path() / "missing", folder.path()}) {
        try {
            sha256_of_file(path);
            FAIL() << path;
        } catch (const Error& error) {
            EXPECT_NE(std::string(error.what()).find(path.string()), std::string::npos);
        }
    }
}

} // namespace
} // namespace ecgpress
