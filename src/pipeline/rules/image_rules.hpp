// Compares the image of a page and its crops with each other and with the positions of the traces.
#pragma once

#include <optional>

#include "core/image.hpp"
#include "dataset/shard/truth_file.hpp"
#include "pipeline/checks/label_rules.hpp"
#include "pipeline/rules/page_rows.hpp"

namespace ecgpress {

/// Compares a crop with the page image. The crop was cut before the page was stored as JPEG.
/// @param jpeg_quality  of the page image, 1 to 100
Problems check_crop_pixels(const Image& crop, const Image& page, const PixelRect& rect,
                           int jpeg_quality);

/// Checks that the image of a clean page, or a crop of it, shows the traces: its grey levels at
/// samples differ from those beside the trace. @param place  of the image on the page
/// @param lead  only this one; all if there is no value
Problems check_traces_in_image(const Image& image, const PixelRect& place, const PageTruth& truth,
                               const PageRows& rows, std::optional<std::size_t> lead = {});

/// Compares two crops where they show the same part of the page. Positions are those in `one`.
Problems check_same_pixels(const Image& one, const PixelRect& one_place, const Image& other,
                           const PixelRect& other_place);

} // namespace ecgpress
