// The outline of a trace's stroke. The rasteriser integrates the area between its edges.
#pragma once

#include <cstddef>
#include <vector>

namespace ecgpress {

/// Nodes per pixel. The outline is straight between two nodes, and the area under it is exact. With
/// 16 nodes per pixel, the chord of a round pen 0.3 px wide is at most (1/16 px)^2 / (8 * 0.15 px)
/// = 0.003 px inside its arc; with 8 nodes it would be 0.013 px.
constexpr int k_nodes_per_px = 16;

/// A point in edge coordinates relative to a mask's rectangle: the left edge is u = 0, the top edge
/// v = 0.
struct Vertex {
    double u, v;
};

/// Connected points, u not decreasing.
using Run = std::vector<Vertex>;

/// A vertical section through a stroke. v grows downwards: upper <= lower.
struct Section {
    double u, upper, lower;
};

/// The stroke of a run: its upper and lower edge at the nodes u = k / k_nodes_per_px. The stroke is
/// the union of capsules around the segments. Its boundary consists of each segment's offset lines
/// between the tangent points at its ends, and of each vertex's circle between the tangent points
/// of the adjacent segments. Elsewhere a circle is inside a neighbouring capsule.
class Stroke {
  public:
    Stroke() = default; ///< an empty stroke

    /// Computes the stroke of another run, in the same memory. @pre run is not empty
    /// @param node_count  nodes 0 ... node_count - 1 are kept
    void assign(const Run& run, double radius, int node_count);

    void clear() { first_ = end_ = 0; } ///< makes the stroke empty

    int first() const { return first_; } ///< first node on the stroke
    int end() const { return end_; }     ///< one past the last node
    /// Returns the section at a node; outside the stroke's nodes, its end. @pre the stroke is not
    /// empty
    Section at(int node) const;
    /// v of an edge at a node on the stroke, followed by the values at the next nodes.
    const double* upper(int node) const { return upper_.data() + (node - first_); }
    const double* lower(int node) const { return lower_.data() + (node - first_); }

    /// Extends this stroke by another one where the two overlap.
    void take_in(const Stroke& other);

  private:
    int first_ = 0, end_ = 0;
    Section front_{}, back_{}; ///< the ends, which are between nodes
    std::vector<double> upper_, lower_;
};

} // namespace ecgpress
