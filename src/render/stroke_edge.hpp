// The outline of a trace's stroke, from which the rasteriser takes its areas.
#pragma once

#include <cstddef>
#include <vector>

namespace ecgpress {

/// Between two nodes the outline is taken as straight, and the area under it is exact. With 16
/// nodes a pixel the chord of a round pen of 0.3 px lies at most (1/16 px)^2 / (8 * 0.15 px) =
/// 0.003 px inside its arc; with 8 it would be 0.013 px.
constexpr int k_nodes_per_px = 16;

/// Edge coordinates relative to a mask's rectangle: its left edge is u = 0, its top edge v = 0.
struct Vertex {
    double u, v;
};

/// Points joined to each other, u not decreasing.
using Run = std::vector<Vertex>;

/// The upper or lower edge of a run's stroke at the nodes u = k / k_nodes_per_px. The union of the
/// capsules around its segments is bounded by each segment's offset line between the tangent points
/// at its ends, and by each vertex's circle between the tangent points of the segments beside it;
/// elsewhere a circle lies inside a neighbour's capsule.
class StrokeEdge {
  public:
    enum class Side { upper, lower };

    /// @param node_count  nodes 0 ... node_count - 1 are kept
    StrokeEdge(const Run& run, double radius, Side side, int node_count);

    int first() const { return first_; } ///< the first node on the stroke
    int end() const { return end_; }     ///< one past the last
    double at(int node) const { return flip_ * heights_[static_cast<std::size_t>(node - first_)]; }
    void reach(int node, double v) { lower_to(node, flip_ * v); } ///< if it does not reach v yet

  private:
    int node_from(double u) const;
    void lower_to(int node, double height);
    void add_arc(const Vertex& centre, double from, double to);
    void add_line(const Vertex& start, double end_u, double du, double dv);

    double radius_, flip_;
    int node_count_;
    int first_, end_;
    std::vector<double> heights_;
};

} // namespace ecgpress
