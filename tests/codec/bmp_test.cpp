#include <gtest/gtest.h>

#include "codec/bmp.hpp"
#include "core/error.hpp"
#include "core/random.hpp"
#include "support/pil.hpp"

namespace ecgpress {
namespace {

using namespace testing_support;

Image random_mask(std::uint64_t seed) {
    Rng random(seed, 0, "bmp");
    Image mask(1 + static_cast<int>(random.below(90)), 1 + static_cast<int>(random.below(40)), 1);
    for (std::uint8_t& value : mask.pixels)
        value = random.below(3) == 0 ? static_cast<std::uint8_t>(random.below(256)) : 0;
    return mask;
}

/// The mask as 0 and 1, the expected content of the BMP.
Image thresholded(Image mask) {
    for (std::uint8_t& value : mask.pixels) value = value >= 128 ? 1 : 0;
    return mask;
}

/// The layout of PIL's mode 1: eight pixels per byte, the first one in the most significant bit.
Bytes packed(const Image& mask) {
    Bytes bytes;
    for (int y = 0; y < mask.height; ++y)
        for (int x = 0; x < mask.width; ++x) {
            if (x % 8 == 0) bytes.push_back(0);
            bytes.back() = static_cast<std::uint8_t>(bytes.back() | mask.row(y)[x] << (7 - x % 8));
        }
    return bytes;
}

std::uint32_t number_at(const Bytes& file, std::size_t at, std::size_t size) {
    std::uint32_t value = 0;
    for (std::size_t i = size; i-- > 0;) value = value << 8 | file[at + i];
    return value;
}

TEST(Bmp, ReadsBackAsTheMaskFrom128On) {
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
        const Image mask = random_mask(seed);
        const Image read = decode_mask_bmp(encode_mask_bmp(mask));
        ASSERT_EQ(read.width, mask.width);
        ASSERT_EQ(read.height, mask.height);
        ASSERT_EQ(read.pixels, thresholded(mask).pixels) << seed;
    }
}

// BITMAPFILEHEADER and BITMAPINFOHEADER.
TEST(Bmp, HeaderStatesOneBitPerPixelAndBlackAndWhite) {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        const Image mask = random_mask(seed);
        const Bytes file = encode_mask_bmp(mask);
        EXPECT_EQ(file[0], 'B');
        EXPECT_EQ(file[1], 'M');
        EXPECT_EQ(number_at(file, 2, 4), file.size());
        EXPECT_EQ(number_at(file, 10, 4), 62U);
        EXPECT_EQ(number_at(file, 14, 4), 40U);
        EXPECT_EQ(number_at(file, 18, 4), static_cast<std::uint32_t>(mask.width));
        EXPECT_EQ(number_at(file, 22, 4), static_cast<std::uint32_t>(mask.height));
        EXPECT_EQ(number_at(file, 26, 2), 1U); // planes
        EXPECT_EQ(number_at(file, 28, 2), 1U); // bits
        EXPECT_EQ(number_at(file, 30, 4), 0U); // not compressed
        EXPECT_EQ(number_at(file, 54, 4), 0U);
        EXPECT_EQ(number_at(file, 58, 4), 0xFFFFFFU);
        EXPECT_EQ((file.size() - 62) / static_cast<std::size_t>(mask.height) % 4, 0U);
    }
}

TEST(Bmp, PilReadsItAsZerosAndOnes) {
    for (std::uint64_t seed = 0; seed < 8; ++seed) {
        const Image mask = random_mask(seed);
        EXPECT_EQ(pixels_of_pil({encode_mask_bmp(mask)})[0], packed(thresholded(mask))) << seed;
    }
}

TEST(Bmp, RejectsTruncatedAndOtherFiles) {
    const Bytes file = encode_mask_bmp(random_mask(7));
    for (std::size_t size = 0; size < file.size(); ++size)
        EXPECT_THROW(decode_mask_bmp(Bytes(file.begin(), file.begin() + static_cast<long>(size))),
                     DataError);
    Bytes longer = file;
    longer.push_back(0);
    EXPECT_THROW(decode_mask_bmp(longer), DataError);
    for (const std::size_t at : {0, 1, 10, 14, 26, 28, 30, 54, 58}) {
        Bytes other = file;
        other[at] ^= 0x40;
        EXPECT_THROW(decode_mask_bmp(other), DataError) << at;
    }
    for (std::size_t at = 18; at < 26; ++at) { // width and height that do not match the file
        Bytes other = file;
        other[at] ^= 0x81;
        EXPECT_THROW(decode_mask_bmp(other), DataError) << at;
    }
}

} // namespace
} // namespace ecgpress
