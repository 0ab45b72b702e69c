// The outline of a trace's ink rectangle on a distorted page, and the smallest rectangle around it.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "core/geometry.hpp"
#include "page/lattice.hpp"

namespace ecgpress {

constexpr std::size_t k_outline_points_a_side = 16;

/// Maps the outline of a rectangle on the drawing (edge coordinates) to the image, clockwise from
/// its upper left corner. Pixel centres are at integers; points are NaN where hidden.
std::vector<PointPx> outline_in_image(const Lattice& warp, const RectPx& drawn);

/// Clips an outline to a rectangle, in the same coordinates, ignoring NaN points. Empty if nothing
/// remains.
std::vector<PointPx> clipped_outline(const std::vector<PointPx>& outline, const RectPx& frame);

/// The bounds of points. @pre there is one
RectPx bounds_of(const std::vector<PointPx>& points);

/// Four consecutive corners.
using Corners = std::array<PointPx, 4>;

/// The rotated rectangle of smallest area around the points. One of its sides coincides with a side
/// of their convex hull (Freeman and Shapira 1975). @pre points is not empty
Corners least_rectangle(const std::vector<PointPx>& points);

/// The same corners, clockwise, starting with the upper left corner as seen along `direction`: the
/// side from the first to the second corner is the one closest to this direction.
Corners turned_along(const Corners& corners, const PointPx& direction);

} // namespace ecgpress
