// Compares what a shard holds of a page: its rows, its items and its configuration.
#pragma once

#include <vector>

#include "dataset/shard/sample.hpp"
#include "pipeline/compare/page_files.hpp"
#include "pipeline/compare/planned_pages.hpp"
#include "pipeline/rules/page_rows.hpp"
#include "pipeline/rules/report.hpp"
#include "pipeline/rules/stated_release.hpp"

namespace ecgpress {

/// The rows of a page as a release without caps has them.
PageRows rows_of(const Sample& sample);

/// Checks the rules of every item, and compares every two that say the same thing: the plan with
/// the rows and with the configuration, the ink on the drawing with the trace, and the rest as
/// check_page_files(). The rows are not compared with each other: check_rows(). Items are reported
/// by page or lead, and kind: "5_3by4_lead_2: PNG mask".
/// @param rows  of the page, from the shard or from a release
/// @param planned  null if the page cannot be planned again
ReadPage check_stored_page(const Sample& sample, const PageRows& rows, const StatedConfig& stated,
                           const PlannedPages* planned, PageChecks which, const Report& report);

} // namespace ecgpress
