#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/elementary.hpp"
#include "render/blend.hpp"
#include "render/develop.hpp"
#include "render/lattice_walk.hpp"

namespace ecgpress {

namespace {

/// One display pixel's stripes, as its three colours are laid out, at a phase in 1/256 turns.
struct Grating {
    std::array<std::uint16_t, 256> across{}, down{};

    explicit Grating(const Screen& screen) {
        for (int i = 0; i < 256; ++i) {
            const double turns = i / 256.0;
            across[static_cast<std::size_t>(i)] = static_cast<std::uint16_t>(std::lround(
                1024 *
                (1 + screen.stripes * (cos_of_turns(turns) + 0.35 * cos_of_turns(2 * turns)))));
            down[static_cast<std::size_t>(i)] = static_cast<std::uint16_t>(
                std::lround(1024 * (1 + screen.rows * cos_of_turns(turns))));
        }
    }
};

/// A display seen through a camera's colour filter: each colour's grating is sampled only where the
/// sensor has that colour (red at even columns and rows, blue at odd ones, green at the others) and
/// filled in between, so that moire comes about as it does in cameras: by aliasing.
Image moire_gain(int width, int height, const Screen& screen, const Lattice* lattice,
                 double display_per_drawing_px) {
    const Grating grating(screen);
    cv::Mat mosaic(height, width, CV_16UC1);
    const auto fine_scale =
        static_cast<std::int64_t>(std::lround(display_per_drawing_px * 256 * 65536));
    const auto phase = [&](std::int64_t fine) { // 1/256 turns; one display pixel a turn
        return static_cast<std::size_t>((fine / 16 * (fine_scale / 256)) >> 22 & 255);
    };
    static_assert(k_fine_per_px == std::int64_t{1} << 18);
    for (int y = 0; y < height; ++y) {
        auto* const row = mosaic.ptr<std::uint16_t>(y);
        const auto sample = [&](int x, std::int64_t fine_x, std::int64_t fine_y) {
            const int colour = (x & 1) == 0 && (y & 1) == 0   ? 0
                               : (x & 1) == 1 && (y & 1) == 1 ? 2
                                                              : 1;
            const std::size_t u =
                (phase(fine_x) + 256 - static_cast<std::size_t>(85 * colour)) & 255;
            row[x] =
                static_cast<std::uint16_t>(grating.across[u] * grating.down[phase(fine_y)] >> 10);
        };
        if (lattice != nullptr)
            walk_row(*lattice, y, 0, width, sample);
        else
            for (int x = 0; x < width; ++x) sample(x, x * k_fine_per_px, y * k_fine_per_px);
    }
    cv::Mat full;
    cv::cvtColor(mosaic, full, cv::COLOR_BayerBG2RGB); // OpenCV names the second row's first two
    Image gain(width, height, 3);
    for (int y = 0; y < height; ++y) {
        const auto* const from = full.ptr<std::uint16_t>(y);
        for (int i = 0; i < 3 * width; ++i) gain.row(y)[i] = byte_of((from[i] + 4) / 8);
    }
    return gain;
}

} // namespace

void show_on_screen(Image& image, const Scene& scene, const Lattice* lattice) {
    const Screen& screen = scene.screen;
    if (screen.pixels_per_px <= 0) return;
    const double per_drawing_px = screen.pixels_per_px * scene.camera.scale;
    Image gain = moire_gain(image.width, image.height, screen, lattice, per_drawing_px);
    const int black = static_cast<int>(std::lround(255 * screen.glow));
    for (int y = 0; y < image.height; ++y) {
        const int band = static_cast<int>(
            std::lround(256 * (1 + screen.banding * sin_of_turns(y / screen.banding_px))));
        std::uint8_t* const pixel = image.row(y);
        const std::uint8_t* const factor = gain.row(y);
        for (int i = 0; i < 3 * image.width; ++i) {
            const int shown = black + (255 - black) * pixel[i] / 255;
            pixel[i] = byte_of(shown * factor[i] / 128 * band / 256);
        }
    }
}

} // namespace ecgpress
