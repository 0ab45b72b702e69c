// The size of a page.
#pragma once

#include "core/geometry.hpp"
#include "page/page.hpp"

namespace ecgpress {

/// Size of a page of this design as (0, 0, width, height); no record is needed. A page_width_mm or
/// page_height_mm of 0 yields the size required by margins, traces and rows. On a larger page, the
/// surplus at the right and bottom stays blank.
RectMm page_size(const PageDesign& design);

/// The style's dpi, or the lower one at which the page's longer side has max_side_px.
double fitting_dpi(const PageDesign& design);

} // namespace ecgpress
