// Values that are drawn for each page, in the configuration: how they are read and written.
#pragma once

#include <map>
#include <string>

#include "pipeline/keys/config_values.hpp"

namespace ecgpress {

/// Reads a style's value, or how it is drawn:
///   10                                     always this
///   [8, 15]                                evenly from 8 to 15
///   {10: 0.9, 5: 0.07, 15..20: 0.03}       one of these by their weights
///   {mean: 10, sd: 2, low: 5, high: 15}    normally distributed, cut
/// Colours and words likewise, where that has a meaning. A plain value takes an earlier draw away.
void read_drawn(const ConfigNode& node, const ConfigField& field, const std::string& path,
                std::map<std::string, StyleDraw>& draws, ConfigProblems& problems);

/// A draw as it is read.
ConfigNode draw_tree(const ConfigField& field, const StyleDraw& draw);

} // namespace ecgpress
