#include "render/trace.hpp"

#include <cassert>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

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

/// The columns and rows that a stroke can touch.
PixelRect reach(const std::vector<PointPx>& points, double radius, int width_px, int height_px,
                int columns_per_px) {
    constexpr double k_infinity = std::numeric_limits<double>::infinity();
    RectPx box{k_infinity, k_infinity, -k_infinity, -k_infinity};
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

/// A vertical section through the stroke.
struct Section {
    double u, upper, lower;
};

/// The stroke of a run: its sections at the nodes, and at its ends, which lie between nodes.
struct Stroke {
    StrokeEdge upper, lower;
    Section front, back;

    Stroke(const Run& run, double radius, int node_count)
        : upper(run, radius, StrokeEdge::Side::upper, node_count),
          lower(run, radius, StrokeEdge::Side::lower, node_count),
          front{run.front().u - radius, run.front().v, run.front().v}, back{run.back().u + radius,
                                                                            run.back().v,
                                                                            run.back().v} {}

    int first() const { return upper.first(); } ///< of the nodes on it
    int end() const { return upper.end(); }
    Section at(int node) const {
        if (node < first()) return front;
        if (node >= end()) return back;
        return {static_cast<double>(node) / k_nodes_per_px, upper.at(node), lower.at(node)};
    }
};

void add(PixelColumn& column, double sign, const Section& left, const Section& right) {
    column.add_below(sign, right.u - left.u, left.upper, right.upper);
    column.add_below(-sign, right.u - left.u, left.lower, right.lower);
}

/// What `section` shares with another one there; of no height if that is nothing.
Section common(const Section& section, const Section& other) {
    const double upper = std::max(section.upper, other.upper);
    return {section.u, upper, std::max(upper, std::min(section.lower, other.lower))};
}

/// Adds a stroke to the mask, less what the stroke before has covered: across a gap of a few
/// samples the pen's ends can meet.
void draw(const Stroke& stroke, const Stroke* before, int columns_per_px, InkMask& mask,
          PixelColumn& column) {
    const auto stride = static_cast<std::size_t>(mask.rect.width);
    const int nodes_per_column = k_nodes_per_px / columns_per_px;
    const int end = std::min(stroke.end(), mask.rect.width * nodes_per_column);
    const int covered_end = before == nullptr ? 0 : before->end();
    int node = std::max(0, stroke.first() - 1);
    for (Section left = stroke.at(node); node < end; ++node) {
        const Section right = stroke.at(node + 1);
        add(column, columns_per_px, left, right); // a column's area is 1
        if (node < covered_end)
            add(column, -columns_per_px, common(left, before->at(node)),
                common(right, before->at(node + 1)));
        left = right;
        if ((node + 1) % nodes_per_column != 0 && node + 1 != end) continue;
        std::uint8_t* pixel = mask.coverage.data() + node / nodes_per_column;
        column.flush([&](int row, std::uint8_t area) {
            std::uint8_t& covered = pixel[static_cast<std::size_t>(row) * stride];
            covered = static_cast<std::uint8_t>(std::min(255, covered + area));
        });
    }
}

/// Makes a stroke hold what the one before covers too. It ends farther right: a third one can meet
/// nothing else.
void take_in(Stroke& stroke, const Stroke& before) {
    for (int node = stroke.first(); node < std::min(stroke.end(), before.end()); ++node) {
        const Section section = stroke.at(node), other = before.at(node);
        if (other.upper > section.lower || other.lower < section.upper) continue;
        stroke.upper.reach(node, other.upper);
        stroke.lower.reach(node, other.lower);
    }
}

/// Calls visit(run) for each unbroken piece of a trace.
template <class Visit>
void for_each_run(const std::vector<PointPx>& points, double left_px, double top_px, Visit visit) {
    Run run;
    for (const PointPx& point : points) {
        if (is_drawn(point)) {
            const double u = std::clamp(point.x_px + 0.5 - left_px, -k_far_px, k_far_px);
            assert(run.empty() || u >= run.back().u);
            run.push_back({u, std::clamp(point.y_px + 0.5 - top_px, -k_far_px, k_far_px)});
        } else if (!run.empty()) {
            visit(run);
            run.clear();
        }
    }
    if (!run.empty()) visit(run);
}

double overlap(double low, double high, int pixel) {
    return std::max(0.0, std::min(high, pixel + 1.0) - std::max(low, static_cast<double>(pixel)));
}

} // namespace

InkMask rasterise_trace(const std::vector<PointPx>& points, double line_width_px, int width_px,
                        int height_px, int columns_per_px) {
    assert(k_nodes_per_px % columns_per_px == 0);
    const double radius = std::min(line_width_px / 2, k_far_px);
    if (!(radius > 0)) return {};
    InkMask mask = blank_mask(reach(points, radius, width_px, height_px, columns_per_px));
    if (mask.rect.empty()) return {};
    PixelColumn column(mask.rect.height);
    const int node_count = mask.rect.width * (k_nodes_per_px / columns_per_px) + 1;
    const double left_px = static_cast<double>(mask.rect.x) / columns_per_px;
    std::optional<Stroke> before;
    for_each_run(points, left_px, mask.rect.y, [&](const Run& run) {
        Stroke stroke(run, radius, node_count);
        draw(stroke, before ? &*before : nullptr, columns_per_px, mask, column);
        if (before) take_in(stroke, *before);
        before = std::move(stroke);
    });
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
