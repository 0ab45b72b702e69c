#include "render/draw/stroke_edge.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ecgpress {
namespace {

constexpr double k_infinity = std::numeric_limits<double>::infinity();

/// v grows downwards. Plain comparisons of values: compilers turn them into vector min and max
/// instructions.
struct Upper {
    static constexpr double k_outwards = -1;
    static double outer(double a, double b) { return b < a ? b : a; }
};
struct Lower {
    static constexpr double k_outwards = 1;
    static double outer(double a, double b) { return a < b ? b : a; }
};

constexpr double k_node_px = 1.0 / k_nodes_per_px; // a power of two

double position_of(int node) {
    return node * k_node_px;
}

/// The range of nodes that a stroke covers.
struct NodeRange {
    int first, end;

    /// Returns the first node at or right of u. Adjacent pieces of the outline end and start at the
    /// same computed u, so no node is lost between them. (Without SSE 4.1, std::ceil is a function
    /// call.)
    int from(double u) const {
        const double at = u * k_nodes_per_px;
        if (!(at > first)) return first;
        if (at >= end) return end;
        const int below = static_cast<int>(at);
        return below + (below < at ? 1 : 0);
    }
};

/// The direction of a segment and the displacement of its offset line.
struct Tangent {
    double dv, slope; ///< the slope of a vertical segment is not used: no node is between its ends
    double shift, rise; ///< of the upper edge: `shift` to the right, `rise` upwards
};

/// Moves an edge outwards to the reach of the pen, segment by segment from left to right.
template <class Side> class EdgePen {
  public:
    EdgePen(double* heights, const NodeRange& nodes, double radius)
        : heights_(heights), nodes_(nodes), radius_(radius), arc_begin_(nodes.first) {}

    /// Adds the arc around `from` up to the start of the segment's offset line, then that line.
    void add_segment(const Vertex& from, const Vertex& to, const Tangent& tangent) {
        const double shift = -Side::k_outwards * tangent.shift;
        const Vertex start{from.u + shift, from.v + Side::k_outwards * tangent.rise};
        const int line_begin = nodes_.from(start.u), line_end = nodes_.from(to.u + shift);
        add_arc(from, line_begin);
        add_line(start, tangent, line_begin, line_end);
        arc_begin_ = line_end;
    }

    void add_arc(const Vertex& centre, int end) {
        const double radius2 = radius_ * radius_, u = centre.u, v = centre.v;
        take_outwards(arc_begin_, end, [=](double position) {
            const double du = position - u;
            const double height2 = radius2 - du * du; // can be slightly below 0 at the ends
            return v + Side::k_outwards * std::sqrt((height2 + std::abs(height2)) /
                                                    2); // max(0, height2) without a branch
        });
    }

  private:
    void add_line(const Vertex& start, const Tangent& tangent, int begin, int end) {
        // Rounding can put a node slightly beyond the ends. On an almost vertical line the height
        // would then be far off, so it is clamped.
        const double low = std::min(start.v, start.v + tangent.dv);
        const double high = std::max(start.v, start.v + tangent.dv);
        const double slope = tangent.slope, u = start.u, v = start.v;
        take_outwards(begin, end, [=](double position) {
            const double line = v + (position - u) * slope;
            const double raised = line < low ? low : line;
            return high < raised ? high : raised;
        });
    }

    /// Processes two nodes per step, which compilers put into one vector register. Positions are
    /// multiples of a power of two, so the additions are exact.
    template <class Height> void take_outwards(int begin, int end, Height height) {
        double position = position_of(begin);
        double* v = heights_ + (begin - nodes_.first);
        for (; begin + 1 < end; begin += 2, v += 2, position += 2 * k_node_px) {
            const double here = Side::outer(v[0], height(position));
            const double next = Side::outer(v[1], height(position + k_node_px));
            v[0] = here;
            v[1] = next;
        }
        if (begin < end) v[0] = Side::outer(v[0], height(position));
    }

    double* heights_; ///< of the first node onwards
    NodeRange nodes_;
    double radius_;
    int arc_begin_;
};

} // namespace

void Stroke::assign(const Run& run, double radius, int node_count) {
    const NodeRange all{0, node_count};
    first_ = all.from(run.front().u - radius);
    end_ = all.from(std::nextafter(run.back().u + radius, k_infinity));
    front_ = {run.front().u - radius, run.front().v, run.front().v};
    back_ = {run.back().u + radius, run.back().v, run.back().v};
    const auto count = static_cast<std::size_t>(end_ - first_);
    upper_.assign(count, k_infinity);
    lower_.assign(count, -k_infinity);
    EdgePen<Upper> upper(upper_.data(), {first_, end_}, radius);
    EdgePen<Lower> lower(lower_.data(), {first_, end_}, radius);
    for (std::size_t i = 0; i + 1 < run.size(); ++i) {
        // The offset lines are displaced by the radius along the segment's normal (dv, -du) /
        // length.
        const double du = run[i + 1].u - run[i].u, dv = run[i + 1].v - run[i].v;
        const double length = std::sqrt(du * du + dv * dv);
        if (length == 0) continue;
        const Tangent tangent{dv, dv / du, radius * dv / length, radius * du / length};
        upper.add_segment(run[i], run[i + 1], tangent);
        lower.add_segment(run[i], run[i + 1], tangent);
    }
    upper.add_arc(run.back(), end_);
    lower.add_arc(run.back(), end_);
}

Section Stroke::at(int node) const {
    if (node < first_) return front_;
    if (node >= end_) return back_;
    return {position_of(node), *upper(node), *lower(node)};
}

void Stroke::take_in(const Stroke& other) {
    for (int node = first_; node < std::min(end_, other.end_); ++node) {
        const Section mine = at(node), its = other.at(node);
        if (its.upper > mine.lower || its.lower < mine.upper) continue;
        const auto k = static_cast<std::size_t>(node - first_);
        upper_[k] = Upper::outer(upper_[k], its.upper);
        lower_[k] = Lower::outer(lower_[k], its.lower);
    }
}

} // namespace ecgpress
