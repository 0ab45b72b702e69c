// Converts a tree of configuration values to a Config. Strict: every problem is reported.
#pragma once

#include "pipeline/config/config.hpp"
#include "pipeline/keys/config_tree.hpp"

namespace ecgpress {

/// Reads and checks a complete configuration. The result is valid only if no problem was added.
Config read_config(const ConfigNode& root, ConfigProblems& problems);

/// The complete configuration as a tree, from which read_config gives the same configuration.
/// Layouts and page groups have all keys.
ConfigNode tree_of_config(const Config& config);

} // namespace ecgpress
