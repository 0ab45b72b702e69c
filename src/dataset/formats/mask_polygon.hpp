// A binary mask's outline as one polygon: filled, it is the mask again, pixel for pixel.
#pragma once

#include <vector>

#include "dataset/formats/lead_mask.hpp"

namespace ecgpress {

/// A corner of pixels: of pixel (x, y) the upper left one, in the page.
struct PixelCorner {
    int x = 0, y = 0;
    bool operator==(const PixelCorner& other) const { return x == other.x && y == other.y; }
};

/// Along the edges between foreground and background, a corner only where they turn; the ink's
/// parts (which gaps part) and its holes (which steep strokes enclose) are hung on one another by
/// bridges without width, each by the shortest. By the even-odd or the non-zero rule the pixels
/// whose centres lie in it are exactly the foreground.
std::vector<PixelCorner> polygon_of(const LeadMask& mask);

} // namespace ecgpress
