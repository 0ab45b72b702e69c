#include "render/scene/finish_stage.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "codec/jpeg.hpp"
#include "core/elementary.hpp"
#include "render/draw/blend.hpp"
#include "render/draw/opencv_view.hpp"
#include "render/scene/copy_stage.hpp"
#include "render/scene/gain.hpp"

namespace ecgpress {

namespace {

/// Luma in fixed-point arithmetic.
int grey_of(const std::uint8_t* rgb) {
    return (77 * rgb[0] + 150 * rgb[1] + 29 * rgb[2] + 128) >> 8; // ITU-R BT.601
}

void make_grey(Image& image) {
    for (std::size_t i = 0; i < image.pixels.size(); i += 3) {
        const auto grey = static_cast<std::uint8_t>(grey_of(&image.pixels[i]));
        image.pixels[i] = image.pixels[i + 1] = image.pixels[i + 2] = grey;
    }
}

/// Applies level stretch, contrast, brightness, gamma and posterisation with one table.
void map_levels(Image& image, const Finish& finish) {
    std::array<std::uint8_t, 256> table{};
    for (int i = 0; i < 256; ++i) {
        double x = (i - finish.low) / (finish.high - finish.low);
        x = (x - 0.5) * finish.contrast + 0.5 + finish.brightness;
        x = pow_of(std::clamp(x, 0.0, 1.0), finish.gamma);
        if (finish.levels > 1) x = std::round(x * (finish.levels - 1)) / (finish.levels - 1);
        table[static_cast<std::size_t>(i)] = byte_of(static_cast<int>(std::lround(255 * x)));
    }
    for (std::uint8_t& value : image.pixels) value = table[value];
}

/// Scales the distance of each channel from grey.
void saturate(Image& image, double saturation) {
    const int strength = static_cast<int>(std::lround(256 * saturation));
    for (std::size_t i = 0; i < image.pixels.size(); i += 3) {
        const int grey = grey_of(&image.pixels[i]);
        for (std::size_t c = i; c < i + 3; ++c)
            image.pixels[c] = byte_of(grey + ((image.pixels[c] - grey) * strength + 128) / 256);
    }
}

/// Loses detail by reducing the image and enlarging it again.
void make_smaller_and_back(Image& image, double factor) {
    const cv::Size small(std::max(8, static_cast<int>(std::lround(image.width * factor))),
                         std::max(8, static_cast<int>(std::lround(image.height * factor))));
    cv::Mat reduced, target = view(image);
    cv::resize(target, reduced, small, 0, 0, cv::INTER_AREA);
    cv::resize(reduced, target, target.size(), 0, 0, cv::INTER_LINEAR);
}

/// Converts to black and white at a level that drifts over the page, with noise per pixel. The
/// drift has cells of 20 mm (by eye). Levels are in 1/64 grey levels.
void threshold(Image& image, const Scene& scene) {
    Rng random(scene.grain_seed, 0, "threshold");
    Field level = noise_field(image.width, image.height, Light::k_cells_per_px,
                              {20 * scene.px_per_mm, 2, 0.5}, random);
    for (float& value : level.values)
        value = static_cast<float>(scene.finish.threshold + scene.finish.drift * double{value});
    FieldRows rows(level, image.width, 1, 64);
    Grain grain(scene.grain_seed, "threshold grain", {}, image.width);
    const int noise = static_cast<int>(std::lround(2 * scene.finish.drift));
    for (int y = 0; y < image.height; ++y) {
        const std::uint16_t* const at = rows.row(y);
        const std::int16_t* const speck = grain.row(y);
        std::uint8_t* rgb = image.row(y);
        for (int x = 0; x < image.width; ++x, rgb += 3) {
            const int change = speck[std::ptrdiff_t{3} * x] * noise;
            const bool white = 64 * grey_of(rgb) + 2 * change > at[x];
            rgb[0] = rgb[1] = rgb[2] = white ? 255 : 0;
        }
    }
}

/// Inverts the lightness and keeps the hue. Darker colours of the result (the grid) keep a share of
/// their contrast with the background, whose colour was chosen by eye.
void make_dark(Image& image, double grid) {
    constexpr int k_background[] = {10, 12, 18};
    std::array<int, 256> left{}; // share of the light, in 1/256
    for (int grey = 0; grey < 256; ++grey) {
        const double part = std::clamp((155 - grey) / 60.0, 0.0, 1.0);
        left[static_cast<std::size_t>(grey)] =
            static_cast<int>(std::lround(256 * (grid + (1 - grid) * part)));
    }
    std::array<std::array<std::uint8_t, 256>, 3> shown{};
    for (std::size_t c = 0; c < 3; ++c)
        for (int lit = 0; lit < 256; ++lit)
            shown[c][static_cast<std::size_t>(lit)] =
                byte_of(k_background[c] + lit * (255 - k_background[c]) / 255);
    for (std::size_t i = 0; i < image.pixels.size(); i += 3) {
        std::uint8_t* const rgb = &image.pixels[i];
        const int grey = grey_of(rgb), change = 255 - 2 * grey,
                  share = left[static_cast<std::size_t>(grey)];
        for (std::size_t c = 0; c < 3; ++c)
            rgb[c] =
                shown[c]
                     [static_cast<std::size_t>((std::clamp(rgb[c] + change, 0, 255) * share) >> 8)];
    }
}

} // namespace

void finish(Image& image, const Scene& scene) {
    const Finish& finish = scene.finish;
    if (finish.resample != 1) make_smaller_and_back(image, finish.resample);
    if (finish.dark) make_dark(image, finish.dark_grid);
    if (finish.saturation != 1) saturate(image, finish.saturation);
    if (finish.grey || finish.copy.generations > 0) make_grey(image);
    if (finish.copy.generations > 0) photocopy(image, scene);
    if (finish.low != 0 || finish.high != 255 || finish.brightness != 0 || finish.contrast != 1 ||
        finish.gamma != 1 || finish.levels > 1)
        map_levels(image, finish);
    if (finish.dither != Finish::Dither::none)
        dither(image, scene);
    else if (finish.threshold >= 0)
        threshold(image, scene);
    for (const int quality : finish.jpeg_passes)
        image = decode_jpeg(encode_jpeg(image, {quality, ChromaSubsampling::half}, 72));
}

} // namespace ecgpress
