// A tree of values as YAML.
#pragma once

#include <string>

#include "pipeline/keys/config_tree.hpp"

namespace ecgpress {

/// Block YAML for people, in the order of the tree: any YAML reader gives the same values, as text
/// what is text and as numbers what are numbers. Ends with a line break; no line is empty.
std::string yaml_text(const ConfigNode& node);

} // namespace ecgpress
