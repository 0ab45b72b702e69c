// A release's own tables read back: manifest.csv, leads.csv and logs.json, row by row in flat
// memory.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "dataset/release/release_paths.hpp"
#include "dataset/shard/mask_settings.hpp"
#include "dataset/shard/stored_images.hpp"

namespace ecgpress {

/// A row of manifest.csv.
struct ReleasePage {
    std::uint64_t index = 0;
    std::string name, group, patient, split;
    int width_px = 0, height_px = 0;
    double px_per_mm = 0;
    std::uint64_t lead_count = 0;
    DatasetSet datasets;                                         ///< those it is really in
    std::array<std::uint32_t, std::size(k_page_images)> crc32{}; ///< of its images; 0: none
};

/// A row of leads.csv.
struct ReleaseLead {
    std::uint64_t page = 0;
    std::string name;
    std::uint64_t sample_count = 0, target_ink_px = 0, other_ink_px = 0;
    bool has_box = false;
    int crop_width_px = 0, crop_height_px = 0;
    int mask_columns_per_px = 1;
    bool mask_is_as_printed = true;
    bool digitization = false, segmentation = false;
    OverlapSet overlap = OverlapSet::none;
    std::array<std::uint32_t, std::size(k_lead_images)> crc32{}; ///< of its images; 0: none
};

/// What logs.json counts: pages, and items in each of the release's parts.
struct ReleaseCounts {
    std::uint64_t pages = 0;
    std::uint64_t digitization = 0, detection = 0, segmentation = 0, with_overlap = 0,
                  without_overlap = 0;
};

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
    const ReleaseCounts& counts() const { return counts_; }
    /// Does each page have its trace truth?
    bool has_trace_truth() const { return trace_truth_; }
    /// Which masks the pages of a group have.
    MaskSettings masks(const std::string& group) const;
    /// Of the run's configuration.
    const OracleScores& oracle_floors_db() const { return floors_db_; }

    /// @throws IoError, DataError naming file and line
    void for_each_page(const std::function<void(const ReleasePage&)>& visit) const;
    void for_each_lead(const std::function<void(const ReleaseLead&)>& visit) const;

  private:
    std::filesystem::path release_;
    std::string format_;
    ReleasePaths paths_;
    ReleaseCounts counts_;
    bool trace_truth_ = false;
    std::map<std::string, MaskSettings> masks_; ///< of each group
    OracleScores floors_db_;
};

} // namespace ecgpress
