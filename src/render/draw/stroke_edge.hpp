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

/// A vertical section through a stroke.
struct Section {
    double u, upper, lower;
};

/// The stroke of a run: its upper and its lower edge at the nodes u = k / k_nodes_per_px. The union
/// of the capsules around its segments is bounded by each segment's offset lines between the
/// tangent points at its ends, and by each vertex's circle between the tangent points of the
/// segments beside it; elsewhere a circle lies inside a neighbour's capsule.
class Stroke {
  public:
    Stroke() = default; ///< of nothing

    /// That of another run, in the same memory. @pre run is not empty
    /// @param node_count  nodes 0 ... node_count - 1 are kept
    void assign(const Run& run, double radius, int node_count);

    void clear() { first_ = end_ = 0; } ///< of nothing again

    int first() const { return first_; } ///< the first node on the stroke
    int end() const { return end_; }     ///< one past the last
    /// The section at a node; beyond the nodes on the stroke, its end. @pre it is not of nothing
    Section at(int node) const;
    /// v of an edge at a node on the stroke and, behind it, at those that follow.
    const double* upper(int node) const { return upper_.data() + (node - first_); }
    const double* lower(int node) const { return lower_.data() + (node - first_); }

    /// Covers what another stroke that meets it covers too.
    void take_in(const Stroke& other);

  private:
    int first_ = 0, end_ = 0;
    Section front_{}, back_{}; ///< the ends, which lie between nodes
    std::vector<double> upper_, lower_;
};

} // namespace ecgpress
