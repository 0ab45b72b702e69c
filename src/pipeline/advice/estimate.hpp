// What a run will make and what it will cost, told before anything is written.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "core/lead.hpp"
#include "pipeline/advice/release_counts.hpp"
#include "pipeline/press/press.hpp"
#include "pipeline/run/run_identity.hpp"

namespace ecgpress {

/// Pages of one group and layout, with the cost of one of them, really printed.
struct EstimateRow {
    std::string group, layout;
    std::array<std::uint64_t, k_split_count> pages{};
    int width_px = 0, height_px = 0; ///< of the last page that was printed
    std::uint64_t leads = 0;         ///< a page
    /// A page, the mean of those that were printed; of the release: after caps.
    double shard_bytes = 0, release_bytes = 0;
    double other_bytes = 0; ///< the same in all asked-for releases of other formats than `folder`
    double time_s = 0;      ///< a page
    /// Pages; if none was printed, the figures are the mean of the other rows.
    std::size_t tried = 0, printed = 0;

    std::uint64_t page_count() const;
};

struct Estimate {
    std::vector<EstimateRow> rows;
    std::array<std::uint64_t, k_split_count> records{};
    std::size_t shards = 0;
    std::uint64_t pages_a_shard = 0;
    PlannedCounts release;
    std::string unprintable; ///< why a page that was tried could not be made; empty: all could

    /// The sum over all pages of what a row says of one.
    double total(double EstimateRow::*a_page) const;
    /// On so many ranks like this core, which share whole shards.
    double time_s(int ranks) const;
};

/// Prints the first pages of each group and layout in memory, for as long as people like to wait:
/// what is left then is not tried. Writes nothing.
Estimate estimate_run(const RunInputs& inputs);

} // namespace ecgpress
