// The outline of a binary mask as one polygon.
#pragma once

#include <cstdint>
#include <vector>

#include "dataset/formats/crack_walk.hpp"

namespace ecgpress {

/// The exact outline: it follows the edges between foreground and background and has corners only
/// where they turn. Parts of the ink (separated by gaps) and holes (enclosed by steep strokes) are
/// each connected by the shortest bridge of zero width. By the even-odd or the non-zero rule, the
/// pixels whose centres are inside are exactly the foreground.
std::vector<OutlinePoint> polygon_of(const LeadMask& mask);

/// The exact outline if it has fewer than `most` points or `most` is 0. Otherwise the middles of
/// the pixel edges that matter most for the area, fewer than `most`: with the first point repeated
/// at the end, as trainers close a polygon, there are at most `most`. @pre most is 0 or at least 4
std::vector<OutlinePoint> outline_of(const LeadMask& mask, std::uint64_t most);

} // namespace ecgpress
