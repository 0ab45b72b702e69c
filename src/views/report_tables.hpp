// What a report tells from a release's tables, read once in flat memory.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <vector>

#include "dataset/shard/sample.hpp"
#include "views/distribution.hpp"
#include "views/figures.hpp"

namespace ecgpress {

/// Things that come one after the other, thinned evenly to not more than twice `count`.
class EvenChoice {
  public:
    explicit EvenChoice(std::size_t count) : count_(count) {}
    void add(std::uint64_t thing);
    /// `count` of them, or all if there are fewer.
    std::vector<std::uint64_t> chosen() const;

  private:
    std::size_t count_;
    std::uint64_t seen_ = 0, step_ = 1;
    std::vector<std::uint64_t> kept_;
};

struct ReportTables {
    explicit ReportTables(std::size_t sample) : pages_to_read(sample) {}

    std::uint64_t pages = 0;    ///< that are in a dataset
    std::uint64_t left_out = 0; ///< by caps, of all
    CountsBySplit by_split, by_layout, by_preset, by_look, by_sex;
    Distribution age_years{1};
    std::vector<Distribution> oracle_db =
        std::vector<Distribution>(k_oracle_count, Distribution(100));
    std::uint64_t crops = 0, crops_with_overlap = 0; ///< whose ink was counted
    Distribution overlap_ratio{10000};
    std::uint64_t boxes = 0;
    Distribution box_width_px{1}, box_height_px{1};
    Distribution box_width_percent{100}, box_height_percent{100}; ///< of the page
    EvenChoice pages_to_read;
};

/// Of the pages that are in a dataset. @param sample  how many pages to choose for a closer look
/// @throws DataError, IoError
ReportTables read_report_tables(const std::filesystem::path& release, std::size_t sample);

} // namespace ecgpress
