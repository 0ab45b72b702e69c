// The classes of the pixels of a page's image.
#pragma once

#include <cstdint>

namespace ecgpress {

/// Classes of pixels. Where several are at one place, the last of them in this order counts:
/// print below other print keeps no pixel there, but print under foreign matter is foreign matter
/// only where less than half of it can be seen.
enum class PixelClass : std::uint8_t {
    desk,       ///< not the page: desk, scanner lid, other sheets, holes
    paper,      ///< of the page, also where it is stained
    minor_grid, ///< 1 mm lines or dots
    major_grid, ///< 5 mm lines and coarser ones, and the frame
    text,       ///< printed text and rules, stamps
    pulse,      ///< calibration pulses
    trace,
    handwriting,
    foreign ///< what hides the print: stickers, fingers, other sheets on it, redactions
};
constexpr int k_pixel_classes = 9;
/// Ink counts in a pixel of which it covers this much, of 255: half, or, for strokes thinner than
/// two pixels, which often cover less of every pixel that they cross, a quarter.
constexpr std::uint8_t least_ink(double stroke_width_px) {
    return stroke_width_px < 2 ? 64 : 128;
}

/// Names of the classes, in their order.
constexpr const char* k_pixel_class_names[k_pixel_classes] = {
    "desk",  "paper", "minor_grid",  "major_grid", "text",
    "pulse", "trace", "handwriting", "foreign"};

} // namespace ecgpress
