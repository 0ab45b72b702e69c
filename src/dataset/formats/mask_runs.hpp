// A binary mask as COCO stores it: run lengths of the whole image, down its columns, as one string.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "dataset/formats/lead_mask.hpp"

namespace ecgpress {

/// Lengths of background and foreground in turn, background first (perhaps 0), of an image of this
/// size; the mask lies in it. What is behind the last foreground is a run, too, if there is any.
std::vector<std::uint32_t> column_runs(const LeadMask& mask, int width_px, int height_px);

/// As the COCO API's rleToString: from the fourth on, each length less the last but one; five bits
/// a character, lowest first, the sixth if more follow; 48 added.
std::string text_of_runs(const std::vector<std::uint32_t>& runs);

} // namespace ecgpress
