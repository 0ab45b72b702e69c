#include "render/scene/screen_stage.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/elementary.hpp"
#include "render/draw/opencv_view.hpp"
#include "render/draw/vectorised.hpp"
#include "render/scene/lattice_walk.hpp"

namespace ecgpress {

namespace {

/// Brightness of a display pixel, times 1024, as a function of the phase in 1/256 turns: three
/// colour stripes across, rows down. A cosine plus 0.35 of its second harmonic; the harmonic makes
/// the stripes sharper (by eye).
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

/// Returns the gain of each pixel when a display is seen through a camera's Bayer filter. The
/// grating of each colour is sampled only where the sensor has that colour (red at even columns and
/// rows, blue at odd ones, green elsewhere), then demosaiced. Moire emerges by aliasing, as in a
/// real camera.
cv::Mat moire_gain(int width, int height, const Screen& screen, const Lattice* lattice,
                   double display_per_drawing_px) {
    const Grating grating(screen);
    cv::Mat mosaic(height, width, CV_16UC1);
    const auto scale = static_cast<std::int64_t>(std::lround(display_per_drawing_px * 65536));
    // Phase of the grating: one display pixel is a full turn of 2^32.
    const auto turns = [&](std::int64_t fine) {
        return static_cast<std::uint32_t>(static_cast<std::uint64_t>(fine / 16 * scale) << 2);
    };
    static_assert(k_fine_per_px == std::int64_t{1} << 18);
    for (int y = 0; y < height; ++y) {
        auto* const row = mosaic.ptr<std::uint16_t>(y);
        const auto sample = [&](const LatticeStretch& stretch) {
            std::uint32_t u = turns(stretch.fine_x), v = turns(stretch.fine_y);
            const std::uint32_t step_u = turns(stretch.step_x), step_v = turns(stretch.step_y);
            for (int x = stretch.x; x < stretch.x + stretch.count; ++x, u += step_u, v += step_v) {
                const std::uint32_t colour = (x & 1) == 0 && (y & 1) == 0   ? 0
                                             : (x & 1) == 1 && (y & 1) == 1 ? 2
                                                                            : 1;
                constexpr std::uint32_t k_third = 0x5555'5555; // of a turn between stripes
                row[x] = static_cast<std::uint16_t>(
                    grating.across[(u - k_third * colour) >> 24] * grating.down[v >> 24] >> 10);
            }
        };
        if (lattice != nullptr)
            walk_stretches(*lattice, y, 0, width, sample);
        else
            sample({0, width, 0, y * k_fine_per_px, k_fine_per_px, 0});
    }
    cv::Mat full;
    // OpenCV names the pattern by the second and third pixel of the second row: B G.
    cv::cvtColor(mosaic, full, cv::COLOR_BayerBG2RGB);
    return full;
}

/// Maps bytes to the display's range from black to white, then multiplies them by the grating (1024
/// for 1) and the band (256 for 1).
ECGPRESS_VECTORISED
void show_row(std::uint8_t* pixels, const std::uint16_t* grating, int black, int band,
              std::size_t count) {
    const int range = (255 - black) * 257; // 257 / 65536 = 1 / 255
    const auto level = static_cast<std::uint32_t>(band);
    for (std::size_t i = 0; i < count; ++i) {
        const auto shown = static_cast<std::uint32_t>(black + ((pixels[i] * range + 32768) >> 16));
        const std::uint32_t value = (shown * grating[i] * level + (1U << 17)) >> 18;
        pixels[i] = static_cast<std::uint8_t>(value < 255 ? value : 255);
    }
}

} // namespace

void put_on_display(Image& image, const Scene& scene) {
    const double share = scene.screen.pixels_per_px * scene.camera.scale;
    if (share <= 0 || share >= 1) return; // the display is finer than the drawing
    const cv::Size display(std::max(1, static_cast<int>(std::lround(image.width * share))),
                           std::max(1, static_cast<int>(std::lround(image.height * share))));
    cv::Mat shown, target = view(image);
    cv::resize(target, shown, display, 0, 0, cv::INTER_AREA);
    cv::resize(shown, target, target.size(), 0, 0, cv::INTER_LINEAR);
}

void show_on_screen(Image& image, const Scene& scene, const Lattice* lattice) {
    const Screen& screen = scene.screen;
    if (screen.pixels_per_px <= 0) return;
    const double per_drawing_px = screen.pixels_per_px * scene.camera.scale;
    const cv::Mat gain = moire_gain(image.width, image.height, screen, lattice, per_drawing_px);
    const int black = static_cast<int>(std::lround(255 * screen.glow));
    for (int y = 0; y < image.height; ++y) {
        const int band = static_cast<int>(
            std::lround(256 * (1 + screen.banding * sin_of_turns(y / screen.banding_px))));
        show_row(image.row(y), gain.ptr<std::uint16_t>(y), black, band, image.stride());
    }
}

} // namespace ecgpress
