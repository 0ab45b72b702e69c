// Where the rectangle of a trace's ink is seen on a distorted page, and the smallest rectangle
// round it.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "core/geometry.hpp"
#include "page/lattice.hpp"

namespace ecgpress {

constexpr std::size_t k_outline_points_a_side = 16;

/// The image of a rectangle of the drawing (edge coordinates), from its upper left corner on and
/// clockwise; pixel centres at integers, NaN where it is not seen.
std::vector<PointPx> outline_in_image(const Lattice& warp, const RectPx& drawn);

/// The part of an outline that lies in a rectangle, in the same coordinates; points that are NaN
/// are left out. Empty if there is none.
std::vector<PointPx> clipped_outline(const std::vector<PointPx>& outline, const RectPx& frame);

/// Four corners, one after the other.
using Corners = std::array<PointPx, 4>;

/// The rectangle of least area round points, at any angle: a side of it lies on their convex hull
/// (Freeman and Shapira 1975). @pre there are points
Corners least_rectangle(const std::vector<PointPx>& points);

/// The same corners, clockwise, from where a rectangle that points along a direction has its upper
/// left one: the side from the first to the second corner goes along it.
Corners turned_along(const Corners& corners, const PointPx& direction);

} // namespace ecgpress
