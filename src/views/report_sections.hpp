// The sections of a report, each as HTML.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "dataset/shard/sample.hpp"
#include "pipeline/run/run_speed.hpp"
#include "views/report_pages.hpp"
#include "views/report_tables.hpp"

namespace ecgpress {

/// What logs.json and digest.json tell.
struct ReleaseFacts {
    std::string version, source_fingerprint, typeface_sha256;
    std::string files_root, pixels_root; ///< "" if there is no digest.json, or no such root
    bool has_digest = false;
    /// Of each split, in the order of Split: how many items each dataset has.
    std::vector<std::pair<std::string, std::array<std::uint64_t, k_split_count>>> items;
    std::vector<Failure> failures;
};

/// @throws DataError, IoError
ReleaseFacts read_release_facts(const std::filesystem::path& release);

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
/// @param speed  of no start: there are no logs
ReportSection speed_section(const RunSpeed& speed);

} // namespace ecgpress
