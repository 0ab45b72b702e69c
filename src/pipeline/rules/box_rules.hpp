// Compares the boxes of a page's leads with the extents of their ink: all have the same padding.
#pragma once

#include <optional>
#include <vector>

#include "page/trace_truth.hpp"
#include "pipeline/rules/page_rows.hpp"
#include "pipeline/rules/report.hpp"
#include "pipeline/rules/stated_release.hpp"

namespace ecgpress {

/// Compares each box with its ink plus padding, clipped to the image. The padding is that of the
/// configuration, or, if it is sampled per page, the median of the page's boxes.
/// @param ink_px  extent of each lead's ink in the image in edge coordinates; no value if unknown
/// @param tolerance_px  error of the extents
void check_boxes(const PageRows& rows, const StatedConfig& stated,
                 const std::vector<std::optional<RectPx>>& ink_px, double tolerance_px,
                 const Report& report);

/// Checks that each sample in the image is inside its lead's box. @param positions  of each lead's
/// samples in the image, NaN in gaps
void check_inside_boxes(const PageRows& rows, const std::vector<std::vector<PointPx>>& positions,
                        const Report& report);

/// Compares a lead's box of visible ink with the samples of its truth that nothing hides: each is
/// inside, and where the first and the last of them are, the box ends as its whole box does, or not
/// far beyond.
void check_visible_box(const LeadsRow& lead, const ManifestRow& page, const TraceTruth& trace,
                       const Report& report);

} // namespace ecgpress
