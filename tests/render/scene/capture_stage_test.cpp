// Lens and sensor.
#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>

#include "core/elementary.hpp"
#include "core/geometry.hpp"
#include "core/random.hpp"
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

/// Random pixels, with even areas between them.
Image speckled(int width_px, int height_px) {
    Image image(width_px, height_px, 3);
    Rng random(3, 0, "speckled");
    for (std::uint8_t& value : image.pixels)
        value = random.below(3) == 0 ? static_cast<std::uint8_t>(random.below(256)) : 255;
    return image;
}

Scene scene_of(const Image& image) {
    return {image.width / k_px_per_mm, image.height / k_px_per_mm, k_px_per_mm};
}

/// The clear version of a Gaussian blur: both directions at once, edge pixels repeated.
double blurred_at(const Image& image, int x, int y, std::size_t channel, double sigma) {
    const int reach = static_cast<int>(std::ceil(2.5 * sigma));
    double sum = 0, weights = 0;
    for (int j = -reach; j <= reach; ++j)
        for (int i = -reach; i <= reach; ++i) {
            const double weight = std::exp(-(i * i + j * j) / (2 * sigma * sigma));
            const int from_x = std::clamp(x + i, 0, image.width - 1),
                      from_y = std::clamp(y + j, 0, image.height - 1);
            sum += weight * image.row(from_y)[3 * static_cast<std::size_t>(from_x) + channel];
            weights += weight;
        }
    return sum / weights;
}

TEST(Lens, BlurIsAGaussian) {
    for (const double sigma : {0.3, 0.6, 1.2, 2.3, 4.0}) {
        const Image sharp = speckled(37, 29);
        Scene scene = scene_of(sharp);
        scene.sensor.blur_px = sigma;
        Image image = sharp;
        expose(image, scene);
        for (int y = 0; y < image.height; ++y)
            for (int x = 0; x < image.width; ++x)
                for (std::size_t c = 0; c < 3; ++c)
                    // Half a level of rounding, and weights rounded to 1/256.
                    ASSERT_NEAR(image.row(y)[3 * static_cast<std::size_t>(x) + c],
                                blurred_at(sharp, x, y, c, sigma), 2)
                        << sigma << ' ' << x << ' ' << y;
    }
}

TEST(Lens, FiltersDoNotChangeEvenAreas) {
    for (const int height : {1, 2, 3, 40}) {
        Image image(31, height, 3);
        for (std::size_t i = 0; i < image.pixels.size(); i += 3) {
            image.pixels[i] = 200;
            image.pixels[i + 1] = 120;
            image.pixels[i + 2] = 255;
        }
        const Image before = image;
        Scene scene = scene_of(image);
        scene.sensor.blur_px = 0.5;
        scene.sensor.far_blur_px = 7;
        scene.sensor.motion_px = 6;
        scene.sensor.colour_blur_px = 3.2;
        scene.sensor.sharpen = 1;
        scene.sensor.sharpen_px = 1.8;
        expose(image, scene);
        for (std::size_t i = 0; i < image.pixels.size(); ++i)
            ASSERT_NEAR(image.pixels[i], before.pixels[i], 1) << height << ' ' << i;
    }
}

TEST(Sensor, ColourIsBlurredAndLumaIsKept) {
    const auto luma = [](const std::uint8_t* rgb) {
        return 0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2];
    };
    for (const double sigma : {1.1, 2.0, 3.2}) {
        Image image(61, 41, 3); // a red line of one pixel on grey, and a grey line across it
        std::fill(image.pixels.begin(), image.pixels.end(), std::uint8_t{160});
        for (int y = 0; y < image.height; ++y) {
            image.row(y)[3 * 30] = 200;
            image.row(y)[3 * 30 + 1] = image.row(y)[3 * 30 + 2] = 90;
        }
        std::fill_n(image.row(20), image.stride(), std::uint8_t{60});
        const Image before = image;
        Scene scene = scene_of(image);
        scene.sensor.colour_blur_px = sigma;
        expose(image, scene);
        double weight = 0, square = 0;
        for (int x = 0; x < image.width; ++x) {
            for (int y = 0; y < image.height; ++y)
                EXPECT_NEAR(luma(image.row(y) + 3 * x), luma(before.row(y) + 3 * x), 2.5);
            double red = 0; // of two rows, because colour is kept for pairs of rows and columns
            for (const int y : {8, 9}) red += image.row(y)[3 * x] - luma(image.row(y) + 3 * x);
            weight += red;
            square += red * (x - 30.0) * (x - 30.0);
        }
        EXPECT_NEAR(std::sqrt(square / weight), sigma, 0.35 * sigma) << sigma;
    }
}

TEST(Sensor, ToneIsTheCurveOfItsFormula) {
    struct Case {
        double black, white, curve;
    };
    for (const Case& tone : {Case{0, 255, 0.35}, Case{6, 250, 0.2}, Case{6, 250, 0.35},
                             Case{40, 200, 0}, Case{0, 255, 0.9}}) {
        Image image(256, 3, 3);
        for (int y = 0; y < image.height; ++y)
            for (std::size_t i = 0; i < image.stride(); ++i)
                image.row(y)[i] = static_cast<std::uint8_t>(i / 3);
        Scene scene(256 / k_px_per_mm, 3 / k_px_per_mm, k_px_per_mm);
        scene.sensor.black = tone.black;
        scene.sensor.white = tone.white;
        scene.sensor.curve = tone.curve;
        expose(image, scene);
        for (int level = 0; level < 256; ++level) {
            const double x = level / 255.0, bow = tone.curve * x * (1 - x) * (2 * x - 1);
            EXPECT_NEAR(image.row(1)[3 * level], tone.black + (tone.white - tone.black) * (x + bow),
                        0.6)
                << tone.black << ' ' << tone.white << ' ' << tone.curve << ": " << level;
        }
    }
}

TEST(Sensor, SharpeningKeepsTheMean) {
    Image image(300, 200, 3);
    Rng random(5, 0, "sharpening");
    double before = 0, after = 0;
    for (std::uint8_t& value : image.pixels) {
        value = static_cast<std::uint8_t>(110 + random.below(40));
        before += value;
    }
    Scene scene(300 / k_px_per_mm, 200 / k_px_per_mm, k_px_per_mm);
    scene.sensor.sharpen = 0.8;
    scene.sensor.sharpen_px = 1.2;
    expose(image, scene);
    for (const std::uint8_t value : image.pixels) after += value;
    EXPECT_NEAR((after - before) / static_cast<double>(image.pixels.size()), 0, 0.15);
}

} // namespace
} // namespace ecgpress
