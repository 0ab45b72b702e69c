#include "render/trace.hpp"

#include <cassert>
#include <cmath>
#include <limits>

#include "render/ink_mask.hpp"
#include "render/pixel_column.hpp"
#include "render/stroke_edge.hpp"

namespace ecgpress {
namespace {

// A position farther out than this is drawn as if it were here: no page reaches it, and the
// arithmetic stays finite.
constexpr double k_far_px = 1e9;

bool is_drawn(const PointPx& point) {
    return std::isfinite(point.x_px) && std::isfinite(point.y_px);
}

/// The pixels that a stroke can touch.
PixelRect reach(const std::vector<PointPx>& points, double radius, int width_px, int height_px) {
    constexpr double k_infinity = std::numeric_limits<double>::infinity();
    RectPx box{k_infinity, k_infinity, -k_infinity, -k_infinity};
    for (const PointPx& point : points) {
        if (!is_drawn(point)) continue;
        box.x0_px = std::min(box.x0_px, point.x_px + 0.5 - radius);
        box.x1_px = std::max(box.x1_px, point.x_px + 0.5 + radius);
        box.y0_px = std::min(box.y0_px, point.y_px + 0.5 - radius);
        box.y1_px = std::max(box.y1_px, point.y_px + 0.5 + radius);
    }
    return touched_pixels(box, width_px, height_px);
}

/// A vertical section through the stroke.
struct Section {
    double u, upper, lower;
};

void draw_run(const Run& run, double radius, InkMask& mask, PixelColumn& column) {
    const int node_count = mask.rect.width * k_nodes_per_px + 1;
    const StrokeEdge upper(run, radius, StrokeEdge::Side::upper, node_count);
    const StrokeEdge lower(run, radius, StrokeEdge::Side::lower, node_count);
    const auto section = [&](int node) -> Section { // the stroke's ends lie between nodes
        if (node < upper.first()) return {run.front().u - radius, run.front().v, run.front().v};
        if (node >= upper.end()) return {run.back().u + radius, run.back().v, run.back().v};
        return {static_cast<double>(node) / k_nodes_per_px, upper.at(node), lower.at(node)};
    };
    const auto stride = static_cast<std::size_t>(mask.rect.width);
    const int begin = std::max(0, upper.first() - 1), end = std::min(upper.end(), node_count - 1);
    Section left = section(begin);
    for (int node = begin; node < end; ++node) {
        const Section right = section(node + 1);
        column.add_below(1, right.u - left.u, left.upper, right.upper);
        column.add_below(-1, right.u - left.u, left.lower, right.lower);
        left = right;
        if ((node + 1) % k_nodes_per_px != 0 && node + 1 != end) continue;
        std::uint8_t* pixel = mask.coverage.data() + node / k_nodes_per_px;
        column.flush([&](int row, std::uint8_t area) {
            std::uint8_t& kept = pixel[static_cast<std::size_t>(row) * stride];
            kept = std::max(kept, area); // two runs can meet in a pixel, across a gap of one sample
        });
    }
}

/// Calls draw(run) for each unbroken piece of a trace.
template <class Draw>
void for_each_run(const std::vector<PointPx>& points, const PixelRect& rect, Draw draw) {
    Run run;
    for (const PointPx& point : points) {
        if (is_drawn(point)) {
            const double u = std::clamp(point.x_px + 0.5 - rect.x, -k_far_px, k_far_px);
            assert(run.empty() || u >= run.back().u);
            run.push_back({u, std::clamp(point.y_px + 0.5 - rect.y, -k_far_px, k_far_px)});
        } else if (!run.empty()) {
            draw(run);
            run.clear();
        }
    }
    if (!run.empty()) draw(run);
}

double overlap(double low, double high, int pixel) {
    return std::max(0.0, std::min(high, pixel + 1.0) - std::max(low, static_cast<double>(pixel)));
}

} // namespace

InkMask rasterise_trace(const std::vector<PointPx>& points, double line_width_px, int width_px,
                        int height_px) {
    const double radius = std::min(line_width_px / 2, k_far_px);
    if (!(radius > 0)) return {};
    InkMask mask = blank_mask(reach(points, radius, width_px, height_px));
    if (mask.rect.empty()) return {};
    PixelColumn column(mask.rect.height);
    for_each_run(points, mask.rect, [&](const Run& run) { draw_run(run, radius, mask, column); });
    return trimmed(std::move(mask));
}

InkMask rasterise_rect(const RectPx& rect, int width_px, int height_px) {
    if (rect.empty()) return {};
    InkMask mask = blank_mask(touched_pixels(rect, width_px, height_px));
    std::uint8_t* to = mask.coverage.data();
    for (int y = mask.rect.y; y < mask.rect.bottom(); ++y)
        for (int x = mask.rect.x; x < mask.rect.right(); ++x)
            *to++ = static_cast<std::uint8_t>(std::lround(
                overlap(rect.x0_px, rect.x1_px, x) * overlap(rect.y0_px, rect.y1_px, y) * 255));
    return trimmed(std::move(mask));
}

} // namespace ecgpress
