// What a run will make and what it will cost, told before anything is written.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "core/lead.hpp"
#include "pipeline/press.hpp"

namespace ecgpress {

/// Pages of one group and layout, with the cost of one of them, really printed.
struct EstimateRow {
    std::string group, layout;
    std::array<std::uint64_t, k_split_count> pages{};
    int width_px = 0, height_px = 0;
    std::uint64_t leads = 0;                               ///< a page
    double shard_bytes = 0, release_bytes = 0, time_s = 0; ///< a page; release: before caps

    std::uint64_t page_count() const;
};

struct Estimate {
    std::vector<EstimateRow> rows;
    std::array<std::uint64_t, k_split_count> records{};
    std::size_t shards = 0;
    std::string unprintable; ///< why a page that was tried could not be made; empty: all could
};

/// Prints the first pages of each group and layout in memory. Writes nothing.
Estimate estimate_run(const RunInputs& inputs);

/// A table for people.
std::string describe(const Estimate& estimate);

} // namespace ecgpress
