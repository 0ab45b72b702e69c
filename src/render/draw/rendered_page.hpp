// What comes off the press: the page's image, and each trace's ink by itself.
#pragma once

#include <memory>
#include <vector>

#include "core/geometry.hpp"
#include "core/image.hpp"
#include "render/draw/tiles.hpp"

namespace ecgpress {

/// The coverage 0-255 of something drawn, on the smallest rectangle that holds all of it, clipped
/// to the image.
struct InkMask {
    PixelRect rect;
    Bytes coverage; ///< rect.height rows of rect.width

    std::uint8_t at(int x, int y) const { ///< in the image's pixels; 0 outside rect
        if (x < rect.x || y < rect.y || x >= rect.right() || y >= rect.bottom()) return 0;
        return coverage[static_cast<std::size_t>(y - rect.y) *
                            static_cast<std::size_t>(rect.width) +
                        static_cast<std::size_t>(x - rect.x)];
    }
};

/// Something printed beside the traces.
struct OtherInk {
    InkMask ink;
    Colour colour;
    int panel = -1; ///< index of the panel whose name it is, or -1
};

struct RenderedPage {
    Image image; ///< RGB
    /// The page's paper and grid: the image is its first rows, but for the tiles drawn on. Null if
    /// that is not so.
    std::shared_ptr<const Image> blank;
    Tiles drawn;
    std::vector<InkMask>
        traces; ///< as Page::panels; each alone and whole, whatever crosses it in the image
    Colour trace_colour;
    std::vector<OtherInk> others; ///< in the order of printing, below the traces
    /// Of a page with damage: 0-255, how well what was printed there can still be seen. Empty: all
    /// of it.
    Image seen;
};

} // namespace ecgpress
