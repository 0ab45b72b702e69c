// Everything on a page but the traces.
#pragma once

#include "page/frame.hpp"
#include "page/page.hpp"
#include "page/text_extent.hpp"

namespace ecgpress {

/// Puts everything on the page that is no trace: names, separators, pulses, header and footer.
/// @pre the page has its size and panels
void add_surroundings(Page& page, const Frame& frame, const TextExtent& text_extent);

} // namespace ecgpress
