// Blocks of keys: maps of the configuration that set members of a struct.
#pragma once

#include <string>
#include <vector>

#include "pipeline/keys/config_values.hpp"

namespace ecgpress {

/// A map of the configuration, and its path in messages.
struct ConfigBlock {
    const ConfigNode& node;
    std::string path; ///< "pages.plain.style"; empty for the top level
};

/// Reads the fields of a map; fields without a key keep their values. Unknown keys are problems.
/// @param others  keys that the caller reads itself
void read_fields(const ConfigBlock& block, const std::vector<ConfigField>& fields,
                 const std::vector<std::string>& others, ConfigProblems& problems);
/// Reads a style, whose values may be sampled per page.
void read_style(const ConfigBlock& block, StyleSettings& style, ConfigProblems& problems);

/// All fields as a map of maps.
ConfigNode tree_of(const std::vector<ConfigField>& fields);
ConfigNode tree_of(const StyleSettings& style);

} // namespace ecgpress
