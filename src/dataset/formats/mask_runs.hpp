// A binary mask in COCO's encoding: run lengths of the whole image in column order, as one string.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "dataset/formats/lead_mask.hpp"

namespace ecgpress {

/// Lengths of background and foreground alternately, background first (possibly 0), of an image of
/// this size that contains the mask. Background after the last foreground is a run too, if there is
/// any.
std::vector<std::uint32_t> column_runs(const LeadMask& mask, int width_px, int height_px);

/// As the COCO API's rleToString: from the fourth on, each length minus the last but one; five bits
/// per character, lowest first, the sixth bit set if more follow; 48 added.
std::string text_of_runs(const std::vector<std::uint32_t>& runs);

} // namespace ecgpress
