// A word of text on a page, or a line of words, with its place in the image.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "core/geometry.hpp"

namespace ecgpress {

/// Corners of an upright rectangle on the drawing, in the image: top left, top right, bottom right,
/// bottom left as the text is read.
using QuadPx = std::array<PointPx, 4>;

/// A word, or a line with all of its words. A line of one word has both rows.
struct WordRow {
    std::uint32_t line = 0; ///< number of the line on the page, from 0
    std::uint32_t word = 0; ///< number of the word in its line, from 1; 0: the line itself
    std::string text;       ///< UTF-8
    std::string role;       ///< "lead-name", "patient-name", "measurement", ...: name_of(TextRole)
    QuadPx quad_px;         ///< the extent of the word's glyphs, not clipped
    RectPx box_px;          ///< tight upright box of the quadrilateral, clipped to the image
    bool phi = false;       ///< protected health information
    bool handwritten = false;
    double visible_fraction = 1; ///< visible fraction of its ink
};

} // namespace ecgpress
