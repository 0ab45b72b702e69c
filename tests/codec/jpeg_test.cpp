#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>

#include "codec/jpeg.hpp"
#include "core/error.hpp"
#include "core/random.hpp"
#include "support/jpeg_parts.hpp"
#include "support/pil.hpp"

namespace ecgpress {
namespace {

using namespace testing_support;

constexpr JpegSettings k_quarter_chroma{95, ChromaSubsampling::half};
constexpr JpegSettings k_full_chroma{95, ChromaSubsampling::none};

/// A colour gradient with dark bars.
Image random_image(std::uint64_t seed, int channels) {
    Rng random(seed, 0, "jpeg test");
    Image image(1 + static_cast<int>(random.below(90)), 1 + static_cast<int>(random.below(90)),
                channels);
    const double slope_x = random.uniform(-1, 1), slope_y = random.uniform(-1, 1);
    const auto bar = 4 + random.below(40);
    std::size_t at = 0;
    for (int y = 0; y < image.height; ++y)
        for (int x = 0; x < image.width; ++x)
            for (int c = 0; c < channels; ++c) {
                const double light = 160 + slope_x * x + slope_y * y - 20 * c;
                const bool ink = static_cast<std::uint64_t>(x + y) % bar == 0;
                image.pixels[at++] = ink ? 20 : static_cast<std::uint8_t>(light);
            }
    return image;
}

double psnr_db(const Image& a, const Image& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.pixels.size(); ++i)
        sum += (a.pixels[i] - b.pixels[i]) * (a.pixels[i] - b.pixels[i]);
    return 10 * std::log10(255.0 * 255 * static_cast<double>(a.pixels.size()) / std::max(sum, 1.0));
}

std::string error_of(const Bytes& file) {
    try {
        decode_jpeg(file);
    } catch (const DataError& error) {
        return error.what();
    }
    return "";
}

TEST(Jpeg, KeepsAnImageAccordingToItsQuality) {
    for (std::uint64_t seed = 0; seed < 60; ++seed)
        for (const int channels : {1, 3}) {
            const Image image = random_image(seed, channels);
            const auto psnr = [&](int quality) {
                const JpegSettings settings{quality, ChromaSubsampling::none};
                const Image decoded = decode_jpeg(encode_jpeg(image, settings, 200));
                EXPECT_EQ(decoded.width, image.width);
                EXPECT_EQ(decoded.height, image.height);
                EXPECT_EQ(decoded.channels, channels);
                return psnr_db(image, decoded);
            };
            EXPECT_GT(psnr(50), 20) << seed; // measured: at least 21.2, 35.8 and 47.9
            EXPECT_GT(psnr(95), 34) << seed;
            EXPECT_GT(psnr(100), 46) << seed;
        }
}

TEST(Jpeg, SamePixelsSameBytes) {
    for (std::uint64_t seed = 0; seed < 20; ++seed)
        EXPECT_EQ(encode_jpeg(random_image(seed, 3), k_quarter_chroma, 200),
                  encode_jpeg(random_image(seed, 3), k_quarter_chroma, 200));
}

TEST(Jpeg, DensityIsTheDpiInSixteenBits) {
    const Image image = random_image(1, 3);
    const std::pair<double, unsigned> cases[] = {
        {200, 200}, {402.5, 403}, {402.4, 402}, {65535, 65535}, {1e9, 65535}, {0.2, 1}, {-1, 1}};
    for (const auto& [dpi, density] : cases)
        EXPECT_EQ(part(encode_jpeg(image, k_quarter_chroma, dpi), k_app0), jfif_header(density));
}

TEST(Jpeg, IsBaselineWithTheRequestedSubsampling) {
    const Image grey = random_image(2, 1), rgb = random_image(2, 3);
    const auto frame = [](const Image& image, const JpegSettings& settings) {
        return part(encode_jpeg(image, settings, 200), k_sof0);
    };
    EXPECT_EQ(frame(rgb, k_quarter_chroma),
              frame_header(rgb.width, rgb.height, {0x22, 0x11, 0x11}));
    EXPECT_EQ(frame(rgb, k_full_chroma), frame_header(rgb.width, rgb.height, {0x11, 0x11, 0x11}));
    for (const JpegSettings& settings : {k_quarter_chroma, k_full_chroma})
        EXPECT_EQ(frame(grey, settings), frame_header(grey.width, grey.height, {0x11}));
}

TEST(Jpeg, RejectsEmptyAndTooLargeImages) {
    for (const auto& [width, height] : {std::pair{0, 0}, {0, 5}, {65501, 1}, {1, 65501}})
        EXPECT_THROW(encode_jpeg(Image(width, height, 3), k_quarter_chroma, 200), DataError)
            << width << " x " << height;
    const Image widest(65500, 1, 3);
    EXPECT_EQ(decode_jpeg(encode_jpeg(widest, k_quarter_chroma, 200)).width, 65500);
}

TEST(Jpeg, PilReadsTheSamePixels) {
    std::vector<Bytes> files, ours;
    for (std::uint64_t seed = 0; seed < 12; ++seed)
        for (const JpegSettings& settings : {k_quarter_chroma, k_full_chroma}) {
            files.push_back(encode_jpeg(random_image(seed, seed % 3 == 0 ? 1 : 3), settings, 200));
            ours.push_back(decode_jpeg(files.back()).pixels);
        }
    EXPECT_EQ(pixels_of_pil(files), ours);
}

TEST(Jpeg, ReadsFilesOfOtherEncoders) {
    const std::string image = "Image.linear_gradient('L').convert('RGB').resize((77, 50))";
    for (const char* options : {"'JPEG'", "'JPEG', progressive=True, quality=60",
                                "'JPEG', subsampling=1", "'JPEG', optimize=True"}) {
        const Bytes file = saved_by_pil(image, options);
        EXPECT_EQ(decode_jpeg(file).pixels, pixels_of_pil({file})[0]) << options;
    }
}

TEST(Jpeg, DetectsEveryTruncation) {
    for (const JpegSettings& settings : {k_quarter_chroma, k_full_chroma}) {
        const Bytes file = encode_jpeg(random_image(5, 3), settings, 200);
        for (std::size_t size = 0; size < file.size(); ++size)
            EXPECT_NE(error_of({file.begin(), file.begin() + static_cast<std::ptrdiff_t>(size)}),
                      "")
                << size << " of " << file.size();
    }
}

TEST(Jpeg, CorruptionGivesAnErrorOrAnImageOfTheStatedSize) {
    const Bytes whole = encode_jpeg(random_image(6, 3), k_quarter_chroma, 200);
    Rng random(7, 0, "jpeg damage");
    std::size_t refused = 0;
    for (int i = 0; i < 3000; ++i) {
        Bytes file = whole;
        for (std::uint64_t flips = 1 + random.below(4); flips > 0; --flips)
            file[random.below(i % 2 == 0 ? 640 : file.size())] =
                static_cast<std::uint8_t>(random.below(256));
        try {
            const Image image = decode_jpeg(file);
            EXPECT_EQ(image.pixels.size(),
                      static_cast<std::size_t>(image.width * image.height * image.channels));
        } catch (const DataError&) {
            ++refused;
        }
    }
    EXPECT_GT(refused, 1000U);
    EXPECT_LT(refused, 3000U);
}

TEST(Jpeg, RejectsOtherFiles) {
    const std::string png = "not a JPEG file, though long enough to contain the header of one";
    EXPECT_NE(error_of({}), "");
    EXPECT_NE(error_of({0xFF, 0xD8}), "");
    EXPECT_NE(error_of({png.begin(), png.end()}), "");
}

TEST(Jpeg, RejectsFewBytesWithManyPixelsBeforeAllocating) {
    Bytes file = encode_jpeg(random_image(8, 3), k_quarter_chroma, 200);
    const Bytes frame = part(file, k_sof0);
    const auto at = std::search(file.begin(), file.end(), frame.begin(), frame.end());
    const auto claim = [&](int width, int height) {
        const Bytes claimed = frame_header(width, height, {0x22, 0x11, 0x11});
        std::copy(claimed.begin(), claimed.end(), at);
        return error_of(file);
    };
    EXPECT_NE(
        claim(60000, 60000).find("its header states 60000 x 60000 px, more than the limit of 2^29"),
        std::string::npos);
    EXPECT_NE(claim(20000, 20000).find("bytes can encode"), std::string::npos);
    EXPECT_NE(claim(0, 20), "");
}

TEST(Jpeg, AProgressiveFileHasALowerLimit) {
    const std::string blank = "Image.new('RGB', (4000, 4000), (255, 255, 255))";
    EXPECT_EQ(decode_jpeg(saved_by_pil(blank, "'JPEG'")).width, 4000);
    EXPECT_NE(error_of(saved_by_pil(blank, "'JPEG', progressive=True")).find("bytes can encode"),
              std::string::npos);
}

TEST(Jpeg, RejectsCmykColours) {
    const std::string reason =
        error_of(saved_by_pil("Image.new('CMYK', (40, 30), (10, 20, 30, 40))", "'JPEG'"));
    EXPECT_NE(reason.find("CMYK"), std::string::npos) << reason;
}

} // namespace
} // namespace ecgpress
