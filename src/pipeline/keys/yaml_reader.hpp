// Reads YAML text into a tree of values. Only its source includes the YAML library.
#pragma once

#include <string>

#include "pipeline/keys/config_tree.hpp"

namespace ecgpress {

/// Reads one document. The place of each value is `name` and its line.
/// @param name  name of the text, for messages
ConfigNode tree_of_yaml(const std::string& yaml, const std::string& name, ConfigProblems& problems);

/// Reads the value of an override. @param place  the complete override, for messages: "--set
/// seed=7"
ConfigNode tree_of_value(const std::string& yaml, const std::string& place,
                         ConfigProblems& problems);

} // namespace ecgpress
