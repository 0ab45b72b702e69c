// Numbers of pages of each layout and split in a group. They are integers with exact sums.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/lead.hpp"

namespace ecgpress {

using SplitCounts = std::array<std::uint64_t, k_split_count>;

/// Divides `total` in proportion to weights (none negative, at least one positive) by the largest
/// remainder method. In a tie the earlier one gets more.
std::vector<std::uint64_t> apportioned(std::uint64_t total, const std::vector<double>& weights);

/// Divides a total into train, val and test pages as 8 : 1 : 1, as recommended for PTB-XL.
SplitCounts split_total(std::uint64_t total);

/// Divides the pages of each split among layouts: count[layout][split]. The totals of the layouts
/// are in proportion to the weights, the totals of the splits do not change, and each layout gets
/// its share of every split.
std::vector<SplitCounts> shared_among_layouts(const SplitCounts& splits,
                                              const std::vector<double>& weights);

} // namespace ecgpress
