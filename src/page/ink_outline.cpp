#include "page/ink_outline.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ecgpress {

namespace {

double cross(const PointPx& a, const PointPx& b) {
    return a.x_px * b.y_px - a.y_px * b.x_px;
}

double dot(const PointPx& a, const PointPx& b) {
    return a.x_px * b.x_px + a.y_px * b.y_px;
}

PointPx operator-(const PointPx& a, const PointPx& b) {
    return {a.x_px - b.x_px, a.y_px - b.y_px};
}

/// Clips a polygon to the half-plane where distance(point) >= 0; distance must be linear
/// (Sutherland and Hodgman).
template <class Distance>
std::vector<PointPx> cut(const std::vector<PointPx>& polygon, Distance distance) {
    std::vector<PointPx> kept;
    for (std::size_t i = 0; i < polygon.size(); ++i) {
        const PointPx &from = polygon[i], &to = polygon[(i + 1) % polygon.size()];
        const double a = distance(from), b = distance(to);
        if (a >= 0) kept.push_back(from);
        if ((a >= 0) == (b >= 0)) continue;
        const double part = a / (a - b);
        kept.push_back(
            {from.x_px + part * (to.x_px - from.x_px), from.y_px + part * (to.y_px - from.y_px)});
    }
    return kept;
}

/// The convex hull, counter-clockwise with y up, without collinear points (Andrew 1979).
std::vector<PointPx> convex_hull(std::vector<PointPx> points) {
    const auto before = [](const PointPx& a, const PointPx& b) {
        return a.x_px < b.x_px || (a.x_px == b.x_px && a.y_px < b.y_px);
    };
    std::sort(points.begin(), points.end(), before);
    std::vector<PointPx> hull;
    const auto add = [&](const PointPx& point, std::size_t least) {
        while (hull.size() > least &&
               cross(hull.back() - hull[hull.size() - 2], point - hull.back()) <= 0)
            hull.pop_back();
        hull.push_back(point);
    };
    for (const PointPx& point : points) add(point, 1);
    const std::size_t lower = hull.size();
    for (std::size_t i = points.size() - 1; i-- > 0;) add(points[i], lower);
    if (hull.size() > 1) hull.pop_back(); // equal to the first
    return hull;
}

struct Range {
    double low = std::numeric_limits<double>::infinity(), high = -low;
    void add(double value) {
        low = std::min(low, value);
        high = std::max(high, value);
    }
    double length() const { return high - low; }
};

} // namespace

std::vector<PointPx> outline_in_image(const Lattice& warp, const RectPx& drawn) {
    const PointPx corners[] = {{drawn.x0_px, drawn.y0_px},
                               {drawn.x1_px, drawn.y0_px},
                               {drawn.x1_px, drawn.y1_px},
                               {drawn.x0_px, drawn.y1_px}};
    std::vector<PointPx> points;
    for (std::size_t side = 0; side < 4; ++side)
        for (std::size_t i = 0; i < k_outline_points_a_side; ++i) {
            const PointPx &from = corners[side], &to = corners[(side + 1) % 4];
            const double part = static_cast<double>(i) / k_outline_points_a_side;
            points.push_back({from.x_px + part * (to.x_px - from.x_px) - 0.5,
                              from.y_px + part * (to.y_px - from.y_px) - 0.5});
        }
    return warp.image_from_drawing(points);
}

std::vector<PointPx> clipped_outline(const std::vector<PointPx>& outline, const RectPx& frame) {
    std::vector<PointPx> rest;
    for (const PointPx& point : outline)
        if (!std::isnan(point.x_px) && !std::isnan(point.y_px)) rest.push_back(point);
    rest = cut(rest, [&](const PointPx& p) { return p.x_px - frame.x0_px; });
    rest = cut(rest, [&](const PointPx& p) { return frame.x1_px - p.x_px; });
    rest = cut(rest, [&](const PointPx& p) { return p.y_px - frame.y0_px; });
    return cut(rest, [&](const PointPx& p) { return frame.y1_px - p.y_px; });
}

Corners least_rectangle(const std::vector<PointPx>& points) {
    const std::vector<PointPx> hull = convex_hull(points);
    double least = std::numeric_limits<double>::infinity();
    Corners corners;
    corners.fill(hull.front());
    // Hulls have few corners, so the quadratic search is fast enough; rotating calipers are not
    // needed.
    for (std::size_t i = 0; i < hull.size(); ++i) {
        const PointPx side = hull[(i + 1) % hull.size()] - hull[i];
        const double length = std::sqrt(dot(side, side));
        if (length == 0) continue; // a single point
        const PointPx u{side.x_px / length, side.y_px / length}, v{-u.y_px, u.x_px};
        Range along, across;
        for (const PointPx& point : hull) {
            along.add(dot(point, u));
            across.add(dot(point, v));
        }
        if (!(along.length() * across.length() < least)) continue;
        least = along.length() * across.length();
        const auto at = [&](double a, double b) {
            return PointPx{a * u.x_px + b * v.x_px, a * u.y_px + b * v.y_px};
        };
        corners = {at(along.low, across.low), at(along.high, across.low),
                   at(along.high, across.high), at(along.low, across.high)};
    }
    return corners;
}

RectPx bounds_of(const std::vector<PointPx>& points) {
    RectPx box{points[0].x_px, points[0].y_px, points[0].x_px, points[0].y_px};
    for (const PointPx& point : points) {
        box.x0_px = std::min(box.x0_px, point.x_px);
        box.y0_px = std::min(box.y0_px, point.y_px);
        box.x1_px = std::max(box.x1_px, point.x_px);
        box.y1_px = std::max(box.y1_px, point.y_px);
    }
    return box;
}

Corners turned_along(const Corners& corners, const PointPx& direction) {
    Corners clockwise = corners; // in image coordinates, y down
    if (cross(corners[1] - corners[0], corners[2] - corners[1]) < 0)
        std::swap(clockwise[1], clockwise[3]);
    std::size_t first = 0;
    double best = -std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < 4; ++i) {
        const PointPx side = clockwise[(i + 1) % 4] - clockwise[i];
        const double length = std::sqrt(dot(side, side));
        const double agreement = length == 0 ? 0 : dot(side, direction) / length;
        if (!(agreement > best)) continue;
        best = agreement;
        first = i;
    }
    std::rotate(clockwise.begin(), clockwise.begin() + static_cast<std::ptrdiff_t>(first),
                clockwise.end());
    return clockwise;
}

} // namespace ecgpress
