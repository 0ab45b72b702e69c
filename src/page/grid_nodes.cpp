#include "page/grid_nodes.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ecgpress {

namespace {

constexpr double k_rounding = 1e-6; // of sums of pitches, in mm or pitches

GridExtent extent_of(double page_mm, double near_inset_mm, double far_inset_mm, double pitch_mm) {
    constexpr double k_beyond_mm =
        10; // more than half of any line width, so the last line at the edge is drawn
    if (far_inset_mm <= 0) return {near_inset_mm, page_mm + k_beyond_mm};
    const double room_mm = std::max(0.0, page_mm - near_inset_mm - far_inset_mm);
    return {near_inset_mm, near_inset_mm + std::floor(room_mm / pitch_mm + k_rounding) * pitch_mm};
}

/// Number of lines on the paper.
int line_count(const GridExtent& extent, double page_mm, double pitch_mm) {
    const double length_mm = std::min(extent.high_mm, page_mm) - extent.low_mm;
    return length_mm < 0 ? 0 : static_cast<int>(length_mm / pitch_mm + k_rounding) + 1;
}

} // namespace

GridExtent grid_extent_across(const Page& page) {
    return extent_of(page.width_mm, page.style.grid_inset_left_mm, page.style.grid_inset_right_mm,
                     page.style.grid_major_pitch_mm);
}

GridExtent grid_extent_down(const Page& page) {
    return extent_of(page.height_mm, page.style.grid_inset_top_mm, page.style.grid_inset_bottom_mm,
                     page.style.grid_major_pitch_mm);
}

GridNodes grid_nodes(const Page& page, const ImageFromPage& image_from_page) {
    GridNodes nodes;
    if (!page.style.show_grid) return nodes;
    const GridExtent across = grid_extent_across(page), down = grid_extent_down(page);
    const double pitch_mm = page.style.grid_major_pitch_mm;
    nodes.columns = line_count(across, page.width_mm, pitch_mm);
    nodes.rows = line_count(down, page.height_mm, pitch_mm);
    std::vector<PointMm> points;
    for (int row = 0; row < nodes.rows; ++row)
        for (int column = 0; column < nodes.columns; ++column)
            points.push_back({across.low_mm + column * pitch_mm, down.low_mm + row * pitch_mm});
    nodes.positions_px = image_from_page(points);
    const RectPx frame = image_from_page.frame();
    for (PointPx& node : nodes.positions_px) { // the frame is in edge coordinates
        const bool is_inside = node.x_px >= -0.5 && node.x_px <= frame.x1_px - 0.5 &&
                               node.y_px >= -0.5 && node.y_px <= frame.y1_px - 0.5;
        if (!is_inside) node.x_px = node.y_px = std::numeric_limits<double>::quiet_NaN();
    }
    return nodes;
}

} // namespace ecgpress
