// Along an image's rows through a lattice, in whole numbers.
#pragma once

#include <algorithm>
#include <cstdint>

#include "page/lattice.hpp"

namespace ecgpress {

/// Positions between nodes are counted in 1/1024 px / 16 / 16: bilinear without rounding.
constexpr std::int64_t k_fine_per_px =
    std::int64_t{Lattice::k_units_per_px} * Lattice::k_pitch_px * Lattice::k_pitch_px;

/// A stretch of a row within one cell: the drawing's position at its first pixel, and from pixel to
/// pixel.
struct LatticeStretch {
    int x, count;
    std::int64_t fine_x, fine_y, step_x, step_y;
};

/// Calls visit(LatticeStretch) for the image pixels [begin, end) of a row.
template <class Visit>
void walk_stretches(const Lattice& lattice, int y, int begin, int end, Visit visit) {
    constexpr int k_pitch = Lattice::k_pitch_px;
    const int row = y / k_pitch, v = y % k_pitch;
    const Lattice::Node *const upper = lattice.row(row), *const lower = lattice.row(row + 1);
    const auto side = [&](int column, std::int32_t Lattice::Node::*axis) {
        return std::int64_t{upper[column].*axis} * (k_pitch - v) +
               std::int64_t{lower[column].*axis} * v;
    };
    for (int x = begin; x < end;) {
        const int column = x / k_pitch, cell_end = std::min(end, (column + 1) * k_pitch);
        const std::int64_t left_x = side(column, &Lattice::Node::x),
                           left_y = side(column, &Lattice::Node::y);
        const std::int64_t step_x = side(column + 1, &Lattice::Node::x) - left_x,
                           step_y = side(column + 1, &Lattice::Node::y) - left_y;
        const int into = x - column * k_pitch;
        visit(LatticeStretch{x, cell_end - x, left_x * k_pitch + step_x * into,
                             left_y * k_pitch + step_y * into, step_x, step_y});
        x = cell_end;
    }
}

/// Calls visit(x, fine x, fine y) with the drawing's position for each of these pixels.
template <class Visit>
void walk_row(const Lattice& lattice, int y, int begin, int end, Visit visit) {
    walk_stretches(lattice, y, begin, end, [&](LatticeStretch at) {
        for (int i = 0; i < at.count; ++i, at.fine_x += at.step_x, at.fine_y += at.step_y)
            visit(at.x + i, at.fine_x, at.fine_y);
    });
}

} // namespace ecgpress
