// Statistics from the tables of a release, which are read once.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "dataset/shard/sample.hpp"
#include "views/distribution.hpp"
#include "views/figures.hpp"

namespace ecgpress {

/// Even selection from a stream of items of unknown length, in memory for twice `count` items.
class EvenChoice {
  public:
    explicit EvenChoice(std::size_t count) : count_(count) {}
    void add(std::uint64_t thing);
    /// Returns `count` items, or all if there are fewer.
    std::vector<std::uint64_t> chosen() const;

  private:
    std::size_t count_;
    std::uint64_t seen_ = 0, step_ = 1;
    std::vector<std::uint64_t> kept_;
};

/// Counts and distributions over all pages and leads of a release.
struct ReportTables {
    explicit ReportTables(std::size_t sample) : pages_to_read(sample) {}

    std::uint64_t pages = 0;    ///< pages in at least one dataset
    std::uint64_t left_out = 0; ///< pages in no dataset, because of caps
    CountsBySplit by_split, by_layout, by_preset, by_look, by_sex;
    CountsBySplit by_stratum; ///< of difficulty
    CountsBySplit by_class;   ///< main_classes_of(); a page counts for each class of its record
    std::unordered_map<std::string, std::uint64_t> pages_of_record; ///< by the record's name
    std::unordered_set<std::string> patients;
    Distribution age_years{1};
    /// Pages of each record.
    Distribution pages_a_record() const;
    std::vector<Distribution> oracle_db =
        std::vector<Distribution>(k_oracle_count, Distribution(100));
    std::uint64_t crops = 0, crops_with_overlap = 0; ///< crops with counted ink
    Distribution overlap_ratio{10000};
    std::uint64_t boxes = 0;
    Distribution box_width_px{1}, box_height_px{1};
    Distribution box_width_percent{100}, box_height_percent{100}; ///< of the page
    EvenChoice pages_to_read;
};

/// Reads manifest.csv and leads.csv. Counts only pages in a dataset. Memory grows only with the
/// number of records.
/// @param sample  number of pages to select in pages_to_read
/// @throws DataError, IoError
ReportTables read_report_tables(const std::filesystem::path& release, std::size_t sample);

} // namespace ecgpress
