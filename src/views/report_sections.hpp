// The sections of a report as HTML.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "dataset/shard/sample.hpp"
#include "pipeline/run/run_speed.hpp"
#include "views/release_facts.hpp"
#include "views/report_pages.hpp"
#include "views/report_tables.hpp"

namespace ecgpress {

/// A section with its anchor and title.
struct ReportSection {
    std::string id, title, html;
};

ReportSection summary_section(const ReleaseFacts& facts, const ReportTables& tables);
ReportSection pages_section(const ReportPages& pages);
ReportSection content_section(const ReportTables& tables);
ReportSection labels_section(const ReportTables& tables);
ReportSection signals_section(const ReportTables& tables, const ReportPages& pages);
ReportSection files_section(const ReportPages& pages);
ReportSection failures_section(const ReleaseFacts& facts);
/// @param speed  with 0 starts if there are no logs
ReportSection speed_section(const RunSpeed& speed);

} // namespace ecgpress
