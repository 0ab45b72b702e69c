// What a release's logs.json states: format, settings, counts, and the run that it is of.
#pragma once

#include <map>
#include <string>

#include "codec/json.hpp"
#include "dataset/release/item_counts.hpp"
#include "dataset/release/release_paths.hpp"
#include "dataset/shard/columns.hpp"
#include "dataset/shard/label_classes.hpp"
#include "dataset/shard/mask_settings.hpp"
#include "dataset/shard/truth_settings.hpp"

namespace ecgpress {

/// oracle.floors_db of the configuration (JSON) in a release or a shard. A missing value was not
/// requested.
OracleScores oracle_floors_db(const std::string& config_json);

/// `labels` of the configuration in a release or a shard.
LabelSettings label_settings(const Json& config);

/// `truth` of the configuration in a release or a shard.
TruthSettings truth_settings(const Json& config);

/// What a release states about its run in logs.json.
struct StatedRun {
    std::string version, source_fingerprint, typeface_sha256;
    std::string config; ///< JSON, as ConfigTexts::release
};

class ReleaseTables {
  public:
    /// @param log  content of logs.json @throws DataError if it is not valid
    explicit ReleaseTables(const std::string& log);

    /// Format of the release: "folder".
    const std::string& format() const { return format_; }
    const StatedRun& run() const { return run_; }
    const ReleasePaths& paths() const { return paths_; }
    const ItemCounts& counts() const { return counts_; }
    /// True if each page has its trace truth.
    bool has_trace_truth() const { return trace_truth_; }
    /// Masks of the pages of a group.
    MaskSettings masks(const std::string& group) const;
    const LabelSettings& labels() const { return labels_; }
    const TruthSettings& truth() const { return truth_; }
    /// From the run's configuration.
    const OracleScores& oracle_floors_db() const { return floors_db_; }

  private:
    std::string format_;
    StatedRun run_;
    ReleasePaths paths_;
    ItemCounts counts_;
    bool trace_truth_ = false;
    LabelSettings labels_;
    TruthSettings truth_;
    std::map<std::string, MaskSettings> masks_; ///< By group.
    OracleScores floors_db_;
};

} // namespace ecgpress
