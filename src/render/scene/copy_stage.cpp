#include "render/scene/copy_stage.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "core/strings.hpp"
#include "render/draw/blend.hpp"
#include "render/draw/vectorised.hpp"
#include "render/scene/field.hpp"
#include "render/scene/gain.hpp"

namespace ecgpress {

namespace {

/// The grey level that nine of ten pixels do not exceed: paper.
int paper_level(const Image& image) {
    std::array<std::size_t, 256> count{};
    for (std::size_t i = 0; i < image.pixels.size(); i += 3) ++count[image.pixels[i]];
    std::size_t left = image.pixels.size() / 3 * 9 / 10, level = 0;
    while (level < 255 && left >= count[level]) left -= count[level++];
    return static_cast<int>(level);
}

/// Returns how many grey levels below the paper a copier leaves white: a few, and so many more that
/// the copy is not darker than the darkest that was measured (a mean of a third of black).
int white_levels(const std::vector<std::uint8_t>& grey, int paper, double gain) {
    constexpr int k_least = 5, k_most = 150;
    constexpr double k_darkest = 84;
    std::array<double, 256> share{};
    std::array<std::size_t, 256> count{};
    for (const std::uint8_t value : grey) ++count[value];
    for (std::size_t i = 0; i < count.size(); ++i)
        share[i] = static_cast<double>(count[i]) / static_cast<double>(grey.size());
    for (int levels = k_least; levels < k_most; levels += 5) {
        double mean = 0;
        for (int value = 0; value < 256; ++value)
            mean += share[static_cast<std::size_t>(value)] *
                    std::clamp(gain * (paper - levels - value), 0.0, 250.0);
        if (mean <= k_darkest) return levels;
    }
    return k_most;
}

/// Blurs a plane with the weights 1 2 1 in both directions: the optics of a copier.
void soften(std::vector<std::uint8_t>& grey, int width, int height) {
    const cv::Mat plane(height, width, CV_8UC1, grey.data());
    cv::Mat soft;
    cv::GaussianBlur(plane, soft, cv::Size(3, 3), 0, 0, cv::BORDER_REPLICATE);
    std::copy_n(soft.data, grey.size(), grey.begin());
}

/// One row of a copy. Amounts are in 1/8 grey levels and 1/256.
struct CopyRow {
    int white;       ///< grey level above which the copy stays white
    int gain, noise; ///< in 1/256 and 1/8
};
ECGPRESS_VECTORISED
void copy_row(std::uint8_t* grey, const std::uint16_t* toner, const std::int16_t* speck,
              const CopyRow& copy, std::size_t count) {
    for (std::size_t x = 0; x < count; ++x) {
        const int below = copy.white - grey[x];
        const int plain = 8 * (below > 0 ? below : 0);
        const int some = plain < 256 ? plain : 256, more = plain + 64 < 256 ? plain + 64 : 256;
        // Toner is uneven where there is some.
        const int dark = ((plain * copy.gain) >> 8) + ((some * (toner[x] / 2 - 1024)) >> 9) +
                         ((((speck[x] * copy.noise) >> 5) * more) >> 8);
        const int value = 250 - (dark >> 3);
        grey[x] = static_cast<std::uint8_t>(std::min(std::max(value, 0), 255));
    }
}

/// Bayer's 8 x 8 thresholds (1973), computed by interleaving the bits of x ^ y and y.
int bayer(int x, int y) {
    int value = 0;
    for (int bit = 0; bit < 3; ++bit)
        value |= ((((x ^ y) >> bit) & 1) << (5 - 2 * bit)) | (((y >> bit) & 1) << (4 - 2 * bit));
    return 4 * value + 2;
}

/// The mean greys of squares of `dot` pixels from a row of the image on.
void mean_greys(const Image& image, int top, int dot, std::vector<int>& greys) {
    const int bottom = std::min(image.height, top + dot);
    std::fill(greys.begin(), greys.end(), 0);
    for (int y = top; y < bottom; ++y) {
        const std::uint8_t* at = image.row(y);
        for (int x = 0; x < image.width; ++x, at += 3)
            greys[static_cast<std::size_t>(x / dot)] += *at;
    }
    if (dot == 1) return;
    for (std::size_t c = 0; c < greys.size(); ++c) {
        const int left = static_cast<int>(c) * dot;
        greys[c] /= (std::min(image.width, left + dot) - left) * (bottom - top);
    }
}

/// Makes a row of dots and hands its errors on to the next one, which is `here` afterwards.
void diffuse(const std::vector<int>& greys, std::vector<int>& here, std::vector<int>& below,
             std::vector<std::uint8_t>& dots) {
    std::fill(below.begin(), below.end(), 0);
    int right = 0; // error from the left neighbour
    for (std::size_t c = 0; c < greys.size(); ++c) {
        const int wanted = greys[c] + ((here[c + 1] + right) >> 4);
        const int shown = wanted >= 128 ? 255 : 0, error = wanted - shown;
        dots[c] = static_cast<std::uint8_t>(shown);
        right = 7 * error;
        below[c] += 3 * error;
        below[c + 1] += 5 * error;
        below[c + 2] += error;
    }
    std::swap(here, below);
}

} // namespace

void photocopy(Image& image, const Scene& scene) {
    const Finish::Copy& copy = scene.finish.copy;
    const int width = image.width, height = image.height;
    std::vector<std::uint8_t> grey(image.pixels.size() / 3);
    for (std::size_t i = 0; i < grey.size(); ++i) grey[i] = image.pixels[3 * i];
    std::vector<std::int16_t> speck(static_cast<std::size_t>(width));
    int paper = paper_level(image);
    for (int generation = 0; generation < copy.generations; ++generation) {
        const std::string name = concat("copy ", generation);
        Rng random(scene.grain_seed, 0, name);
        Field uneven = noise_field(width, height, Light::k_cells_per_px,
                                   {15 * scene.px_per_mm, 3, 0.6}, random);
        for (float& value : uneven.values)
            value = 128 + std::clamp(value, -3.0F, 3.0F) * static_cast<float>(copy.uneven);
        FieldRows toner(uneven, width, 1, 16);
        Grain grain(scene.grain_seed, name.c_str(), {0.5, 0, 0}, width);
        const int gain = static_cast<int>(std::lround(256 * copy.gain)),
                  noise = static_cast<int>(std::lround(copy.grain * 8)); // in 1/8 grey levels
        soften(grey, width, height);
        const int white = white_levels(grey, paper, copy.gain);
        const CopyRow row{paper - white, gain, noise};
        for (int y = 0; y < height; ++y) {
            const std::int16_t* const noise_of_row = grain.row(y);
            for (int x = 0; x < width; ++x)
                speck[static_cast<std::size_t>(x)] = noise_of_row[std::ptrdiff_t{3} * x];
            copy_row(grey.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width),
                     toner.row(y), speck.data(), row, static_cast<std::size_t>(width));
        }
        paper = 250;
    }
    for (std::size_t i = 0; i < grey.size(); ++i)
        image.pixels[3 * i] = image.pixels[3 * i + 1] = image.pixels[3 * i + 2] = grey[i];
}

