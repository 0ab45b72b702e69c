// What all rasterisers need to make an ink mask: the pixels that something can touch, and the
// smallest rectangle of ink.
#pragma once

#include "core/geometry.hpp"
#include "render/rendered_page.hpp"

namespace ecgpress {

/// The pixels of the image that a rectangle in edge coordinates touches. Infinite coordinates are
/// allowed.
PixelRect touched_pixels(const RectPx& rect, int width_px, int height_px);

InkMask blank_mask(const PixelRect& rect);

/// Without the blank rows and columns at its sides; an empty rectangle if there is no ink.
InkMask trimmed(InkMask mask);

} // namespace ecgpress
