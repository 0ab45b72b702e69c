// Photographs of a display.
#include <cmath>
#include <gtest/gtest.h>

#include "core/elementary.hpp"
#include "core/geometry.hpp"
#include "render/scene/screen_stage.hpp"

namespace ecgpress {
namespace {

constexpr double k_screen_px_per_mm = 200 / k_mm_per_inch;

/// Amplitude of a frequency in a row of values, by correlation with a sine.
double strength_at(const std::vector<double>& values, double cycles_per_sample) {
    double re = 0, im = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        re += values[i] * cos_of_turns(cycles_per_sample * static_cast<double>(i));
        im += values[i] * sin_of_turns(cycles_per_sample * static_cast<double>(i));
    }
    return std::sqrt(re * re + im * im);
}

TEST(Screen, MoireIsTheGratingAliasedByTheColourFilter) {
    // Red is sampled at every other pixel, so a grating of rho cycles per pixel appears as its
    // alias |2 rho - 1| / 2.
    constexpr int k_width = 512;
    for (const int bin : {3, 7, 12, 25, 60}) {
        Image image(k_width, 32, 3);
        std::fill(image.pixels.begin(), image.pixels.end(), std::uint8_t{128});
        Scene scene(k_width / k_screen_px_per_mm, 32 / k_screen_px_per_mm, k_screen_px_per_mm);
        scene.screen.pixels_per_px = 0.5 + static_cast<double>(bin) / k_width;
        scene.screen.stripes = 0.2;
        scene.screen.rows = 0;
        scene.screen.banding = 0;
        show_on_screen(image, scene, nullptr);
        for (const int channel : {0, 2}) {
            std::vector<double> row;
            for (int x = 0; x < k_width; ++x) row.push_back(image.row(16)[3 * x + channel] - 128.0);
            double best = 0;
            int peak = 0;
            for (int k = 1; k < k_width / 4; ++k)
                if (strength_at(row, static_cast<double>(k) / k_width) > best) {
                    best = strength_at(row, static_cast<double>(k) / k_width);
                    peak = k;
                }
            EXPECT_NEAR(peak, bin, 1) << "channel " << channel;
        }
    }
}

} // namespace
} // namespace ecgpress
