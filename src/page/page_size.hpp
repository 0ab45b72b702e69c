// How large a page is.
#pragma once

#include "core/geometry.hpp"
#include "page/page.hpp"

namespace ecgpress {

/// How large a page of this design is, before any record is read: (0, 0, width, height). A
/// page_width_mm or page_height_mm of 0 gives what margins, traces and rows need; a larger page
/// keeps the surplus blank at its right and bottom.
RectMm page_size(const PageDesign& design);

} // namespace ecgpress
