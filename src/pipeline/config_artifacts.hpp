// Presets and artifacts in the configuration: how they are read and written.
#pragma once

#include <string>
#include <vector>

#include "pipeline/config_tree.hpp"
#include "pipeline/presets.hpp"

namespace ecgpress {

/// Reads `presets` of the top level and puts them behind the standard ones. @param node  may be
/// null
std::vector<Preset> read_presets(const ConfigNode* node, ConfigProblems& problems);
ConfigNode tree_of_presets(const std::vector<Preset>& presets);

/// Reads a group's `artifacts`: a preset's name, `default`, or {preset: weight, ...}.
std::vector<PresetShare> read_artifacts(const ConfigNode& node, const std::string& path,
                                        const std::vector<Preset>& presets,
                                        ConfigProblems& problems);
ConfigNode tree_of_artifacts(const std::vector<PresetShare>& shares);

} // namespace ecgpress
