// One image of all traces of a page: which lead's ink each pixel shows.
#pragma once

#include "core/image.hpp"
#include "dataset/shard/label_classes.hpp"
#include "dataset/shard/sample.hpp"

namespace ecgpress {

/// Grey, of the page's size: 0 for background, 1 for I ... 12 for V6. Where the foreground of
/// several leads overlaps, the lead that covers more of the pixel; if equal, the one printed later.
/// @throws DataError as read_lead_mask
Image label_map(const Sample& page, const LabelSettings& settings);

} // namespace ecgpress
