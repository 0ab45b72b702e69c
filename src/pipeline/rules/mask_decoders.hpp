// Reads a lead's mask back from the encodings of formats: run lengths and polygons.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dataset/formats/lead_mask.hpp"
#include "dataset/formats/mask_polygon.hpp"

namespace ecgpress {

/// The foreground of COCO's compressed run lengths as coverage 0 and 255. No value if the text is
/// not valid, does not describe an image of this size, or has no foreground.
std::optional<LeadMask> mask_of_runs(const std::string& counts, int width_px, int height_px);

/// The pixels whose centres are inside a closed polygon by the even-odd rule. No value if there are
/// none. @param points  inside the image
std::optional<LeadMask> mask_of_polygon(const std::vector<OutlinePoint>& points);

/// Number of foreground pixels.
std::uint64_t area_of(const LeadMask& mask);

} // namespace ecgpress
