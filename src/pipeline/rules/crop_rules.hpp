// Compares masks with each other, with the tables and with the positions of their traces.
#pragma once

#include <vector>

#include "core/image.hpp"
#include "page/trace_truth.hpp"
#include "pipeline/checks/label_rules.hpp"
#include "pipeline/rules/page_rows.hpp"

namespace ecgpress {

/// The positions of a trace's samples; NaN for those that are hidden or beside a hidden one. Where
/// the sheet ends in the picture its ink ends too, but not a trace that leaves the paper.
std::vector<PointPx> seen_positions(const TraceTruth& trace);

/// Compares a mask with the positions of its trace: each sample in the image is on ink, and all ink
/// is near the trace. @param mask  grey coverage, `mask_columns_per_px` columns per pixel
Problems check_mask_position(const Image& mask, const TraceTruth& trace, const LeadsRow& lead,
                             const ManifestRow& page);

/// The pixels of a mask with ink, in the image's frame; empty if there are none.
PixelRect ink_of(const Image& mask, const LeadsRow& lead);

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
/// Compares the traces in a page's semantic or soft mask with the masks of all leads: exactly on
/// pages as drawn; otherwise something may hide traces, but nothing adds them.
Problems check_semantic_mask(const Image& semantic, const PageMasks& masks, const PageRows& rows);
Problems check_soft_mask(const Image& soft, const PageMasks& masks, const PageRows& rows);

/// Compares a visible mask with the masks of the lead and of those printed later. Something on the
/// page can hide more. @pre are_all_printed
Problems check_visible_mask(const Image& visible, const PageMasks& masks, const PageRows& rows,
                            std::size_t lead);

/// Compares the box of a lead's visible ink with its visible mask: where a half or more of the
/// lead's uncovered ink is visible. @pre are_all_printed
Problems check_visible_ink(const Image& visible, const PageMasks& masks, const PageRows& rows,
                           std::size_t lead);

} // namespace ecgpress
