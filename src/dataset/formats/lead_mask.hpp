// A printed lead's ink in whole pixels of its page, read from its stored mask.
#pragma once

#include <optional>

#include "core/geometry.hpp"
#include "core/image.hpp"
#include "dataset/shard/sample.hpp"

namespace ecgpress {

/// Grey coverage, one column a pixel. Foreground is what is at least k_mask_threshold.
struct LeadMask {
    Image coverage;
    int x = 0, y = 0; ///< of its corner in the page

    bool is_ink(int column, int row) const;
};

/// Are masks of the page's leads stored?
bool has_masks(const PageRow& page);

/// The part of the mask that is foreground; nothing if none is, or no mask is stored. A mask with
/// several columns a pixel gives each pixel their mean.
/// @throws DataError if the mask is no PNG of the lead's crop
std::optional<LeadMask> read_lead_mask(const PageRow& page, const LeadSample& lead);

} // namespace ecgpress
