#include <cmath>
#include <cstring>
#include <gtest/gtest.h>
#include <libdeflate.h>
#include <zlib.h>

#include "codec/png.hpp"
#include "core/error.hpp"
#include "core/random.hpp"
#include "render/draw/renderer.hpp"
#include "render/hand_made_page.hpp"
#include "support/pil.hpp"

namespace ecgpress {
namespace {

using namespace testing_support;

/// Noise, flat areas, horizontal and vertical stripes, or a mixture.
Image random_image(std::uint64_t seed, int width, int height, int channels) {
    Rng random(seed, 0, "png image");
    Image image(width, height, channels);
    for (std::size_t i = 0; i < image.pixels.size(); ++i) {
        const std::size_t pixel = i / static_cast<std::size_t>(channels);
        const std::size_t x = pixel % static_cast<std::size_t>(width),
                          y = pixel / static_cast<std::size_t>(width);
        const std::uint8_t stripes = x % 7 == 0 ? 90 : y % 11 == 0 ? 200 : 255;
        const bool noisy = seed % 4 == 0 || (seed % 4 == 1 && random.below(20) == 0);
        image.pixels[i] = noisy           ? static_cast<std::uint8_t>(random.below(256))
                          : seed % 4 == 3 ? 17
                                          : stripes;
    }
    return image;
}

/// Compressed size of the unfiltered pixels with zlib at the level used before our own compressor.
std::size_t zlib_size(const Image& image) {
    uLongf size = compressBound(image.pixels.size());
    Bytes file(size);
    compress2(file.data(), &size, image.pixels.data(), image.pixels.size(), 2);
    return size;
}

std::vector<std::string> chunks_of(const Bytes& file) {
    std::vector<std::string> names;
    for (std::size_t at = 8; at + 12 <= file.size();) {
        const std::size_t size = std::size_t{file[at]} << 24 | std::size_t{file[at + 1]} << 16 |
                                 std::size_t{file[at + 2]} << 8 | file[at + 3];
        names.emplace_back(file.begin() + static_cast<std::ptrdiff_t>(at) + 4,
                           file.begin() + static_cast<std::ptrdiff_t>(at) + 8);
        at += 12 + size;
    }
    return names;
}

TEST(Png, RoundTripsAndIsDeterministic) {
    for (std::uint64_t seed = 0; seed < 120; ++seed) {
        Rng random(seed, 0, "png sizes");
        const int most = seed % 3 == 0 ? 5 : 400;
        const Image image =
            random_image(seed, 1 + static_cast<int>(random.below(static_cast<std::uint64_t>(most))),
                         1 + static_cast<int>(random.below(static_cast<std::uint64_t>(most))),
                         seed % 2 == 0 ? 1 : 3);
        const Bytes file = encode_png(image);
        EXPECT_EQ(encode_png(image), file);
        EXPECT_EQ(chunks_of(file), (std::vector<std::string>{"IHDR", "IDAT", "IEND"}));
        const Image decoded = decode_png(file);
        ASSERT_EQ(decoded.width, image.width);
        ASSERT_EQ(decoded.height, image.height);
        ASSERT_EQ(decoded.channels, image.channels);
        ASSERT_TRUE(decoded.pixels == image.pixels) << seed;
        // The worst case of dynamic codes: slightly more than the pixels.
        EXPECT_LT(file.size(),
                  image.pixels.size() * 17 / 16 + static_cast<std::size_t>(image.height) * 2 + 400);
    }
}

TEST(Png, APartEqualsThatAreaOfTheImage) {
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        Rng random(seed, 0, "png parts");
        const Image image = random_image(seed, 90, 70, seed % 2 == 0 ? 1 : 3);
        const int x = static_cast<int>(random.below(90)), y = static_cast<int>(random.below(70));
        const PixelRect part{
            x, y, 1 + static_cast<int>(random.below(static_cast<std::uint64_t>(90 - x))),
            1 + static_cast<int>(random.below(static_cast<std::uint64_t>(70 - y)))};
        const Image decoded = decode_png(encode_png(image, part));
        ASSERT_EQ(decoded.width, part.width);
        ASSERT_EQ(decoded.height, part.height);
        const auto channels = static_cast<std::size_t>(image.channels);
        for (int row = 0; row < part.height; ++row)
            ASSERT_EQ(
                std::memcmp(decoded.row(row),
                            image.row(part.y + row) + channels * static_cast<std::size_t>(part.x),
                            decoded.stride()),
                0);
    }
}

TEST(Png, CompressesPagesAndPilReadsThem) {
    const auto typeface = std::make_shared<const Typeface>(FontFile::find(Face::sans, ""));
    for (std::uint64_t seed = 0; seed < 3; ++seed) {
        const Page page = hand_made_page(3, 2, 1.5, 200, seed);
        const Image image =
            Renderer(Typefaces{{typeface}}).render(page, image_from_page(page)).image;
        const Bytes file = encode_png(image);
        EXPECT_LT(static_cast<double>(file.size()), 1.5 * static_cast<double>(zlib_size(image)));
        EXPECT_TRUE(pixels_of_pil({file})[0] == image.pixels) << seed;
    }
}

/// Waves with noise, as a decoded photograph has, and a flat part with long runs.
Image smooth_image(std::uint64_t seed, int width, int height, int channels) {
    Rng random(seed, 0, "smooth png image");
    Image image(width, height, channels);
    for (int y = 0; y < height; ++y)
        for (int i = 0; i < width * channels; ++i)
            image.row(y)[i] =
                y < height / 3 ? 255
                               : static_cast<std::uint8_t>(128 + 90 * std::sin(.01 * (i + 2 * y)) +
                                                           static_cast<double>(random.below(4)));
    return image;
}

TEST(NoisyPng, GivesBackAllPixels) {
    std::vector<Image> images;
    for (const int channels : {1, 3}) {
        for (const int width : {1, 2, 3, 8, 9, 85, 257, 3000})
            for (const int height : {1, 2, 70})
                for (std::uint64_t seed = 0; seed < 4; ++seed)
                    images.push_back(random_image(seed, width, height, channels));
        images.push_back(smooth_image(1, 700, 400, channels));
        images.emplace_back(1000, 1000, channels);
    }
    std::vector<Bytes> files;
    for (const Image& image : images) {
        files.push_back(encode_noisy_png(image));
        const Image decoded = decode_png(files.back());
        ASSERT_EQ(decoded.width, image.width);
        ASSERT_EQ(decoded.channels, image.channels);
        ASSERT_TRUE(decoded.pixels == image.pixels) << image.width << 'x' << image.height;
    }
    const auto theirs = pixels_of_pil(files);
    for (std::size_t i = 0; i < images.size(); ++i) ASSERT_TRUE(theirs[i] == images[i].pixels) << i;
}

TEST(NoisyPng, IsSmallerForPhotographsAndRuns) {
    const Image photo = smooth_image(1, 1200, 900, 3), blank(2000, 2000, 3);
    EXPECT_LT(encode_noisy_png(photo).size(), encode_png(photo).size() / 2);
    EXPECT_LT(encode_noisy_png(blank).size(), blank.pixels.size() / 200);
}

TEST(Png, DetectsEveryTruncation) {
    const Bytes file = encode_png(random_image(1, 60, 40, 3));
    for (std::size_t size = 0; size < file.size(); ++size)
        EXPECT_THROW(decode_png(Bytes(file.begin(), file.begin() + static_cast<long>(size))),
                     DataError);
}

TEST(Png, DetectsEveryFlippedBit) {
    const Image image = random_image(1, 30, 20, 3);
    const Bytes file = encode_png(image);
    for (std::size_t bit = 0; bit < 8 * file.size(); bit += 3) {
        Bytes damaged = file;
        damaged[bit / 8] = static_cast<std::uint8_t>(damaged[bit / 8] ^ (1U << (bit % 8)));
        EXPECT_THROW(decode_png(damaged), DataError) << bit;
    }
}

/// A file with one row and another header with a valid checksum.
Bytes with_header(std::uint32_t width, std::uint32_t height, std::uint8_t depth,
                  std::uint8_t colour) {
    Bytes file = encode_png(random_image(3, 16, 16, 3));
    const auto put = [&](std::size_t at, std::uint32_t value) {
        for (std::size_t i = 0; i < 4; ++i)
            file[at + i] = static_cast<std::uint8_t>(value >> (24 - 8 * i));
    };
    put(16, width);
    put(20, height);
    file[24] = depth;
    file[25] = colour;
    put(29, libdeflate_crc32(0, file.data() + 12, 17));
    return file;
}

TEST(Png, RejectsOtherTypesAndImpossibleSizes) {
    EXPECT_NO_THROW(decode_png(with_header(16, 16, 8, 2)));
    EXPECT_THROW(decode_png(with_header(1U << 20, 1U << 20, 8, 2)), DataError); // 3 TB
    EXPECT_THROW(decode_png(with_header(60000, 60000, 8, 2)), DataError);
    EXPECT_THROW(decode_png(with_header(0, 16, 8, 2)), DataError);
    EXPECT_THROW(decode_png(with_header(16, 16, 16, 2)), DataError);
    EXPECT_THROW(decode_png(with_header(16, 16, 8, 3)), DataError); // palette
    EXPECT_THROW(decode_png(with_header(16, 16, 8, 6)), DataError); // with alpha
    EXPECT_THROW(decode_png({}), DataError);
    EXPECT_THROW(decode_png(Bytes(1000, 7)), DataError);
}

} // namespace
} // namespace ecgpress
