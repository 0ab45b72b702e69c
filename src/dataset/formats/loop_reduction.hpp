// Boundaries with fewer points.
#pragma once

#include <cstddef>
#include <vector>

#include "dataset/formats/crack_walk.hpp"

namespace ecgpress {

/// Points that joining a further boundary to a polygon adds: both ends of the bridge once more.
constexpr std::size_t k_bridge_points = 2;

/// Keeps the points that matter most for the area: joined to one polygon, the boundaries have at
/// most `most` points. A side that stays within 0.3 px of the boundary's points counts as exact,
/// because it hardly passes a pixel's centre. The smallest boundaries are dropped if there is no
/// space for three points of each. @param loops  boundaries with the middles of edges
/// @pre most is at least 3
std::vector<Loop> reduced(const std::vector<Loop>& loops, std::size_t most);

} // namespace ecgpress
