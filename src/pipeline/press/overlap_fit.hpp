// Chooses a page's row height for a requested overlap of its leads.
#pragma once

#include "page/page.hpp"
#include "page/text_extent.hpp"
#include "pipeline/plan/plan.hpp"
#include "render/draw/rendered_page.hpp"
#include "signal/record.hpp"

namespace ecgpress {

/// Mean overlap ratio of a page's crops: pixels of other leads' ink divided by pixels of the lead's
/// own ink. 0 if the page has no crops.
double mean_overlap_ratio(const RenderedPage& rendered, const Labels& labels);

/// Row height in mm, within the range of the plan, at which the mean overlap ratio is closest to
/// the requested one. Found by bisection, because smaller rows overlap more. The ratio stored for
/// each crop is measured on the final page.
double fitted_row_height_mm(const Record& record, const PagePlan& plan,
                            const TextExtent& text_extent,
                            Incomplete incomplete = Incomplete::refuse);

} // namespace ecgpress
