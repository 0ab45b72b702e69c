// Everything on a page except the traces.
#pragma once

#include "page/frame.hpp"
#include "page/page.hpp"
#include "page/text_extent.hpp"

namespace ecgpress {

/// Adds everything except traces to a page: lead names, separators, pulses, header and footer. @pre
/// the page has its size and panels
void add_surroundings(Page& page, const Frame& frame, const TextExtent& text_extent);

} // namespace ecgpress
