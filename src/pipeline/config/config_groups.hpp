// Reads and writes page groups of the configuration.
#pragma once

#include <string>
#include <vector>

#include "pipeline/config/config.hpp"
#include "pipeline/keys/config_tree.hpp"

namespace ecgpress {

/// Layouts and presets that a group can use, and the top-level style of all groups (null if none).
struct Known {
    const std::vector<Layout>& layouts;
    const std::vector<Preset>& presets;
    const ConfigNode* style;
    std::size_t groups = 1; ///< number of groups in the configuration
};

/// Reads one element of `pages`. @param path  its path, for messages: "pages.0"
PageGroup read_group(const ConfigNode& node, std::string path, const Known& known,
                     ConfigProblems& problems);

ConfigNode tree_of_group(const PageGroup& group);

} // namespace ecgpress
