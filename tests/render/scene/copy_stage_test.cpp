// Dots of one-bit scans: only black and white, and the greys of every area are kept.
#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>

#include "render/scene/copy_stage.hpp"

namespace ecgpress {
namespace {

/// A grey page with smooth shades and a grid of darker lines. Its size is no multiple of a dot or
/// a band of rows.
Image shaded() {
    Image image(203, 141, 3);
    for (int y = 0; y < image.height; ++y)
        for (int x = 0; x < image.width; ++x) {
            const int line = x % 23 == 0 || y % 23 == 0 ? 60 : 0;
            const int grey = std::max(0, 40 + x * 200 / image.width - line + y / 10);
            std::fill_n(image.row(y) + std::ptrdiff_t{3} * x, 3,
                        static_cast<std::uint8_t>(std::min(grey, 255)));
        }
    return image;
}

Image dots_of(const Image& image, Finish::Dither mode, int dot_px) {
    Scene scene(279.4, 215.9, 8);
    scene.finish.dither = mode;
    scene.finish.dot_px = dot_px;
    Image dots = image;
    dither(dots, scene);
    return dots;
}

double mean_grey(const Image& image, int left, int top, int side) {
    double sum = 0;
    for (int y = top; y < top + side; ++y)
        for (int x = left; x < left + side; ++x) sum += image.row(y)[std::ptrdiff_t{3} * x];
    return sum / (side * side);
}

TEST(Dither, HasTwoLevelsAndKeepsTheGreyOfEachArea) {
    const Image image = shaded();
    for (const auto mode : {Finish::Dither::ordered, Finish::Dither::diffused})
        for (const int dot_px : {1, 2, 3}) {
            const Image dots = dots_of(image, mode, dot_px);
            EXPECT_TRUE(std::all_of(dots.pixels.begin(), dots.pixels.end(),
                                    [](std::uint8_t value) { return value == 0 || value == 255; }));
            // Within an area of 48 px the error of a dot at its edges is a small share.
            const double most = mode == Finish::Dither::diffused ? 2.5 * dot_px : 4 + 3 * dot_px;
            for (int top = 0; top + 48 <= image.height; top += 31)
                for (int left = 0; left + 48 <= image.width; left += 31)
                    EXPECT_NEAR(mean_grey(dots, left, top, 48), mean_grey(image, left, top, 48),
                                most)
                        << dot_px << ": " << left << ' ' << top;
        }
}

TEST(Dither, DiffusesErrorsAsFloydAndSteinbergDid) {
    const Image image = shaded();
    const Image dots = dots_of(image, Finish::Dither::diffused, 1);
    // Errors in 1/16, with a column on either side.
    std::vector<int> here(static_cast<std::size_t>(image.width) + 2), below = here;
    for (int y = 0; y < image.height; ++y) {
        std::fill(below.begin(), below.end(), 0);
        int right = 0;
        for (int x = 0; x < image.width; ++x) {
            const auto c = static_cast<std::size_t>(x);
            const int wanted = image.row(y)[std::ptrdiff_t{3} * x] + ((here[c + 1] + right) >> 4);
            const int shown = wanted >= 128 ? 255 : 0, error = wanted - shown;
            ASSERT_EQ(dots.row(y)[std::ptrdiff_t{3} * x], shown) << x << ' ' << y;
            right = 7 * error;
            below[c] += 3 * error;
            below[c + 1] += 5 * error;
            below[c + 2] += error;
        }
        std::swap(here, below);
    }
}

TEST(MakeGrey, IsLuma) {
    Image image = shaded();
    for (std::size_t i = 0; i < image.pixels.size(); ++i)
        image.pixels[i] = static_cast<std::uint8_t>(image.pixels[i] * (1 + i % 3) / 3);
    const Image colours = image;
    make_grey(image);
    for (std::size_t i = 0; i < image.pixels.size(); ++i) {
        const std::size_t at = i - i % 3;
        const double luma = 0.299 * colours.pixels[at] + 0.587 * colours.pixels[at + 1] +
                            0.114 * colours.pixels[at + 2]; // ITU-R BT.601
        ASSERT_NEAR(image.pixels[i], luma, 1.2);
    }
}

} // namespace
} // namespace ecgpress
