// The text of a report that a data paper can use: what the release contains, with its counts.
#pragma once

#include "views/report_sections.hpp"

namespace ecgpress {

/// Paragraphs on recordings, pages and labels. Values that the release does not state are left out.
ReportSection methods_section(const ReleaseFacts& facts, const ReportTables& tables,
                              const ReportPages& pages);

} // namespace ecgpress
