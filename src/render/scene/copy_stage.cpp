#include "render/scene/copy_stage.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "core/strings.hpp"
#include "render/draw/blend.hpp"
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
    for (const std::uint8_t value : grey) share[value] += 1 / static_cast<double>(grey.size());
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
    std::vector<std::uint8_t> rows(grey.size());
    const auto pass = [&](const std::vector<std::uint8_t>& from, std::vector<std::uint8_t>& to,
                          int dx, int dy) {
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x) {
                const auto at = [&](int u, int v) {
                    return int{from[static_cast<std::size_t>(std::clamp(v, 0, height - 1)) *
                                        static_cast<std::size_t>(width) +
                                    static_cast<std::size_t>(std::clamp(u, 0, width - 1))]};
                };
                to[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                   static_cast<std::size_t>(x)] =
                    static_cast<std::uint8_t>(
                        (at(x - dx, y - dy) + 2 * at(x, y) + at(x + dx, y + dy) + 2) / 4);
            }
    };
    pass(grey, rows, 1, 0);
    pass(rows, grey, 0, 1);
}

/// Bayer's 8 x 8 thresholds (1973), computed by interleaving the bits of x ^ y and y.
int bayer(int x, int y) {
    int value = 0;
    for (int bit = 0; bit < 3; ++bit)
        value |= ((((x ^ y) >> bit) & 1) << (5 - 2 * bit)) | (((y >> bit) & 1) << (4 - 2 * bit));
    return 4 * value + 2;
}

} // namespace

void photocopy(Image& image, const Scene& scene) {
    const Finish::Copy& copy = scene.finish.copy;
    const int width = image.width, height = image.height;
    std::vector<std::uint8_t> grey(image.pixels.size() / 3);
    for (std::size_t i = 0; i < grey.size(); ++i) grey[i] = image.pixels[3 * i];
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
        for (int y = 0; y < height; ++y) {
            const std::uint16_t* const more = toner.row(y);
            const std::int16_t* const speck = grain.row(y);
            std::uint8_t* at =
                grey.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width);
            for (int x = 0; x < width; ++x, ++at) {
                // Darkness of the original, in 1/8 grey levels. Toner is uneven where there is
                // some.
                const int plain = 8 * std::max(0, paper - white - *at);
                const int dark =
                    plain * gain / 256 + std::min(plain, 256) * (more[x] / 2 - 1024) / 512 +
                    speck[std::ptrdiff_t{3} * x] * noise / 32 * std::min(plain + 64, 256) / 256;
                *at = byte_of(250 - dark / 8);
            }
        }
        paper = 250;
    }
    for (std::size_t i = 0; i < grey.size(); ++i)
        image.pixels[3 * i] = image.pixels[3 * i + 1] = image.pixels[3 * i + 2] = grey[i];
}

void dither(Image& image, const Scene& scene) {
    const int dot = std::max(1, scene.finish.dot_px);
    const int columns = (image.width + dot - 1) / dot, rows = (image.height + dot - 1) / dot;
    // Errors of Floyd and Steinberg in 1/16 grey levels, with a column on either side.
    std::vector<int> here(static_cast<std::size_t>(columns) + 2), below(here.size());
    for (int row = 0; row < rows; ++row) {
        std::fill(below.begin(), below.end(), 0);
        for (int column = 0; column < columns; ++column) {
            const int right = std::min(image.width, (column + 1) * dot),
                      bottom = std::min(image.height, (row + 1) * dot);
            int sum = 0, count = 0;
            for (int y = row * dot; y < bottom; ++y)
                for (int x = column * dot; x < right; ++x, ++count)
                    sum += image.row(y)[3 * static_cast<std::size_t>(x)];
            const int grey = sum / count;
            bool white = grey > bayer(column & 7, row & 7);
            if (scene.finish.dither == Finish::Dither::diffused) {
                const auto c = static_cast<std::size_t>(column) + 1;
                const int wanted = grey + here[c] / 16;
                white = wanted >= 128;
                const int error = wanted - (white ? 255 : 0);
                here[c + 1] += 7 * error;
                below[c - 1] += 3 * error;
                below[c] += 5 * error;
                below[c + 1] += error;
            }
            for (int y = row * dot; y < bottom; ++y)
                std::fill_n(image.row(y) + 3 * static_cast<std::size_t>(column * dot),
                            3 * static_cast<std::size_t>(right - column * dot),
                            white ? std::uint8_t{255} : std::uint8_t{0});
        }
        std::swap(here, below);
    }
}

} // namespace ecgpress
