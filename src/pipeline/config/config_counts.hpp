// Reads and writes the number of pages of a group, as count[layout][split].
#pragma once

#include <string>
#include <vector>

#include "pipeline/config/config.hpp"
#include "pipeline/keys/config_tree.hpp"

namespace ecgpress {

/// Reads `count` and `count_per` of a group whose layouts are already read. `count` is a total, one
/// number per split, or either of them per layout name.
/// @param path  path of the group, for messages: "pages.plain"
/// @return count[layout][split]; empty after a problem
std::vector<std::array<std::uint64_t, k_split_count>>
read_page_counts(const ConfigNode& group_node, const std::string& path,
                 const std::vector<LayoutShare>& layouts, ConfigProblems& problems);

/// {layout: {train, val, test}, ...}
ConfigNode tree_of_counts(const PageGroup& group);

} // namespace ecgpress
