// Reads and writes presets and artifacts of the configuration.
#pragma once

#include <string>
#include <vector>

#include "pipeline/config/config.hpp"
#include "pipeline/keys/config_tree.hpp"

namespace ecgpress {

/// The parameters that a preset can set: those without a name that has another meaning there
/// ("strength").
std::vector<ArtifactParameter> own_parameters(const Artifact& artifact);

/// A parameter set by a preset can be from 0 to three times its largest value at severe.
double largest_value(const ArtifactParameter& parameter);

/// Reads the top-level key `presets` and appends them to the built-in ones. @param node  may be
/// null
std::vector<Preset> read_presets(const ConfigNode* node, ConfigProblems& problems);
ConfigNode tree_of_presets(const std::vector<Preset>& presets);

/// Reads a group's `artifacts`: a preset's name, `default`, {preset: weight, ...}, or
/// {paired: [preset, ...]}.
void read_artifacts(const ConfigNode& node, const std::string& path,
                    const std::vector<Preset>& presets, PageGroup& group, ConfigProblems& problems);
ConfigNode tree_of_artifacts(const PageGroup& group);

} // namespace ecgpress
