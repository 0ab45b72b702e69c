// One column of pixels in which the rasteriser sums covered areas.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace ecgpress {

/// The covered area of each pixel of a column, stored as differences from row to row: adding the
/// area below an edge changes only the rows that the edge crosses, not all rows below.
class PixelColumn {
  public:
    explicit PixelColumn(int height = 0) { resize(height); }

    /// @pre nothing was added since the last flush
    void resize(int height) {
        height_ = height;
        steps_.resize(std::max(steps_.size(), static_cast<std::size_t>(height) + 2));
    }

    /// Adds `sign` times the area below a straight edge from v0 to v1.
    /// @param width  of the edge, in pixels.
    /// @param v0, v1  any finite value; 0 is the upper end of the first row
    void add_below(double sign, double width, double v0, double v1) {
        double top = std::min(v0, v1), bottom = std::max(v0, v1);
        if (top >= height_) {
            step(height_, sign * width);
            return;
        }
        if (bottom > height_) { // the piece beyond the last row covers nothing
            const double inside = width * (height_ - top) / (bottom - top);
            step(height_, sign * (width - inside)); // lets flush() know that the last row is used
            width = inside;
            bottom = height_;
        }
        if (top < 0) { // the piece above the first row covers all rows
            const double above = bottom <= 0 ? width : width * -top / (bottom - top);
            step(0, sign * above);
            width -= above;
            top = 0;
        }
        if (bottom > 0) add_ramp(sign * width, top, bottom);
    }

    /// Adds the area between two edges over the full width of the column. Each edge has `count`
    /// pieces. The result equals alternate calls of add_below(1, 1 / count, upper[k], upper[k + 1])
    /// and add_below(-1, 1 / count, lower[k], lower[k + 1]), summed in the same order, so that
    /// rounding is identical. @pre count is a power of two
    void add_between(const double* upper, const double* lower, int count) {
        const double width = 1.0 / count;
        for (int k = 0; k < count; ++k) {
            k += add_level(upper + k, lower + k, count - k, width);
            if (k == count) return;
            add_below(1, width, upper[k], upper[k + 1]);
            add_below(-1, width, lower[k], lower[k + 1]);
        }
    }

    /// Calls put(row, area 0 ... 255) for all rows that can contain ink, then clears the column.
    template <class Put> void flush(Put put) {
        double area = 0;
        const int end = std::min(high_, height_);
        double* const steps = steps_.data();
        for (int row = low_; row < end; ++row) {
            area += steps[row];
            steps[row] = 0;
            // std::lround is a function call. Values below 0 are clamped anyway.
            // NOLINTNEXTLINE(bugprone-incorrect-roundings)
            put(row, std::clamp(static_cast<int>(area * 255 + 0.5), 0, 255));
        }
        for (int row = end; row < high_; ++row) steps[row] = 0;
        low_ = std::numeric_limits<int>::max();
        high_ = 0;
    }

  private:
    /// Adds pieces as long as each edge stays within one row and the two edges do not share a row.
    /// Then only four differences change, which are summed in registers. `width` is a power of two,
    /// so multiplying the sums by it does not change their rounding. @return number of pieces added
    int add_level(const double* upper, const double* lower, int count, double width) {
        // Row 0 is left to add_below: conversion to int maps all of (-1, 1) to 0.
        if (!(upper[0] >= 1 && lower[0] < height_)) return 0;
        const int upper_row = static_cast<int>(upper[0]), lower_row = static_cast<int>(lower[0]);
        if (upper_row + 1 >= lower_row) return 0;
        const double half = width / 2;
        const double upper_end = (upper_row + 1) * width, lower_end = (lower_row + 1) * width;
        double* const upper_steps = &steps_[static_cast<std::size_t>(upper_row)];
        double* const lower_steps = &steps_[static_cast<std::size_t>(lower_row)];
        double upper_here = upper_steps[0], upper_next = upper_steps[1];
        double lower_here = lower_steps[0], lower_next = lower_steps[1];
        int k = 0;
        for (; k < count; ++k) {
            if (static_cast<int>(upper[k + 1]) != upper_row ||
                static_cast<int>(lower[k + 1]) != lower_row)
                break;
            const double upper_below = upper_end - (upper[k] + upper[k + 1]) * half;
            const double lower_below = lower_end - (lower[k] + lower[k + 1]) * half;
            upper_here += upper_below;
            upper_next += width - upper_below;
            lower_here -= lower_below;
            lower_next -= width - lower_below;
        }
        upper_steps[0] = upper_here;
        upper_steps[1] = upper_next;
        lower_steps[0] = lower_here;
        lower_steps[1] = lower_next;
        low_ = std::min(low_, upper_row);
        high_ = std::max(high_, lower_row + 2);
        return k;
    }

    void step(int row, double change) {
        steps_[static_cast<std::size_t>(row)] += change;
        low_ = std::min(low_, row);
        high_ = std::max(high_, row + 1);
    }

    /// Adds the area below an edge that goes from `top` to `bottom` over `width`: from row to row
    /// the covered width grows from 0 to `width`.
    void add_ramp(double width, double top, double bottom) {
        const int first = static_cast<int>(top), last = static_cast<int>(bottom);
        low_ = std::min(low_, first);
        high_ = std::max(high_, last + 2);
        double* const steps = steps_.data();
        if (first == last) { // same area as below a horizontal edge at half height
            const double below = first + 1 - (top + bottom) / 2;
            steps[first] += width * below;
            steps[first + 1] += width * (1 - below);
            return;
        }
        // The covered share grows linearly from 0 at `top` to 1 at `bottom`. `total` is its
        // integral from `top` to the end of a row. The difference of two totals is the area of a
        // row, and the difference of two areas a step.
        double area_above = 0; // of the row above
        double total = 0;      // area from the top of the edge to the end of the row above
        for (int row = first; row <= last; ++row) {
            const double end = std::min(row + 1.0, bottom);
            const double next = (end - top) * (end - top) / (2 * (bottom - top)) + (row + 1 - end);
            steps[row] += width * (next - total - area_above);
            area_above = next - total;
            total = next;
        }
        steps[last + 1] += width * (1 - area_above);
    }

    int height_ = 0;
    std::vector<double> steps_;
    int low_ = std::numeric_limits<int>::max(), high_ = 0;
};

} // namespace ecgpress
