// Compares crops and masks with the page image, with each other, with the tables and with the
// positions of their traces.
#pragma once

#include <optional>
#include <vector>

#include "core/image.hpp"
#include "dataset/shard/truth_file.hpp"
#include "page/trace_truth.hpp"
#include "pipeline/checks/label_rules.hpp"
#include "pipeline/rules/page_rows.hpp"

namespace ecgpress {

/// Compares a crop with the page image. The crop was cut before the page was stored as JPEG.
/// @param jpeg_quality  of the page image, 1 to 100
Problems check_crop_pixels(const Image& crop, const Image& page, const PixelRect& rect,
                           int jpeg_quality);

/// Compares a mask with the positions of its trace: each sample in the image is on ink, and all ink
/// is near the trace. @param mask  grey coverage, `mask_columns_per_px` columns per pixel
Problems check_mask_position(const Image& mask, const TraceTruth& trace, const LeadsRow& lead,
                             const ManifestRow& page);

/// The pixels of a mask with ink, in the image's frame; empty if there are none.
PixelRect ink_of(const Image& mask, const LeadsRow& lead);

/// Checks that the image of a clean page, or a crop of it, shows the traces: its grey levels at
/// samples differ from those beside the trace. @param place  of the image on the page
/// @param lead  only this one; all if there is no value
Problems check_traces_in_image(const Image& image, const PixelRect& place, const PageTruth& truth,
                               const PageRows& rows, std::optional<std::size_t> lead = {});

/// Compares two crops where they show the same part of the page. Positions are those in `one`.
Problems check_same_pixels(const Image& one, const PixelRect& one_place, const Image& other,
                           const PixelRect& other_place);

/// The masks of all leads of a page as printed. Those that are not stored are empty.
using PageMasks = std::vector<Image>;

/// True if the masks of all leads with ink are there and show the printed stroke.
bool are_all_printed(const PageMasks& masks, const PageRows& rows);

/// Compares other_ink_px of a lead with the masks of the other leads. @pre are_all_printed
Problems check_other_ink(const PageMasks& masks, const PageRows& rows, std::size_t lead);

/// Compares the flags of crowded samples of a lead with the masks of the other leads. @pre
/// are_all_printed
Problems check_crowded(const TraceTruth& trace, const PageMasks& masks, const PageRows& rows,
                       std::size_t lead);

/// Compares an overlap mask with the masks of the leads. @pre are_all_printed
Problems check_overlap_mask(const Image& overlap, const PageMasks& masks, const PageRows& rows);

/// Compares a visible mask with the masks of the lead and of those printed later. Something on the
/// page can hide more. @pre are_all_printed
Problems check_visible_mask(const Image& visible, const PageMasks& masks, const PageRows& rows,
                            std::size_t lead);

/// Compares the box of a lead's visible ink with its visible mask: where a half or more of the
/// lead's uncovered ink is visible. @pre are_all_printed
Problems check_visible_ink(const Image& visible, const PageMasks& masks, const PageRows& rows,
                           std::size_t lead);

} // namespace ecgpress
