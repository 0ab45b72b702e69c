#include "render/stroke_edge.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ecgpress {
namespace {

constexpr double k_infinity = std::numeric_limits<double>::infinity();

double position_of(int node) {
    return static_cast<double>(node) / k_nodes_per_px;
}

} // namespace

// The lower edge is the upper edge of the picture turned upside down: v -> flip * v.
StrokeEdge::StrokeEdge(const Run& run, double radius, Side side, int node_count)
    : radius_(radius), flip_(side == Side::upper ? 1 : -1), node_count_(node_count),
      first_(node_from(run.front().u - radius)),
      end_(node_from(std::nextafter(run.back().u + radius, k_infinity))),
      heights_(static_cast<std::size_t>(end_ - first_), k_infinity) {
    double arc_start = -radius_; // relative to the vertex
    for (std::size_t i = 0; i + 1 < run.size(); ++i) {
        const double du = run[i + 1].u - run[i].u, dv = flip_ * (run[i + 1].v - run[i].v);
        const double length = std::sqrt(du * du + dv * dv);
        if (length == 0) continue;
        const double shift = radius_ * dv / length; // of the tangent point
        add_arc(run[i], arc_start, shift);
        add_line({run[i].u + shift, flip_ * run[i].v - radius_ * du / length}, run[i + 1].u + shift,
                 du, dv);
        arc_start = shift;
    }
    add_arc(run.back(), arc_start, k_infinity);
}

/// The first node at or right of u. Neighbouring pieces of the outline end and start at the same
/// computed u, so that no node falls between them.
int StrokeEdge::node_from(double u) const {
    return static_cast<int>(
        std::clamp(std::ceil(u * k_nodes_per_px), 0.0, static_cast<double>(node_count_)));
}

void StrokeEdge::lower_to(int node, double height) {
    double& kept = heights_[static_cast<std::size_t>(node - first_)];
    kept = std::min(kept, height);
}

void StrokeEdge::add_arc(const Vertex& centre, double from, double to) {
    const int end = std::min(end_, node_from(centre.u + to));
    for (int node = std::max(first_, node_from(centre.u + from)); node < end; ++node) {
        const double du = position_of(node) - centre.u;
        lower_to(node, flip_ * centre.v - std::sqrt(std::max(0.0, radius_ * radius_ - du * du)));
    }
}

void StrokeEdge::add_line(const Vertex& start, double end_u, double du, double dv) {
    // Rounding can push a node a hair beyond the ends, and an almost vertical line far away with
    // it.
    const double low = std::min(start.v, start.v + dv), high = std::max(start.v, start.v + dv);
    const double slope = dv / du; // of a vertical segment: not used, no node lies between its ends
    const int end = std::min(end_, node_from(end_u));
    for (int node = std::max(first_, node_from(start.u)); node < end; ++node)
        lower_to(node, std::clamp(start.v + (position_of(node) - start.u) * slope, low, high));
}

} // namespace ecgpress
