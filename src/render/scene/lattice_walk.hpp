// Iterates over image rows through a lattice, in integer arithmetic.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "core/geometry.hpp"
#include "page/lattice.hpp"

namespace ecgpress {

/// Unit of positions between nodes: nodes are in 1/1024 px and 16 px apart, so bilinear
/// interpolation is exact in units of 1 / (1024 * 16 * 16) px.
constexpr std::int64_t k_fine_per_px =
    std::int64_t{Lattice::k_units_per_px} * Lattice::k_pitch_px * Lattice::k_pitch_px;

/// 1/256 px.
constexpr std::int64_t k_fine_per_weight = k_fine_per_px / 256;

/// A position on the drawing: the pixel before it, and the distance from its centre in 1/256 px.
struct FinePlace {
    std::int64_t x, y;
    unsigned part_x, part_y;
};

/// Rounds a position to 1/256 px. The shifts round down for negative positions, too.
inline FinePlace fine_place_of(std::int64_t fine_x, std::int64_t fine_y) {
    const std::int64_t x = (fine_x + k_fine_per_weight / 2) >> 10,
                       y = (fine_y + k_fine_per_weight / 2) >> 10;
    static_assert(k_fine_per_weight == 1 << 10);
    return {x >> 8, y >> 8, static_cast<unsigned>(x & 255), static_cast<unsigned>(y & 255)};
}

/// The part of an image row within one lattice cell: the position on the drawing of its first
/// pixel, and the step from pixel to pixel.
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

/// Classifies each lattice cell of a row by the part of the drawing that it shows. The result is
/// kept for all image rows of the cells.
class CellRow {
  public:
    explicit CellRow(const Lattice& lattice)
        : lattice_(&lattice), kinds_(static_cast<std::size_t>(lattice.columns() - 1)) {}

    /// Returns the classes of the cells that an image row crosses.
    /// @param kind_of  classifies a rectangle of the drawing that contains all pixels that a cell
    /// can show
    template <class KindOf> const std::vector<std::uint8_t>& of(int y, KindOf kind_of) {
        const int row = y / Lattice::k_pitch_px;
        if (row == row_) return kinds_;
        row_ = row;
        const Lattice::Node *const upper = lattice_->row(row), *const lower =
                                                                   upper + lattice_->columns();
        for (std::size_t i = 0; i < kinds_.size(); ++i) {
            const auto [left, right] =
                std::minmax({upper[i].x, upper[i + 1].x, lower[i].x, lower[i + 1].x});
            const auto [top, bottom] =
                std::minmax({upper[i].y, upper[i + 1].y, lower[i].y, lower[i + 1].y});
            const auto px = [](std::int32_t units) { return units >> 10; };
            static_assert(Lattice::k_units_per_px == 1 << 10);
            // One pixel more on each side: positions are rounded, and interpolation reads the next
            // pixel.
            kinds_[i] = static_cast<std::uint8_t>(kind_of(PixelRect{
                px(left) - 1, px(top) - 1, px(right) - px(left) + 4, px(bottom) - px(top) + 4}));
        }
        return kinds_;
    }

  private:
    const Lattice* lattice_;
    int row_ = -1;
    std::vector<std::uint8_t> kinds_;
};

/// The column of the cell that a stretch is in.
inline std::size_t cell_of(const LatticeStretch& stretch) {
    return static_cast<std::size_t>(stretch.x / Lattice::k_pitch_px);
}

/// Calls visit(kind, first, end) for the pixels of neighbouring cells of the same kind.
template <class Visit>
void for_each_run(const std::vector<std::uint8_t>& kinds, int width_px, Visit visit) {
    for (std::size_t column = 0, end = 0; column < kinds.size(); column = end) {
        while (end < kinds.size() && kinds[end] == kinds[column]) ++end;
        const int first = static_cast<int>(column) * Lattice::k_pitch_px;
        const int last = std::min(width_px, static_cast<int>(end) * Lattice::k_pitch_px);
        if (first < last) visit(kinds[column], first, last);
    }
}

} // namespace ecgpress
