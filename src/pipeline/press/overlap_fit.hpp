// Chooses a page's row height so that its leads overlap as much as is wanted.
#pragma once

#include "page/page.hpp"
#include "page/text_extent.hpp"
#include "pipeline/plan/plan.hpp"
#include "render/draw/rendered_page.hpp"
#include "signal/record.hpp"

namespace ecgpress {

/// Mean over a page's crops of other leads' ink over the lead's own. 0 if it has none.
double mean_overlap_ratio(const RenderedPage& rendered, const Labels& labels);

/// The row height in the wanted range at which the record's page comes nearest to the wanted mean
/// overlap ratio, by halving the range: lower rows overlap more. What is stored for each crop is
/// measured on the page that is made of it.
double fitted_row_height_mm(const Record& record, const PagePlan& plan,
                            const TextExtent& text_extent);

} // namespace ecgpress
