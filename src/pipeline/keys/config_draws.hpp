// Reads and writes values of the configuration that are sampled per page.
#pragma once

#include <map>
#include <string>

#include "pipeline/keys/config_values.hpp"

namespace ecgpress {

/// Reads a style's value or its distribution:
///   10                                     constant
///   [8, 15]                                uniformly distributed from 8 to 15
///   {10: 0.9, 5: 0.07, 15..20: 0.03}       one of these, by weight
///   {mean: 10, sd: 2, low: 5, high: 15}    normally distributed, truncated
/// The same for colours and names, as far as possible. A constant replaces an earlier distribution.
void read_drawn(const ConfigNode& node, const ConfigField& field, const std::string& path,
                std::map<std::string, StyleDraw>& draws, ConfigProblems& problems);

/// A distribution in the form in which it is read.
ConfigNode draw_tree(const ConfigField& field, const StyleDraw& draw);

} // namespace ecgpress
