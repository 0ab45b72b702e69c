// Blank paper: its colour and its grid of millimetre lines.
#pragma once

#include <string>

#include "page/page.hpp"
#include "page/warp.hpp"

namespace ecgpress {

/// Draws paper and grid. Lines start at the grid's top left corner and repeat at each pitch, with
/// exact area coverage. Where a minor and a major line coincide, only the major one is drawn.
/// @param memory  of an earlier image, for the result
Image draw_blank(const Page& page, const ImageFromPage& image_from_page, Bytes memory = {});

/// Returns a text of all values that a blank depends on, except the page height: blanks with equal
/// keys have equal rows, up to the lower height.
std::string blank_key(const Page& page, const ImageFromPage& image_from_page);

} // namespace ecgpress
