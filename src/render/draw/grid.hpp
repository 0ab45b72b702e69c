// Paper before anything is printed on it: its colour and the grid of millimetre lines.
#pragma once

#include <string>

#include "page/page.hpp"
#include "page/warp.hpp"

namespace ecgpress {

/// Paper and grid. Lines run through the page's top left corner and every pitch from there, each
/// covering the exact area of its width; where a minor and a major line fall together there is only
/// the major one.
Image draw_blank(const Page& page, const ImageFromPage& image_from_page);

/// Everything that a blank page depends on but its height: pages with equal keys have equal blanks,
/// row by row, as far as both reach.
std::string blank_key(const Page& page, const ImageFromPage& image_from_page);

} // namespace ecgpress
