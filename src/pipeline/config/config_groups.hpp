// Page groups: how their part of the configuration is read and written.
#pragma once

#include <string>
#include <vector>

#include "pipeline/config/config.hpp"
#include "pipeline/keys/config_tree.hpp"

namespace ecgpress {

/// What a group can name, and the style that the configuration's top level gives to all groups
/// (null: none).
struct Known {
    const std::vector<Layout>& layouts;
    const std::vector<Preset>& presets;
    const ConfigNode* style;
    std::size_t groups = 1; ///< of the configuration
};

/// Reads one element of `pages`. @param path  how messages call it: "pages.0"
PageGroup read_group(const ConfigNode& node, std::string path, const Known& known,
                     ConfigProblems& problems);

ConfigNode tree_of_group(const PageGroup& group);

} // namespace ecgpress
