#include <gtest/gtest.h>

#include "codec/jpeg.hpp"
#include "codec/picture_folder.hpp"
#include "codec/png.hpp"
#include "core/error.hpp"
#include "core/file.hpp"
#include "support/scratch_folder.hpp"

namespace ecgpress {
namespace {

Image plain(int width, int height, std::uint8_t value) {
    Image image(width, height, 3);
    std::fill(image.pixels.begin(), image.pixels.end(), value);
    return image;
}

void write(const fs::path& path, const Bytes& bytes) {
    write_file(path, bytes.data(), bytes.size());
}

std::string complaint(const fs::path& folder) {
    try {
        read_pictures(folder, 200);
    } catch (const ConfigError& error) {
        return error.what();
    }
    ADD_FAILURE() << "accepted";
    return "";
}

TEST(PictureFolder, ReadsAndReducesPicturesInTheOrderOfTheirNames) {
    const ScratchFolder scratch;
    write(scratch.path() / "b.PNG", encode_png(plain(300, 100, 40)));
    write(scratch.path() / "a.jpeg", encode_jpeg(plain(500, 700, 200), {}, 72));
    write_file(scratch.path() / "readme.txt", "not a picture");
    const auto pictures = read_pictures(scratch.path(), 200);
    ASSERT_EQ(pictures.size(), 2U);
    EXPECT_EQ(pictures[0].width, 125);
    EXPECT_EQ(pictures[0].height, 175);
    EXPECT_EQ(pictures[1].width, 150);
    EXPECT_NEAR(pictures[0].pixels[0], 200, 2);
    EXPECT_EQ(pictures[1].pixels[0], 40);
}

TEST(PictureFolder, DigestDependsOnNamesAndContents) {
    const ScratchFolder scratch;
    const Bytes one = encode_png(plain(100, 100, 40)), two = encode_png(plain(100, 100, 41));
    write(scratch.path() / "a.png", one);
    const std::string first = sha256_of_pictures(scratch.path());
    write_file(scratch.path() / "notes.txt", "no change");
    EXPECT_EQ(sha256_of_pictures(scratch.path()), first);
    write(scratch.path() / "a.png", two);
    EXPECT_NE(sha256_of_pictures(scratch.path()), first);
    fs::remove(scratch.path() / "a.png");
    write(scratch.path() / "c.png", one);
    EXPECT_NE(sha256_of_pictures(scratch.path()), first);
}

TEST(PictureFolder, NamesBadFiles) {
    const ScratchFolder scratch;
    EXPECT_NE(complaint(scratch.path() / "nowhere").find("nowhere is not a folder"),
              std::string::npos);
    EXPECT_NE(complaint(scratch.path()).find("has no picture"), std::string::npos);
    const Bytes good = encode_png(plain(100, 100, 40));
    write_file(scratch.path() / "bad.png", good.data(), good.size() / 2);
    EXPECT_NE(complaint(scratch.path()).find("bad.png cannot be decoded"), std::string::npos);
    write(scratch.path() / "bad.png", encode_png(plain(20, 100, 40)));
    EXPECT_NE(complaint(scratch.path()).find("only 20 x 100 px"), std::string::npos);
}

} // namespace
} // namespace ecgpress
