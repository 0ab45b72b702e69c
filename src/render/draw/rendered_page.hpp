// Result of rendering: the page's image, and the ink of each trace separately.
#pragma once

#include <memory>
#include <vector>

#include "core/geometry.hpp"
#include "core/image.hpp"
#include "render/draw/tiles.hpp"

namespace ecgpress {

/// Coverage 0-255 of a drawn object, on the smallest rectangle that contains it, clipped to the
/// image.
struct InkMask {
    PixelRect rect;
    Bytes coverage; ///< rect.height rows of rect.width bytes

    std::uint8_t at(int x, int y) const { ///< image coordinates; 0 outside rect
        if (x < rect.x || y < rect.y || x >= rect.right() || y >= rect.bottom()) return 0;
        return coverage[static_cast<std::size_t>(y - rect.y) *
                            static_cast<std::size_t>(rect.width) +
                        static_cast<std::size_t>(x - rect.x)];
    }
};

/// A printed object that is not a trace.
struct OtherInk {
    enum class Kind { line, text, pulse }; ///< line: a separator, a rule
    InkMask ink;
    Colour colour;
    int panel = -1; ///< index of the panel whose lead name this is, or -1
    Kind kind = Kind::text;
};

/// What is on the paper besides print, in pixels of the image, 0-255. Each can be empty: all is
/// paper, and nothing is written or stamped.
struct PaperLayers {
    Image paper;            ///< share of each pixel that is paper
    Image written, stamped; ///< coverage of handwriting and of stamps
};

/// A page as an image and as separate ink.
struct RenderedPage {
    Image image; ///< RGB
    /// The page's paper and grid. Except in the drawn tiles, the image equals its first rows. Null
    /// if it does not, as on pages with artifacts.
    std::shared_ptr<const Image> blank;
    Tiles drawn;
    std::vector<InkMask> traces; ///< in the order of Page::panels; complete, even where other ink
                                 ///< crosses them in the image
    Colour trace_colour;
    std::vector<OtherInk> others; ///< in printing order, below the traces
    /// Visibility 0-255 of the print in each pixel of a page with artifacts. Empty: everything is
    /// visible.
    Image seen;
    PaperLayers layers; ///< of a page with artifacts, if its scene keeps them
    /// The same of what marks that hide the print are made of: stickers, bars, their text. Empty:
    /// as `seen`. Only of pages with text on marks.
    Image surface;
    bool light_on_dark = false; ///< the ink is lighter than the paper, as on a dark screen
    Bytes memory; ///< of an earlier image: the image of the next page with artifacts is made in it
    /// The EXIF orientation that shows a turned picture upright: 1 (not turned), 3, 6 or 8.
    int orientation = 1;
};

} // namespace ecgpress
