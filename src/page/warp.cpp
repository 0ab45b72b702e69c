#include "page/warp.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace ecgpress {

namespace {

// Pixel centres are at integers, so the page's edge is half a pixel before the first centre.
constexpr double k_edge_to_centre_px = 0.5;

int whole_px(double length_mm, double px_per_mm) {
    return static_cast<int>(std::lround(length_mm * px_per_mm));
}

/// Points along the outline of a rectangle.
std::vector<PointMm> outline(const RectMm& rect) {
    constexpr int k_points_a_side = 16;
    std::vector<PointMm> points;
    points.reserve(std::size_t{4} * k_points_a_side);
    for (int i = 0; i < k_points_a_side; ++i) {
        const double part = i / static_cast<double>(k_points_a_side);
        const double x = rect.x0_mm + part * (rect.x1_mm - rect.x0_mm);
        const double y = rect.y0_mm + part * (rect.y1_mm - rect.y0_mm);
        const double back_x = rect.x0_mm + rect.x1_mm - x, back_y = rect.y0_mm + rect.y1_mm - y;
        points.insert(
            points.end(),
            {PointMm{x, rect.y0_mm}, {rect.x1_mm, y}, {back_x, rect.y1_mm}, {rect.x0_mm, back_y}});
    }
    return points;
}

} // namespace

ImageFromPage::ImageFromPage(double page_width_mm, double page_height_mm, double dpi)
    : width_px_(whole_px(page_width_mm, dpi / k_mm_per_inch)),
      height_px_(whole_px(page_height_mm, dpi / k_mm_per_inch)), px_per_mm_(dpi / k_mm_per_inch) {}

ImageFromPage::ImageFromPage(const ImageFromPage& drawing, std::shared_ptr<const Lattice> lattice)
    : width_px_(drawing.width_px_), height_px_(drawing.height_px_), px_per_mm_(drawing.px_per_mm_),
      lattice_(std::move(lattice)) {}

PointPx ImageFromPage::drawn(const PointMm& point) const {
    return {point.x_mm * px_per_mm_ - k_edge_to_centre_px,
            point.y_mm * px_per_mm_ - k_edge_to_centre_px};
}

PointPx ImageFromPage::operator()(const PointMm& point) const {
    return lattice_ ? (*this)(std::vector<PointMm>{point}).front() : drawn(point);
}

std::vector<PointPx> ImageFromPage::operator()(const std::vector<PointMm>& points) const {
    std::vector<PointPx> result;
    result.reserve(points.size());
    for (const PointMm& point : points) result.push_back(drawn(point));
    return lattice_ ? lattice_->image_from_drawing(result) : result;
}

RectPx ImageFromPage::operator()(const RectMm& rect) const {
    if (!lattice_)
        return {rect.x0_mm * px_per_mm_, rect.y0_mm * px_per_mm_, rect.x1_mm * px_per_mm_,
                rect.y1_mm * px_per_mm_};
    constexpr double k_infinity = std::numeric_limits<double>::infinity();
    RectPx box{k_infinity, k_infinity, -k_infinity, -k_infinity};
    for (const PointPx& point : (*this)(outline(rect))) {
        if (std::isnan(point.x_px)) continue;
        box.x0_px = std::min(box.x0_px, point.x_px + k_edge_to_centre_px);
        box.y0_px = std::min(box.y0_px, point.y_px + k_edge_to_centre_px);
        box.x1_px = std::max(box.x1_px, point.x_px + k_edge_to_centre_px);
        box.y1_px = std::max(box.y1_px, point.y_px + k_edge_to_centre_px);
    }
    return box;
}

RectPx ImageFromPage::frame() const {
    return {0, 0, static_cast<double>(width_px()), static_cast<double>(height_px())};
}

ImageFromPage image_from_page(const Page& page) {
    return ImageFromPage(page.width_mm, page.height_mm, page.style.dpi);
}

} // namespace ecgpress
