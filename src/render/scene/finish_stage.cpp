#include "render/scene/finish_stage.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <utility>

#include "codec/jpeg.hpp"
#include "core/elementary.hpp"
#include "render/draw/blend.hpp"
#include "render/draw/opencv_view.hpp"
#include "render/draw/vectorised.hpp"
#include "render/filters/gain.hpp"
#include "render/scene/copy_stage.hpp"

namespace ecgpress {

namespace {

/// Luma in fixed-point arithmetic.
int grey_of(const std::uint8_t* rgb) {
    return (77 * rgb[0] + 150 * rgb[1] + 29 * rgb[2] + 128) >> 8; // ITU-R BT.601
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
    Grain grain(scene.grain_seed, "threshold grain", {}, image.width, 1);
    const int noise = static_cast<int>(std::lround(2 * scene.finish.drift));
    for (int y = 0; y < image.height; ++y) {
        const FieldRow at = rows.row(y);
        std::uint8_t* rgb = image.row(y);
        grain.visit_row(y, [&](std::size_t first, const std::int16_t* speck, std::size_t count) {
            for (std::size_t i = 0; i < count; ++i, rgb += 3) {
                const bool white = 64 * grey_of(rgb) + 2 * speck[i] * noise > at[first + i];
                rgb[0] = rgb[1] = rgb[2] = white ? 255 : 0;
            }
        });
    }
}

/// Inverts the lightness of a row and keeps the hue. Darker colours of the result (the grid) keep a
/// share of their contrast with the background, whose colour was chosen by eye.
/// @param grid  that share, in 1/256
ECGPRESS_VECTORISED
void make_row_dark(std::uint8_t* rgb, int grid, std::size_t count) {
    constexpr std::uint16_t k_background[] = {10, 12, 18};
    const auto rest = static_cast<std::uint16_t>(256 - grid);
    for (std::size_t i = 0; i < count; ++i) {
        const auto grey = static_cast<std::int16_t>(
            static_cast<std::uint16_t>(77 * rgb[3 * i] + 150 * rgb[3 * i + 1] +
                                       29 * rgb[3 * i + 2] + 128) >>
            8);
        const auto change = static_cast<std::int16_t>(255 - 2 * grey);
        // All of the light of greys up to 95, and the grid's share of it from 155 on. A sixtieth of
        // a product is nearly 1093 / 65536 of it.
        const auto part = static_cast<std::uint16_t>(std::min(std::max(155 - grey, 0), 60));
        const auto product = static_cast<std::uint16_t>(rest * part + 30);
        const auto share = static_cast<std::uint16_t>(
            256 - rest + static_cast<std::uint16_t>((std::uint32_t{product} * 1093) >> 16));
        for (std::size_t c = 0; c < 3; ++c) {
            const auto light = static_cast<std::uint16_t>(std::min(
                std::max(static_cast<std::int16_t>(rgb[3 * i + c] + change), std::int16_t{0}),
                std::int16_t{255}));
            const auto lit = static_cast<std::uint16_t>(light * share) >> 8;
            const auto x = static_cast<std::uint16_t>(lit * (255 - k_background[c]));
            // x / 255 = (x + 1 + (x >> 8)) >> 8 for all x < 65535
            rgb[3 * i + c] = static_cast<std::uint8_t>(
                k_background[c] + (static_cast<std::uint16_t>(x + 1 + (x >> 8)) >> 8));
        }
    }
}

void make_dark(Image& image, double grid) {
    const int share = static_cast<int>(std::lround(256 * grid));
    for (int y = 0; y < image.height; ++y)
        make_row_dark(image.row(y), share, static_cast<std::size_t>(image.width));
}

} // namespace

void finish(Image& image, const Scene& scene) {
    const Finish& finish = scene.finish;
    if (finish.resample != 1) make_smaller_and_back(image, finish.resample);
    if (finish.dark) make_dark(image, finish.dark_grid);
    if (finish.saturation != 1) saturate(image, finish.saturation);
    const bool levels = finish.low != 0 || finish.high != 255 || finish.brightness != 0 ||
                        finish.contrast != 1 || finish.gamma != 1 || finish.levels > 1;
    const bool dots = finish.dither != Finish::Dither::none;
    if (finish.copy.generations > 0)
        photocopy(image, scene);
    else if (finish.grey && (levels || !dots)) // dots are made of luma
        make_grey(image);
    if (levels) map_levels(image, finish);
    if (dots)
        dither(image, scene);
    else if (finish.threshold >= 0)
        threshold(image, scene);
    for (const int quality : finish.jpeg_passes) {
        const Bytes file = encode_jpeg(image, {quality, ChromaSubsampling::half}, 72);
        image = decode_jpeg_into(std::move(image), file);
    }
}

} // namespace ecgpress
