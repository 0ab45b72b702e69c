// Lens and sensor.
#include <cmath>
#include <gtest/gtest.h>

#include "core/elementary.hpp"
#include "core/geometry.hpp"
#include "render/scene/capture_stage.hpp"

namespace ecgpress {
namespace {

constexpr double k_px_per_mm = 200 / k_mm_per_inch;

TEST(Sensor, NoiseHasTheStrengthOfItsModel) {
    for (const double iso : {1.0, 4.0, 12.0})
        for (const int grey : {60, 200, 230}) {
            Image image(600, 400, 3);
            std::fill(image.pixels.begin(), image.pixels.end(), static_cast<std::uint8_t>(grey));
            Scene scene(600 / k_px_per_mm, 400 / k_px_per_mm, k_px_per_mm);
            scene.sensor.iso = iso;
            expose(image, scene);
            double sum = 0, square = 0;
            for (std::size_t i = 1; i < image.pixels.size(); i += 3) { // green: mostly luminance
                sum += image.pixels[i];
                square += 1.0 * image.pixels[i] * image.pixels[i];
            }
            const double count = static_cast<double>(image.pixels.size() / 3), mean = sum / count;
            const double deviation = std::sqrt(square / count - mean * mean);
            const double linear = pow_of(grey / 255.0, 2.2);
            const double model =
                255 / 2.2 * pow_of(linear, 1 / 2.2 - 1) * std::sqrt(iso * (2.2e-4 * linear + 6e-6));
            // Rounding to bytes adds a variance of 1/12.
            EXPECT_NEAR(deviation, std::sqrt(0.69 * model * model + 1.0 / 12), 0.2 * model + 0.1)
                << iso << ' ' << grey;
            EXPECT_NEAR(mean, grey, 0.5);
        }
}

} // namespace
} // namespace ecgpress
