// The rectangle round a printed lead's ink that turns with its page.
#pragma once

#include "dataset/shard/sample.hpp"
#include "page/ink_outline.hpp"

namespace ecgpress {

/// Its corners in edge coordinates, all in the image: where the trace begins above and ends above,
/// ends below and begins below. On a page that is not distorted, the ink's tight box; else the
/// least rectangle round that box's image, or, if it would leave the image, the upright box of that
/// image's part in it. @pre there is ink of the lead on the page
Corners oriented_box(const Sample& page, const LeadRow& lead);

} // namespace ecgpress
