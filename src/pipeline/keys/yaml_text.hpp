// A tree of values as YAML.
#pragma once

#include <string>

#include "pipeline/keys/config_tree.hpp"

namespace ecgpress {

/// Human-readable block YAML, in the order of the tree. Any YAML reader gets the same values: texts
/// as texts and numbers as numbers. Ends with a line break; no line is empty.
std::string yaml_text(const ConfigNode& node);

} // namespace ecgpress