void dither(Image& image, const Scene& scene) {
    const int dot = std::max(1, scene.finish.dot_px);
    const bool diffused = scene.finish.dither == Finish::Dither::diffused;
    const int columns = (image.width + dot - 1) / dot, rows = (image.height + dot - 1) / dot;
    std::vector<int> greys(static_cast<std::size_t>(columns));
    std::vector<std::uint8_t> dots(greys.size());
    // Errors of Floyd and Steinberg in 1/16 grey levels, with a column on either side.
    std::vector<int> here(greys.size() + 2), below(here.size());
    for (int row = 0; row < rows; ++row) {
        mean_greys(image, row * dot, dot, greys);
        if (diffused)
            diffuse(greys, here, below, dots);
        else
            for (int column = 0; column < columns; ++column) {
                const auto c = static_cast<std::size_t>(column);
                dots[c] = greys[c] > bayer(column & 7, row & 7) ? 255 : 0;
            }
        for (int y = row * dot; y < std::min(image.height, (row + 1) * dot); ++y) {
            std::uint8_t* rgb = image.row(y);
            for (int x = 0; x < image.width; ++x, rgb += 3)
                rgb[0] = rgb[1] = rgb[2] = dots[static_cast<std::size_t>(x / dot)];
        }
    }
}

} // namespace ecgpress
