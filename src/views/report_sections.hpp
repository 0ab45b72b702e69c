// The sections of a report as HTML.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "dataset/shard/sample.hpp"
#include "pipeline/run/run_speed.hpp"
#include "views/report_pages.hpp"
#include "views/report_tables.hpp"

namespace ecgpress {

/// Values from logs.json and digest.json.
struct ReleaseFacts {
    std::string version, source_fingerprint, typeface_sha256;
    std::string files_root, pixels_root; ///< "" if digest.json does not exist or has no such root
    bool has_digest = false;
    /// Number of items of each dataset, per split in the order of Split.
    std::vector<std::pair<std::string, std::array<std::uint64_t, k_split_count>>> items;
    std::vector<Failure> failures;
};

/// Reads logs.json and digest.json. @throws DataError, IoError
ReleaseFacts read_release_facts(const std::filesystem::path& release);

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
