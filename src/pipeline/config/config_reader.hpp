// A tree of configuration values becomes a Config, strictly: whatever is wrong is told, all of it.
#pragma once

#include "pipeline/config/config.hpp"
#include "pipeline/keys/config_tree.hpp"

namespace ecgpress {

/// Reads and checks a configuration as a whole. What it returns can be used only if no problem was
/// added.
Config read_config(const ConfigNode& root, ConfigProblems& problems);

/// The whole configuration as a tree that read_config reads back as the same. Layouts and page
/// groups are in it with all keys.
ConfigNode tree_of_config(const Config& config);

} // namespace ecgpress
