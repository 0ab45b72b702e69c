// Functions to create ink masks, trim them and iterate over their ink.
#pragma once

#include <cstdint>

#include "core/geometry.hpp"
#include "render/draw/rendered_page.hpp"

namespace ecgpress {

/// Returns the pixels of the image that a rectangle in edge coordinates touches. Coordinates may be
/// infinite.
PixelRect touched_pixels(const RectPx& rect, int width_px, int height_px);

/// Returns a mask with coverage 0 everywhere.
InkMask blank_mask(const PixelRect& rect);

/// Removes blank rows and columns at the sides. Without any ink the rectangle is empty.
InkMask trimmed(InkMask mask);

/// Calls visit(x, y, coverage > 0) for all ink pixels of a mask within a rectangle, row by row.
template <class Visit>
void for_each_ink_pixel(const InkMask& ink, const PixelRect& rect, Visit visit) {
    const PixelRect common = intersection(ink.rect, rect);
    if (common.empty()) return;
    const auto stride = static_cast<std::size_t>(ink.rect.width);
    const std::uint8_t* row = ink.coverage.data() +
                              static_cast<std::size_t>(common.y - ink.rect.y) * stride +
                              static_cast<std::size_t>(common.x - ink.rect.x);
    for (int y = common.y; y < common.bottom(); ++y, row += stride) {
        const std::uint8_t* const end = row + common.width;
        for (const std::uint8_t* at = first_ink(row, end); at != end; at = first_ink(at, end))
            for (; at != end && *at != 0; ++at)
                visit(common.x + static_cast<int>(at - row), y, *at);
    }
}

} // namespace ecgpress
