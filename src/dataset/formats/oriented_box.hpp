// The rectangle around a printed lead's ink that rotates with its page.
#pragma once

#include "dataset/shard/sample.hpp"
#include "page/ink_outline.hpp"

namespace ecgpress {

/// Returns the corners in edge coordinates, all in the image: at the trace's start above, end
/// above, end below and start below. On an undistorted page, the ink's tight box. Otherwise the
/// smallest rectangle around that box's image, or, if this would extend outside the image, the
/// upright box of the part inside. @pre the page has ink of the lead
Corners oriented_box(const Sample& page, const LeadRow& lead);

} // namespace ecgpress
