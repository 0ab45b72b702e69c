// A release's own tables read back: manifest.csv, leads.csv and logs.json, row by row in flat
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

/// oracle.floors_db of a configuration as a release or a shard tells it (JSON); what it does not
/// tell was not asked for.
OracleScores oracle_floors_db(const std::string& config_json);

class ReleaseTables {
  public:
    /// @throws IoError, DataError if logs.json cannot be read or understood
    explicit ReleaseTables(std::filesystem::path release);

    /// Of the release: "folder".
    const std::string& format() const { return format_; }
    const ReleasePaths& paths() const { return paths_; }
    const ItemCounts& counts() const { return counts_; }
    /// Does each page have its trace truth?
    bool has_trace_truth() const { return trace_truth_; }
    /// Which masks the pages of a group have.
    MaskSettings masks(const std::string& group) const;
    /// Of the run's configuration.
    const OracleScores& oracle_floors_db() const { return floors_db_; }

    /// Of a row only what verify needs. @throws IoError, DataError naming file and line
    void for_each_page(const std::function<void(const ManifestRow&)>& visit) const;
    void for_each_lead(const std::function<void(const LeadsRow&)>& visit) const;

  private:
    std::filesystem::path release_;
    std::string format_;
    ReleasePaths paths_;
    ItemCounts counts_;
    bool trace_truth_ = false;
    std::map<std::string, MaskSettings> masks_; ///< of each group
    OracleScores floors_db_;
};

} // namespace ecgpress
