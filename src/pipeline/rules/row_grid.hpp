// Compares the rows of a page's leads by their places: leads in one column show the same time, and
// leads in one row have the same baseline.
#pragma once

#include "pipeline/rules/page_rows.hpp"
#include "pipeline/rules/report.hpp"
#include "pipeline/rules/stated_release.hpp"

namespace ecgpress {

void check_grid(const PageRows& rows, const StatedConfig& stated, const Report& report);

} // namespace ecgpress
