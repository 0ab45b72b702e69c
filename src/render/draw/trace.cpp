#include "render/draw/trace.hpp"

#include <cassert>
#include <cmath>
#include <limits>
#include <utility>

#include "render/draw/ink_mask.hpp"

namespace ecgpress {
namespace {

// Positions are clamped to this distance. No page is that large, and the arithmetic stays finite.
constexpr double k_far_px = 1e9;

/// Points with NaN or infinity interrupt a trace.
bool is_drawn(const PointPx& point) {
    return std::isfinite(point.x_px) && std::isfinite(point.y_px);
}

/// Columns and rows that a stroke can touch.
PixelRect reach(const std::vector<PointPx>& points, double radius, int width_px, int height_px,
                int columns_per_px) {
    constexpr double k_beyond = std::numeric_limits<double>::infinity();
    RectPx box{k_beyond, k_beyond, -k_beyond, -k_beyond};
    for (const PointPx& point : points) {
        if (!is_drawn(point)) continue;
        box.x0_px = std::min(box.x0_px, point.x_px + 0.5 - radius);
        box.x1_px = std::max(box.x1_px, point.x_px + 0.5 + radius);
        box.y0_px = std::min(box.y0_px, point.y_px + 0.5 - radius);
        box.y1_px = std::max(box.y1_px, point.y_px + 0.5 + radius);
    }
    box.x0_px *= columns_per_px;
    box.x1_px *= columns_per_px;
    return touched_pixels(box, width_px * columns_per_px, height_px);
}

/// Adds the area between two sections: below their upper edge minus below their lower edge.
void add(PixelColumn& column, double sign, const Section& left, const Section& right) {
    column.add_below(sign, right.u - left.u, left.upper, right.upper);
    column.add_below(-sign, right.u - left.u, left.lower, right.lower);
}

/// The intersection of two sections at one node; its height is 0 if they do not overlap.
Section common(const Section& section, const Section& other) {
    const double upper = std::max(section.upper, other.upper);
    return {section.u, upper, std::max(upper, std::min(section.lower, other.lower))};
}

/// Adds the part of a stroke between two nodes to a column, without the area that `before` covers.
/// @param columns_per_px  scales areas: a full column has area 1 at any width
void add_sections(const Stroke& stroke, const Stroke& before, int begin, int end,
                  int columns_per_px, PixelColumn& column) {
    Section left = stroke.at(begin);
    for (int node = begin; node < end; ++node) {
        const Section right = stroke.at(node + 1);
        add(column, columns_per_px, left, right);
        if (node < before.end())
            add(column, -columns_per_px, common(left, before.at(node)),
                common(right, before.at(node + 1)));
        left = right;
    }
}

/// Adds a stroke to the mask, without the area that `before` covers: the round ends on both sides
/// of a gap of a few samples can overlap.
void draw(const Stroke& stroke, const Stroke& before, int columns_per_px, InkMask& mask,
          PixelColumn& column) {
    const auto stride = static_cast<std::size_t>(mask.rect.width);
    const int nodes = k_nodes_per_px / columns_per_px; // per column
    const int end = std::min(stroke.end(), mask.rect.width * nodes);
    for (int node = std::max(0, stroke.first() - 1); node < end;) {
        const int x = node / nodes, x_end = (x + 1) * nodes;
        // A column that the stroke crosses completely takes the fast path.
        const bool whole = node % nodes == 0 && node >= stroke.first() && x_end < stroke.end() &&
                           node >= before.end();
        if (whole)
            column.add_between(stroke.upper(node), stroke.lower(node), nodes);
        else
            add_sections(stroke, before, node, std::min(x_end, end), columns_per_px, column);
        std::uint8_t* pixel = mask.coverage.data() + x;
        column.flush([&](int row, int area) {
            std::uint8_t& covered = pixel[static_cast<std::size_t>(row) * stride];
            covered = static_cast<std::uint8_t>(std::min(255, covered + area));
        });
        node = x_end;
    }
}

/// @param corner  top left corner of the mask, in pixels
Vertex to_mask(const PointPx& point, const Vertex& corner) {
    return {std::clamp(point.x_px + 0.5 - corner.u, -k_far_px, k_far_px),
            std::clamp(point.y_px + 0.5 - corner.v, -k_far_px, k_far_px)};
}

/// Length of the part of [low, high] inside a pixel.
double overlap(double low, double high, int pixel) {
    return std::max(0.0, std::min(high, pixel + 1.0) - std::max(low, static_cast<double>(pixel)));
}

} // namespace

InkMask TraceRasteriser::rasterise(const std::vector<PointPx>& points, double line_width_px,
                                   int width_px, int height_px, int columns_per_px) {
    assert(k_nodes_per_px % columns_per_px == 0);
    const double radius = std::min(line_width_px / 2, k_far_px);
    if (!(radius > 0)) return {};
    InkMask mask = blank_mask(reach(points, radius, width_px, height_px, columns_per_px));
    if (mask.rect.empty()) return {};
    const Vertex corner{static_cast<double>(mask.rect.x) / columns_per_px,
                        static_cast<double>(mask.rect.y)};
    column_.resize(mask.rect.height);
    before_.clear();
    run_.clear();
    for (const PointPx& point : points) {
        if (is_drawn(point)) {
            run_.push_back(to_mask(point, corner));
            assert(run_.size() < 2 || run_.back().u >= run_[run_.size() - 2].u);
        } else {
            draw_run(radius, columns_per_px, mask);
        }
    }
    draw_run(radius, columns_per_px, mask);
    return trimmed(std::move(mask));
}

void TraceRasteriser::draw_run(double radius, int columns_per_px, InkMask& mask) {
    if (run_.empty()) return;
    stroke_.assign(run_, radius, mask.rect.width * (k_nodes_per_px / columns_per_px) + 1);
    draw(stroke_, before_, columns_per_px, mask, column_);
    stroke_.take_in(before_); // stroke_ ends farther right, so a third run can only meet this one
    std::swap(stroke_, before_);
    run_.clear();
}

InkMask rasterise_trace(const std::vector<PointPx>& points, double line_width_px, int width_px,
                        int height_px, int columns_per_px) {
    return TraceRasteriser().rasterise(points, line_width_px, width_px, height_px, columns_per_px);
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
