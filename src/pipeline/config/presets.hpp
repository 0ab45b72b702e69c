// Presets: named sets of artifacts with probabilities and strengths.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/random.hpp"
#include "render/catalogue/artifact.hpp"

namespace ecgpress {

/// Strength of an artifact: uniformly distributed between two limits from 0 to 1, or (`any`) mostly
/// mild and rarely severe.
struct Strength {
    double low = 0, high = 1;
    bool any = true;
};

/// One artifact of a preset.
struct ArtifactShare {
    std::string artifact;
    double probability = 1;
    Strength strength;
    std::map<std::string, double> own; ///< parameters with given values instead of the strength's
};

struct Preset {
    std::string name;
    std::string summary;
    std::vector<ArtifactShare> artifacts;
    bool on_screen = false; ///< the page is a file or on a screen: it was never on paper
};

/// clean, colour-scan, bw-scan, phone-photo, screen-photo, stained, damaged, mould-colour,
/// mould-bw, fax, thermal-faded.
const std::vector<Preset>& standard_presets();

struct PresetShare {
    std::string preset;
    double weight = 1;
};
/// Default mixture of the built-in presets.
const std::vector<PresetShare>& default_mixture();

/// Looks a preset up in a list. Null if there is none.
const Preset* find_preset(const std::vector<Preset>& presets, const std::string& name);

/// mild, moderate, severe or any.
struct StrengthName {
    const char* name;
    Strength strength;
};
const std::vector<StrengthName>& strength_names();

/// An artifact on one page, with the values of all its parameters.
struct PlannedArtifact {
    const Artifact* artifact = nullptr;
    Dials dials;
};

/// Samples the artifacts of one page. Each artifact uses a separate random stream. The result is in
/// the order of the list of artifacts.
std::vector<PlannedArtifact> plan_artifacts(const Preset& preset, std::uint64_t seed,
                                            std::uint64_t page);

} // namespace ecgpress
