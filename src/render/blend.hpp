// How ink covers paper.
#pragma once

#include <cstdint>

#include "render/ink_mask.hpp"

namespace ecgpress {

/// paper + (ink - paper) * coverage / 255, rounded to nearest.
inline std::uint8_t blended(int paper, int ink, int coverage) {
    return static_cast<std::uint8_t>((paper * (255 - coverage) + ink * coverage + 127) / 255);
}

/// One pixel of an RGB image.
inline void blend_pixel(std::uint8_t* rgb, Colour ink, int coverage) {
    if (coverage == 255) { // most ink: nothing of the paper is left
        rgb[0] = ink.red;
        rgb[1] = ink.green;
        rgb[2] = ink.blue;
        return;
    }
    rgb[0] = blended(rgb[0], ink.red, coverage);
    rgb[1] = blended(rgb[1], ink.green, coverage);
    rgb[2] = blended(rgb[2], ink.blue, coverage);
}

/// Draws ink, and marks the tiles that it touches. @pre mask.rect lies in the RGB image
inline void blend_mask(Image& image, Tiles& drawn, const InkMask& mask, Colour ink) {
    const std::uint8_t* coverage = mask.coverage.data();
    for (int y = mask.rect.y; y < mask.rect.bottom(); ++y, coverage += mask.rect.width) {
        std::uint8_t* const row = image.row(y);
        std::uint8_t* const tiles = drawn.row_of(y / k_tile_px);
        const std::uint8_t* const end = coverage + mask.rect.width;
        for (const std::uint8_t* at = first_ink(coverage, end); at != end; at = first_ink(at, end))
            for (; at != end && *at != 0; ++at) {
                const auto x = static_cast<std::size_t>(mask.rect.x + (at - coverage));
                blend_pixel(row + 3 * x, ink, *at);
                tiles[x / k_tile_px] = 1;
            }
    }
}

} // namespace ecgpress
