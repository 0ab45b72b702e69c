// YAML text as a tree of values; the only place that sees the YAML library.
#pragma once

#include <string>

#include "pipeline/keys/config_tree.hpp"

namespace ecgpress {

/// Reads one document. Each value's place is `name` and its line.
/// @param name  of the text, for messages
ConfigNode tree_of_yaml(const std::string& yaml, const std::string& name, ConfigProblems& problems);

/// Reads the value of an override. @param place  of all of it, for messages: "--set seed=7"
ConfigNode tree_of_value(const std::string& yaml, const std::string& place,
                         ConfigProblems& problems);

} // namespace ecgpress
