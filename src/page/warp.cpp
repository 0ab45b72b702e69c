#include "page/warp.hpp"

#include <cmath>

namespace ecgpress {

namespace {

constexpr double k_edge_to_centre_px =
    0.5; ///< pixel centres are at integers, the page's edge is half a pixel before the first

int whole_px(double length_mm, double px_per_mm) {
    return static_cast<int>(std::lround(length_mm * px_per_mm));
}

} // namespace

ImageFromPage::ImageFromPage(double page_width_mm, double page_height_mm, double dpi)
    : width_px_(whole_px(page_width_mm, dpi / k_mm_per_inch)),
      height_px_(whole_px(page_height_mm, dpi / k_mm_per_inch)), px_per_mm_(dpi / k_mm_per_inch) {}

PointPx ImageFromPage::operator()(const PointMm& point) const {
    return {point.x_mm * px_per_mm_ - k_edge_to_centre_px,
            point.y_mm * px_per_mm_ - k_edge_to_centre_px};
}

RectPx ImageFromPage::operator()(const RectMm& rect) const {
    return {rect.x0_mm * px_per_mm_, rect.y0_mm * px_per_mm_, rect.x1_mm * px_per_mm_,
            rect.y1_mm * px_per_mm_};
}

RectPx ImageFromPage::frame() const {
    return {0, 0, static_cast<double>(width_px_), static_cast<double>(height_px_)};
}

ImageFromPage image_from_page(const Page& page) {
    return ImageFromPage(page.width_mm, page.height_mm, page.style.dpi);
}

} // namespace ecgpress
