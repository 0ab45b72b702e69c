// Reads and writes a group's looks in the configuration.
#pragma once

#include <string>
#include <vector>

#include "pipeline/config/looks.hpp"
#include "pipeline/keys/config_tree.hpp"

namespace ecgpress {

/// Style blocks of the configuration for a group. Each is applied over the previous one; null if
/// there is none.
struct StyleLayers {
    const ConfigNode* every_group = nullptr; ///< `style` of the top level
    const ConfigNode* group = nullptr;       ///< the group's own
};

/// Reads a group's `looks`: a look's name, `default`, or {look: weight, look: {weight, style},
/// ...}. An unknown name with a style is a new look. Without `looks`: the look `framework`.
/// @param looks  may be null
std::vector<LookShare> read_looks(const ConfigNode* looks, const std::string& path,
                                  const StyleLayers& layers, ConfigProblems& problems);
ConfigNode tree_of_looks(const std::vector<LookShare>& looks);

} // namespace ecgpress
