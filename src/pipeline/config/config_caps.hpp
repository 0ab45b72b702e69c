// Caps of a group that its pages cannot reach.
#pragma once

#include <string>
#include <vector>

#include "page/layout.hpp"
#include "pipeline/config/config.hpp"
#include "pipeline/keys/config_tree.hpp"

namespace ecgpress {

/// What `count` is for: the group, or each of its layouts.
enum class CountPer { group, layout };

/// Unless `caps.required` is false, adds a problem for each cap that is above the number of the
/// group's pages or leads, with these numbers and settings that work. Whether crops have overlap is
/// known only after drawing: then `merge` reports a cap that is not reached.
void check_caps(const PageGroup& group, const std::vector<Layout>& layouts, CountPer count_per,
                const std::string& place, ConfigProblems& problems);

} // namespace ecgpress
