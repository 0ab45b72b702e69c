// How many pages of each layout and split a group has: whole numbers that add up exactly.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/lead.hpp"

namespace ecgpress {

using SplitCounts = std::array<std::uint64_t, k_split_count>;

/// Shares `total` in proportion to weights (none negative, one above 0) by the largest remainder;
/// the earlier one wins a tie.
std::vector<std::uint64_t> apportioned(std::uint64_t total, const std::vector<double>& weights);

/// A total as train, val and test pages in PTB-XL's recommended 8 : 1 : 1.
SplitCounts split_total(std::uint64_t total);

/// Shares the pages of each split among layouts: count[layout][split]. The layouts' totals are
/// apportioned by weight, the splits' totals are kept, and each layout has its share of every
/// split.
std::vector<SplitCounts> shared_among_layouts(const SplitCounts& splits,
                                              const std::vector<double>& weights);

} // namespace ecgpress
