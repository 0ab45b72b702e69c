// The outline of a binary mask as one polygon. Filling it reproduces the mask pixel by pixel.
#pragma once

#include <vector>

#include "dataset/formats/lead_mask.hpp"

namespace ecgpress {

/// A pixel corner in the page: the upper left one of pixel (x, y).
struct PixelCorner {
    int x = 0, y = 0;
    bool operator==(const PixelCorner& other) const { return x == other.x && y == other.y; }
};

/// The polygon follows the edges between foreground and background and has corners only where they
/// turn. Parts of the ink (separated by gaps) and holes (enclosed by steep strokes) are each
/// connected by the shortest bridge of zero width. By the even-odd or the non-zero rule, the pixels
/// whose centres are inside are exactly the foreground.
std::vector<PixelCorner> polygon_of(const LeadMask& mask);

} // namespace ecgpress
