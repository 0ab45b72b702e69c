// What TarWriter writes is read back; a corrupt archive is refused, and its digest is known.
#include <gtest/gtest.h>

#include "codec/tar.hpp"
#include "codec/tar_reader.hpp"
#include "core/digest.hpp"
#include "core/error.hpp"
#include "core/file.hpp"
#include "core/strings.hpp"
#include "support/scratch_folder.hpp"

namespace ecgpress {
namespace {

class TarReaderTest : public testing::Test {
  protected:
    TarReaderTest() : path_(scratch_.path() / "x.tar") {
        TarWriter tar(path_);
        for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{3'000'000}})
            tar.add(concat("folder/", size), std::string(size, 'x'));
        written_ = tar.finish();
    }

    static std::uint64_t size_of_member(TarReader& tar) {
        std::string piece(1000, '\0');
        std::uint64_t size = 0;
        while (const std::size_t count = tar.read(piece.data(), piece.size())) size += count;
        return size;
    }

    /// Reads all members; their names and sizes.
    std::string members() const {
        TarReader tar{InputFile(path_)};
        std::string text;
        while (const auto name = tar.next()) text += concat(*name, "=", size_of_member(tar), " ");
        return text;
    }

    void change(std::size_t position) const {
        std::string bytes = read_file(path_);
        bytes[position] = static_cast<char>(bytes[position] ^ 0x55);
        write_file(path_, bytes);
    }

    ScratchFolder scratch_;
    fs::path path_;
    TarFile written_;
};

TEST_F(TarReaderTest, ReadsMembersAndDigest) {
    EXPECT_EQ(members(), "folder/0=0 folder/1=1 folder/3000000=3000000 ");
    TarReader tar{InputFile(path_)};
    while (tar.next()) {
    }
    EXPECT_EQ(tar.finish(), written_.sha256);
}

TEST_F(TarReaderTest, DigestCoversTheWholeFile) {
    change(read_file(path_).size() - 1); // padding after the last member
    TarReader tar{InputFile(path_)};
    while (tar.next()) {
    }
    EXPECT_EQ(tar.finish(), sha256_of_file(path_));
}

TEST_F(TarReaderTest, RefusesACorruptHeader) {
    change(512); // the second member's name
    TarReader tar{InputFile(path_)};
    EXPECT_EQ(tar.next(), "folder/0");
    EXPECT_THROW(tar.next(), DataError);
    EXPECT_EQ(tar.finish(), sha256_of_file(path_));
}

TEST_F(TarReaderTest, RefusesACutArchive) {
    fs::resize_file(path_, 100'000);
    EXPECT_THROW(members(), DataError);
}

} // namespace
} // namespace ecgpress
