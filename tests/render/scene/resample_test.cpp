// Every pixel that is resampled through a lattice is the interpolation of the four pixels of the
// drawing around its position, whatever the page's rotation and scale.
#include <algorithm>
#include <array>
#include <cmath>
#include <gtest/gtest.h>

#include "core/elementary.hpp"
#include "core/random.hpp"
#include "render/scene/resample.hpp"
#include "render/scene/resample_ink.hpp"

namespace ecgpress {
namespace {

/// A map that rotates and scales about the middle of the drawing, and is slightly bent.
Lattice turned(const Image& drawing, double turns, double scale, double bend_px) {
    Lattice lattice(drawing.width + 7, drawing.height - 5);
    const double c = scale * cos_of_turns(turns), s = scale * sin_of_turns(turns);
    for (int row = 0; row < lattice.rows(); ++row)
        for (int column = 0; column < lattice.columns(); ++column) {
            const double x = column * Lattice::k_pitch_px - lattice.width_px() / 2.0,
                         y = row * Lattice::k_pitch_px - lattice.height_px() / 2.0;
            const double bent = bend_px * ((column + 2 * row) % 5) / 5;
            lattice.set(
                column, row,
                {c * x - s * y + drawing.width / 2.0 + bent, s * x + c * y + drawing.height / 2.0});
        }
    return lattice;
}

/// A position on the drawing in 1/256 px, by the definition of the lattice.
std::array<std::int64_t, 2> place(const Lattice& lattice, int x, int y) {
    constexpr int k_pitch = Lattice::k_pitch_px;
    const int column = x / k_pitch, row = y / k_pitch, u = x % k_pitch, v = y % k_pitch;
    const auto mixed = [&](std::int32_t Lattice::Node::*axis) {
        const auto at = [&](int i, int j) {
            return std::int64_t{lattice.row(row + j)[column + i].*axis};
        };
        const std::int64_t sum = (at(0, 0) * (k_pitch - v) + at(0, 1) * v) * (k_pitch - u) +
                                 (at(1, 0) * (k_pitch - v) + at(1, 1) * v) * u;
        return (sum + 512) >> 10; // from 1/1024 px times 16 times 16
    };
    return {mixed(&Lattice::Node::x), mixed(&Lattice::Node::y)};
}

int mix(int a, int b, std::int64_t part) {
    return (a * static_cast<int>(256 - part) + b * static_cast<int>(part) + 128) >> 8;
}

/// Interpolates between the pixels value(x, y).
template <class Value> int interpolated(const std::array<std::int64_t, 2>& at, Value value) {
    const auto x = static_cast<int>(at[0] >> 8), y = static_cast<int>(at[1] >> 8);
    const int left = mix(value(x, y), value(x, y + 1), at[1] & 255),
              right = mix(value(x + 1, y), value(x + 1, y + 1), at[1] & 255);
    return mix(left, right, at[0] & 255);
}

Image random_drawing(std::uint64_t seed) {
    Image drawing(173, 131, 3);
    Rng random(seed, 0, "drawing");
    for (std::uint8_t& value : drawing.pixels) value = static_cast<std::uint8_t>(random.below(256));
    return drawing;
}

TEST(Resample, PixelsAreInterpolatedBetweenFour) {
    std::uint64_t seed = 0;
    for (const double turns : {0.0, 0.0003, 0.003, -0.01, 0.04, 0.125, 0.25, 0.5})
        for (const double scale : {1.0, 0.991, 1.013, 0.4, 2.1}) {
            const Image drawing = random_drawing(++seed);
            const Lattice lattice = turned(drawing, turns, scale, seed % 3 == 0 ? 0 : 3.7);
            const Image image = resampled(drawing, lattice);
            const InkMask ink{{0, 0, drawing.width, drawing.height}, [&] {
                                  Bytes red;
                                  for (std::size_t i = 0; i < drawing.pixels.size(); i += 3)
                                      red.push_back(drawing.pixels[i]);
                                  return red;
                              }()};
            const InkMask mask = resampled(ink, lattice);
            int inside = 0;
            for (int y = 0; y < image.height; ++y)
                for (int x = 0; x < image.width; ++x) {
                    const auto at = place(lattice, x, y);
                    const bool within = at[0] >= 0 && at[1] >= 0 &&
                                        at[0] >> 8 < drawing.width - 1 &&
                                        at[1] >> 8 < drawing.height - 1;
                    if (!within) continue;
                    ++inside;
                    for (int c = 0; c < 3; ++c)
                        ASSERT_EQ(image.row(y)[std::ptrdiff_t{3} * x + c],
                                  interpolated(at,
                                               [&](int u, int v) {
                                                   return drawing.row(v)[std::ptrdiff_t{3} * u + c];
                                               }))
                            << turns << ' ' << scale << ": " << x << ' ' << y;
                    ASSERT_EQ(mask.at(x, y),
                              interpolated(at, [&](int u, int v) { return ink.at(u, v); }))
                        << turns << ' ' << scale << ": " << x << ' ' << y;
                }
            EXPECT_GT(inside, 1000) << turns << ' ' << scale;
        }
}

/// Cells that are black or white, mixed, or at the edge take different ways.
TEST(Resample, GreysAreInterpolatedBetweenFour) {
    std::uint64_t seed = 0;
    int seen[3] = {}; // black, white, others
    for (const double turns : {0.0, 0.003, -0.01, 0.125, 0.25})
        for (const double scale : {1.0, 0.4, 2.1}) {
            Rng random(++seed, 0, "greys");
            Image drawing(173, 131, 1);
            for (int y = 0; y < drawing.height; ++y)
                for (int x = 0; x < drawing.width; ++x)
                    drawing.row(y)[x] = x < 60   ? 255
                                        : x < 90 ? static_cast<std::uint8_t>(random.below(256))
                                                 : 0;
            const Lattice lattice = turned(drawing, turns, scale, seed % 3 == 0 ? 0 : 3.7);
            const Image image = resampled_greys(drawing, lattice);
            for (int y = 0; y < image.height; ++y)
                for (int x = 0; x < image.width; ++x) {
                    const auto at = place(lattice, x, y);
                    const bool near = at[0] >= -256 && at[1] >= -256 &&
                                      at[0] >> 8 < drawing.width && at[1] >> 8 < drawing.height;
                    if (!near) continue;
                    const int wanted = interpolated(at, [&](int u, int v) {
                        return drawing.row(std::clamp(
                            v, 0, drawing.height - 1))[std::clamp(u, 0, drawing.width - 1)];
                    });
                    ASSERT_EQ(image.row(y)[x], wanted)
                        << turns << ' ' << scale << ": " << x << ' ' << y;
                    ++seen[wanted == 0 ? 0 : wanted == 255 ? 1 : 2];
                }
        }
    for (const int count : seen) EXPECT_GT(count, 10'000);
}

} // namespace
} // namespace ecgpress
