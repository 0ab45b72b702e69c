// A group's looks in the configuration: how they are read and written.
#pragma once

#include <string>
#include <vector>

#include "pipeline/config/looks.hpp"
#include "pipeline/keys/config_tree.hpp"

namespace ecgpress {

/// What the configuration says of a group's style: each layer lies over the one before. Null where
/// it says nothing.
struct StyleLayers {
    const ConfigNode* every_group = nullptr; ///< `style` of the top level
    const ConfigNode* group = nullptr;       ///< the group's own
};

/// Reads a group's `looks`: a look's name, `default`, or {look: weight, look: {weight, style},
/// ...}; a name that is not known is a new look if it has a style. Without `looks`: the
/// framework's.
/// @param looks  may be null
std::vector<LookShare> read_looks(const ConfigNode* looks, const std::string& path,
                                  const StyleLayers& layers, ConfigProblems& problems);
ConfigNode tree_of_looks(const std::vector<LookShare>& looks);

} // namespace ecgpress
