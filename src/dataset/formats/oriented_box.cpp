#include "dataset/formats/oriented_box.hpp"

#include <algorithm>
#include <cmath>

namespace ecgpress {

namespace {

Corners corners_of(const RectPx& box) {
    return {{{box.x0_px, box.y0_px},
             {box.x1_px, box.y0_px},
             {box.x1_px, box.y1_px},
             {box.x0_px, box.y1_px}}};
}

bool is_within(const Corners& corners, const RectPx& frame) {
    constexpr double k_rounding_px = 1e-6; // of the clipping; far below the precision of labels
    return std::all_of(corners.begin(), corners.end(), [&](const PointPx& p) {
        return p.x_px >= frame.x0_px - k_rounding_px && p.x_px <= frame.x1_px + k_rounding_px &&
               p.y_px >= frame.y0_px - k_rounding_px && p.y_px <= frame.y1_px + k_rounding_px;
    });
}

/// Direction of time on the page.
PointPx direction_of(const std::vector<PointPx>& outline) {
    const PointPx &left = outline.front(), &right = outline[k_outline_points_a_side];
    const PointPx direction{right.x_px - left.x_px, right.y_px - left.y_px};
    return std::isnan(direction.x_px) || std::isnan(direction.y_px) ? PointPx{1, 0} : direction;
}

} // namespace

Corners oriented_box(const Sample& page, const LeadRow& lead) {
    const RectPx frame{0, 0, static_cast<double>(page.row.width_px),
                       static_cast<double>(page.row.height_px)};
    if (!page.warp) return corners_of(intersection(lead.ink_px, frame));
    std::vector<PointPx> outline = outline_in_image(*page.warp, lead.ink_px);
    for (PointPx& point : outline) {
        point.x_px += 0.5;
        point.y_px += 0.5;
    }
    const PointPx direction = direction_of(outline);
    const std::vector<PointPx> seen = clipped_outline(outline, frame);
    if (seen.empty() || bounds_of(seen).empty()) // the warp folds there
        return turned_along(corners_of(lead.box_px), direction);
    const Corners least = least_rectangle(seen);
    return turned_along(is_within(least, frame) ? least : corners_of(bounds_of(seen)), direction);
}

} // namespace ecgpress
