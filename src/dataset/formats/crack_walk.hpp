// The boundaries of a binary mask, along the edges between its pixels.
#pragma once

#include <vector>

#include "dataset/formats/lead_mask.hpp"

namespace ecgpress {

/// A point of an outline in the page, in halves of a pixel: the upper left corner of pixel (x, y)
/// is at (2 x, 2 y).
struct OutlinePoint {
    int x = 0, y = 0;
    bool operator==(const OutlinePoint& other) const { return x == other.x && y == other.y; }
};

using Loop = std::vector<OutlinePoint>;

/// Points of a boundary: the corners of pixels where it turns, or the middle of each pixel's edge.
enum class LoopPoints { corners, middles };

/// All boundaries: clockwise around ink, counter-clockwise around holes. Pixels that touch only at
/// a corner belong to one part.
std::vector<Loop> boundaries_of(const LeadMask& mask, LoopPoints points);

} // namespace ecgpress
