// One column of pixels in which the rasteriser adds up areas.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace ecgpress {

/// The covered area of each pixel of a column, kept as the change from row to row: an edge touches
/// only the rows that it passes through, however far the area below it reaches.
class PixelColumn {
  public:
    explicit PixelColumn(int height)
        : height_(height), steps_(static_cast<std::size_t>(height) + 2) {}

    /// Adds `sign` times the area below a straight edge from v0 to v1 that is `width` of a pixel
    /// wide. @param v0, v1  0 is the first row's upper end; any finite value
    void add_below(double sign, double width, double v0, double v1) {
        double top = std::min(v0, v1), bottom = std::max(v0, v1);
        if (top >= 0 && bottom > 0 && bottom <= height_ && top < height_)
            return add_ramp(sign * width, top, bottom); // nearly always
        if (top >= height_) {
            step(height_, sign * width);
            return;
        }
        if (bottom > height_) { // the piece beyond the last row covers nothing
            const double inside = width * (height_ - top) / (bottom - top);
            step(height_, sign * (width - inside)); // so that flush sees how far the column reaches
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

    /// Calls put(row, area 0 ... 255) for all rows that hold ink, and starts anew.
    template <class Put> void flush(Put put) {
        double area = 0;
        for (int row = low_; row < std::min(high_, height_); ++row) {
            area += steps_[static_cast<std::size_t>(row)];
            put(row, static_cast<std::uint8_t>(std::clamp(area * 255 + 0.5, 0.0, 255.0)));
        }
        for (int row = low_; row < high_; ++row) steps_[static_cast<std::size_t>(row)] = 0;
        low_ = std::numeric_limits<int>::max();
        high_ = 0;
    }

  private:
    void step(int row, double change) {
        steps_[static_cast<std::size_t>(row)] += change;
        low_ = std::min(low_, row);
        high_ = std::max(high_, row + 1);
    }

    /// Below an edge that runs from top to bottom over a width, the covered width grows from none
    /// to all of it.
    void add_ramp(double width, double top, double bottom) {
        const int first = static_cast<int>(top), last = static_cast<int>(bottom);
        low_ = std::min(low_, first);
        high_ = std::max(high_, last + 2);
        double* const steps = steps_.data();
        if (first == last) { // the area is that below a level edge at half height
            const double below = first + 1 - (top + bottom) / 2;
            steps[first] += width * below;
            steps[first + 1] += width * (1 - below);
            return;
        }
        double area_above = 0; // of the row above
        double total = 0;      // from the edge's top to the row's upper end
        for (int row = first; row <= last; ++row) {
            const double end = std::min(row + 1.0, bottom);
            const double next = (end - top) * (end - top) / (2 * (bottom - top)) + (row + 1 - end);
            steps[row] += width * (next - total - area_above);
            area_above = next - total;
            total = next;
        }
        steps[last + 1] += width * (1 - area_above);
    }

    int height_;
    std::vector<double> steps_;
    int low_ = std::numeric_limits<int>::max(), high_ = 0;
};

} // namespace ecgpress
