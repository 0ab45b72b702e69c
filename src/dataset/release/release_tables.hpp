// Reads a release's own tables, manifest.csv, leads.csv and logs.json, row by row in constant
// memory.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>

#include "dataset/release/item_counts.hpp"
#include "dataset/release/release_paths.hpp"
#include "dataset/release/table_rows.hpp"
#include "dataset/shard/mask_settings.hpp"

namespace ecgpress {

/// oracle.floors_db of the configuration (JSON) in a release or a shard. A missing value was not
/// requested.
OracleScores oracle_floors_db(const std::string& config_json);

class ReleaseTables {
  public:
    /// @throws IoError, DataError if logs.json cannot be read or parsed
    explicit ReleaseTables(std::filesystem::path release);

    /// Format of the release: "folder".
    const std::string& format() const { return format_; }
    const ReleasePaths& paths() const { return paths_; }
    const ItemCounts& counts() const { return counts_; }
    /// True if each page has its trace truth.
    bool has_trace_truth() const { return trace_truth_; }
    /// Masks of the pages of a group.
    MaskSettings masks(const std::string& group) const;
    /// From the run's configuration.
    const OracleScores& oracle_floors_db() const { return floors_db_; }

    /// Only the columns of a row that verify needs. @throws IoError, DataError naming file and line
    void for_each_page(const std::function<void(const ManifestRow&)>& visit) const;
    void for_each_lead(const std::function<void(const LeadsRow&)>& visit) const;

  private:
    std::filesystem::path release_;
    std::string format_;
    ReleasePaths paths_;
    ItemCounts counts_;
    bool trace_truth_ = false;
    std::map<std::string, MaskSettings> masks_; ///< By group.
    OracleScores floors_db_;
};

} // namespace ecgpress
