#include "page/page_size.hpp"

#include <algorithm>

#include "page/frame.hpp"

namespace ecgpress {

namespace {

double needed_width_mm(const Frame& frame) {
    const double gaps_mm = (frame.design.columns - 1) * frame.style.column_gap_mm;
    return frame.style.margin_left_mm + frame.style.duration_s * frame.style.paper_speed_mm_per_s +
           gaps_mm + frame.style.margin_right_mm;
}

double needed_height_mm(const Frame& frame) {
    const PageStyle& style = frame.style;
    return style.margin_top_mm + (frame.row_count() - 1) * style.row_height_mm +
           style.margin_bottom_mm;
}

} // namespace

RectMm page_size(const PageDesign& design) {
    const Frame frame(design);
    const PageStyle& style = design.style;
    return {0, 0, style.page_width_mm > 0 ? style.page_width_mm : needed_width_mm(frame),
            style.page_height_mm > 0 ? style.page_height_mm : needed_height_mm(frame)};
}

double fitting_dpi(const PageDesign& design) {
    const PageStyle& style = design.style;
    const RectMm size = page_size(design);
    const double longer_mm = std::max(size.x1_mm, size.y1_mm);
    if (!(style.max_side_px > 0 && longer_mm > 0)) return style.dpi;
    return std::min(style.dpi, style.max_side_px * k_mm_per_inch / longer_mm);
}

} // namespace ecgpress
