// Overlays: outlines are at their boxes, for any box.
#include <cmath>
#include <gtest/gtest.h>
#include <limits>

#include "core/random.hpp"
#include "render/draw/overlay.hpp"

namespace ecgpress {
namespace {

Image white(int width_px, int height_px) {
    Image image(width_px, height_px, 3);
    std::fill(image.pixels.begin(), image.pixels.end(), std::uint8_t{255});
    return image;
}

bool is_white(const Image& image, int x, int y) {
    const std::uint8_t* rgb = image.row(y) + 3 * x;
    return rgb[0] == 255 && rgb[1] == 255 && rgb[2] == 255;
}

TEST(Overlay, OutlinesLieAroundTheirBoxes) {
    Image image = white(200, 150);
    draw_boxes(image, {{{40, 30, 160, 110}, {255, 0, 0}}}, 7.9);
    for (int y = 0; y < image.height; ++y)
        for (int x = 0; x < image.width; ++x) {
            const double out_x = std::max(40 - (x + 0.5), (x + 0.5) - 160);
            const double out_y = std::max(30 - (y + 0.5), (y + 0.5) - 110);
            const double out = std::max(out_x, out_y);
            if (out < 0 || out > 5.5) {
                ASSERT_TRUE(is_white(image, x, y)) << x << ' ' << y;
            } else if (out > 2 && out < 3 && std::min(out_x, out_y) < 1) { // corners are round
                ASSERT_FALSE(is_white(image, x, y)) << x << ' ' << y;
            }
        }
}

TEST(Overlay, BoxesAndPointsMayBeAnywhere) {
    const double nan = std::numeric_limits<double>::quiet_NaN(),
                 infinity = std::numeric_limits<double>::infinity();
    Image image = white(60, 40);
    draw_boxes(image,
               {{{-1e12, -1e12, 1e12, 1e12}, {1, 2, 3}},
                {{-infinity, 5, infinity, 9}, {1, 2, 3}},
                {{50, 30, 90, 70}, {1, 2, 3}},
                {{10, 10, 10, 10}, {1, 2, 3}}},
               7.9);
    Image untouched = white(60, 40);
    draw_points(untouched, {{nan, nan}, {nan, 3}, {3, nan}, {-500, 20}, {20, 1e15}}, {0, 0, 0}, 7.9,
                1);
    for (int y = 0; y < 40; ++y)
        for (int x = 0; x < 60; ++x) EXPECT_TRUE(is_white(untouched, x, y)) << x << ' ' << y;
}

TEST(Overlay, DotsAreCentredOnTheirPoints) {
    for (const PointPx point : {PointPx{30, 20}, {30.25, 20.5}, {29.75, 20.8125}}) {
        Image image = white(60, 40);
        draw_points(image, {point, {5, 5}}, {0, 0, 0}, 7.9,
                    2); // every second point, so only the first
        double sum = 0, x_sum = 0, y_sum = 0;
        for (int y = 0; y < 40; ++y)
            for (int x = 0; x < 60; ++x) {
                const double ink = 255 - image.row(y)[3 * x];
                sum += ink;
                x_sum += ink * x;
                y_sum += ink * y;
            }
        ASSERT_GT(sum, 0);
        EXPECT_NEAR(x_sum / sum, point.x_px, 0.3);
        EXPECT_NEAR(y_sum / sum, point.y_px, 0.3);
    }
}

TEST(Overlay, ScalingByAreaKeepsTheMean) {
    Rng random(4, 0, "overlay");
    for (const int channels : {1, 3}) {
        Image image(120, 80, channels);
        double before = 0, after = 0;
        for (std::uint8_t& value : image.pixels)
            before += value = static_cast<std::uint8_t>(random.below(256));
        const Image small = scaled(image, 30, 20);
        ASSERT_EQ(small.width, 30);
        ASSERT_EQ(small.height, 20);
        ASSERT_EQ(small.channels, channels);
        for (const std::uint8_t value : small.pixels) after += value;
        EXPECT_NEAR(before / static_cast<double>(image.pixels.size()),
                    after / static_cast<double>(small.pixels.size()), 0.5);
    }
}

TEST(Overlay, ContactSheetShowsEveryImageOnWhite) {
    std::vector<Image> pictures;
    for (const auto& [width, height, channels] :
         {std::tuple{100, 50, 3}, {50, 100, 1}, {64, 64, 3}, {10, 5, 1}, {300, 30, 3}}) {
        pictures.emplace_back(width, height, channels);
        std::fill(pictures.back().pixels.begin(), pictures.back().pixels.end(), std::uint8_t{90});
    }
    const Image sheet = contact_sheet(pictures, 2, 40);
    ASSERT_EQ(sheet.channels, 3);
    int grey = 0, rest = 0;
    for (std::size_t i = 0; i < sheet.pixels.size(); i += 3) {
        grey += sheet.pixels[i] == 90 && sheet.pixels[i + 2] == 90 ? 1 : 0;
        rest += sheet.pixels[i] != 90 && sheet.pixels[i] != 255 ? 1 : 0;
    }
    EXPECT_EQ(grey, 40 * 20 + 40 * 80 + 40 * 40 + 40 * 20 + 40 * 4);
    EXPECT_EQ(rest, 0);
}

} // namespace
} // namespace ecgpress
