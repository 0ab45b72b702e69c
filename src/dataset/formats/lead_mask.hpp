// A printed lead's ink at the pixel resolution of its page, read from its stored mask.
#pragma once

#include <optional>

#include "core/geometry.hpp"
#include "core/image.hpp"
#include "dataset/shard/sample.hpp"

namespace ecgpress {

/// Grey coverage, one column per pixel. Values of at least k_mask_threshold are foreground.
struct LeadMask {
    Image coverage;
    int x = 0, y = 0; ///< Upper left corner in the page.

    bool is_ink(int column, int row) const;
};

/// True if masks of the page's leads are stored.
bool has_masks(const PageRow& page);

/// Returns the foreground's bounding part of the mask, or no value if there is no foreground or no
/// stored mask. With several mask columns per pixel, each pixel is their mean.
/// @throws DataError if the mask is not a PNG of the lead's crop
std::optional<LeadMask> read_lead_mask(const PageRow& page, const LeadSample& lead);

} // namespace ecgpress
