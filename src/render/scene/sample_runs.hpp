// Runs of image pixels that are neighbours on the drawing, too: their interpolation is vectorised.
#pragma once

#include <algorithm>
#include <cstdint>

#include "render/scene/lattice_walk.hpp"

namespace ecgpress {

/// Pixels of an image row whose neighbours on the drawing are neighbours in one row of it, too, as
/// nearly all are where the page is not turned or scaled by much.
struct Run {
    static constexpr int k_most = Lattice::k_pitch_px;

    int count = 0;
    std::int64_t x = 0, y = 0;           ///< pixel before the first position
    std::int32_t part_x = 0, part_y = 0; ///< distance of the first position from it, fine units
    std::int32_t step_x = 0, step_y = 0; ///< change of this distance from pixel to pixel
};

/// Returns the number of steps, up to `most`, after which a distance is still within a pixel.
inline int steps_within(std::int32_t part, std::int32_t step, int most) {
    const auto last = part + std::int64_t{step} * most;
    if (step == 0 || (last >= 0 && last < k_fine_per_px)) return most;
    constexpr auto k_last = static_cast<std::int32_t>(k_fine_per_px - 1);
    return step > 0 ? (k_last - part) / step : part / -step;
}

/// Returns the run at the beginning of a stretch.
inline Run run_of(const LatticeStretch& stretch) {
    constexpr int k_shift = 18;
    static_assert(k_fine_per_px == 1 << k_shift);
    const std::int64_t x = stretch.fine_x + k_fine_per_weight / 2,
                       y = stretch.fine_y + k_fine_per_weight / 2;
    const std::int64_t across = stretch.step_x - k_fine_per_px, down = stretch.step_y;
    Run run;
    run.x = x >> k_shift;
    run.y = y >> k_shift;
    run.part_x = static_cast<std::int32_t>(x - (run.x << k_shift));
    run.part_y = static_cast<std::int32_t>(y - (run.y << k_shift));
    // A step of more than a pixel ends the run at once.
    const auto step = [](std::int64_t wanted) {
        return static_cast<std::int32_t>(std::clamp(wanted, -k_fine_per_px, k_fine_per_px));
    };
    run.step_x = step(across);
    run.step_y = step(down);
    const int most = std::min(stretch.count, Run::k_most) - 1;
    run.count =
        1 + steps_within(run.part_y, run.step_y, steps_within(run.part_x, run.step_x, most));
    return run;
}

/// Moves the beginning of a stretch.
inline void skip(LatticeStretch& stretch, int count) {
    stretch.x += count;
    stretch.count -= count;
    stretch.fine_x += count * stretch.step_x;
    stretch.fine_y += count * stretch.step_y;
}

/// The index of the pixel of each byte.
template <int channels> struct PixelOfByte {
    std::int32_t of[channels * Run::k_most] = {};
    constexpr PixelOfByte() {
        for (int i = 0; i < channels * Run::k_most; ++i) of[i] = i / channels;
    }
};

/// Resamples Run::k_most pixels as if all of them belonged to the run. `upper` and `lower` point to
/// its first pixel in two rows of the drawing; one pixel more than that is read.
template <int channels>
inline void put_lanes(std::uint8_t* to, const std::uint8_t* upper, const std::uint8_t* lower,
                      const Run& run) {
    static constexpr PixelOfByte<channels> k_pixel;
#pragma GCC ivdep // `to` is not a part of the drawing
    for (int i = 0; i < channels * Run::k_most; ++i) {
        const auto right =
            static_cast<std::uint16_t>(((run.part_x + run.step_x * k_pixel.of[i]) >> 10) & 255);
        const auto below =
            static_cast<std::uint16_t>(((run.part_y + run.step_y * k_pixel.of[i]) >> 10) & 255);
        const auto left = static_cast<std::uint16_t>(256 - right);
        const auto above = static_cast<std::uint16_t>(256 - below);
        const auto a = static_cast<std::uint16_t>(
            static_cast<std::uint16_t>(upper[i] * above + lower[i] * below + 128) >> 8);
        const auto b = static_cast<std::uint16_t>(
            static_cast<std::uint16_t>(upper[i + channels] * above + lower[i + channels] * below +
                                       128) >>
            8);
        to[i] =
            static_cast<std::uint8_t>(static_cast<std::uint16_t>(a * left + b * right + 128) >> 8);
    }
}
constexpr int k_short_run = 4; ///< up to this length, single pixels are faster

/// Interpolates: part 0 yields a, 256 would yield b.
inline unsigned byte_between(unsigned a, unsigned b, unsigned part) {
    return (a * (256 - part) + b * part + 128) >> 8;
}

} // namespace ecgpress
