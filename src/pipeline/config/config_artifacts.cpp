#include "pipeline/config/config_artifacts.hpp"

#include <algorithm>
#include <optional>

#include "core/strings.hpp"
#include "pipeline/config/compound_keys.hpp"
#include "pipeline/config/config_names.hpp"
#include "pipeline/keys/config_values.hpp"
#include "render/artifacts/list.hpp"

namespace ecgpress {

namespace {

using Kind = ConfigNode::Kind;

std::vector<std::string> artifact_names() {
    std::vector<std::string> names;
    names.reserve(artifacts().size());
    for (const Artifact& artifact : artifacts()) names.emplace_back(artifact.name);
    return names;
}

std::vector<std::string> preset_names(const std::vector<Preset>& presets) {
    std::vector<std::string> names;
    names.reserve(presets.size());
    for (const Preset& preset : presets) names.push_back(preset.name);
    return names;
}

constexpr const char* k_no_artifacts = "none"; ///< the same as no key `artifacts`

/// Reads a strength: mild, moderate, severe, any, a number, or [low, high].
std::optional<Strength> read_strength(const ConfigNode& node, const std::string& path,
                                      ConfigProblems& problems) {
    for (const StrengthName& known : strength_names())
        if (node.kind == Kind::scalar && node.text == known.name) return known.strength;
    const auto range = read_range(node, path, "mild, moderate, severe, any, or 0 to 1",
                                  k_strengths.low, k_strengths.high, problems);
    return range ? std::optional<Strength>({range->low, range->high, false}) : std::nullopt;
}

const ArtifactParameter* find_parameter(const Artifact& artifact, const std::string& name) {
    for (const ArtifactParameter& parameter : artifact.parameters)
        if (name == parameter.name) return &parameter;
    return nullptr;
}

void read_dial(const Artifact& artifact, const ConfigEntry& entry, const std::string& path,
               ArtifactShare& share, ConfigProblems& problems) {
    if (entry.key == "probability") {
        share.probability =
            read_number(entry.value, path, "probability of the artifact", 0, 1, problems)
                .value_or(1);
    } else if (entry.key == "strength") {
        share.strength = read_strength(entry.value, path, problems).value_or(Strength{});
    } else if (const ArtifactParameter* parameter = find_parameter(artifact, entry.key)) {
        if (const auto value = read_number(entry.value, path, parameter->meaning, 0,
                                           largest_value(*parameter), problems))
            share.own[entry.key] = *value;
    } else {
        std::vector<std::string> names = compound_names("presets.NAME.ARTIFACT");
        for (const ArtifactParameter& known : artifact.parameters) names.emplace_back(known.name);
        problems.add(entry.place, concat("unknown key \"", entry.key, "\" in ", path),
                     choice_advice(entry.key, names));
    }
}

void read_share(const ConfigEntry& entry, const std::string& path, Preset& preset,
                ConfigProblems& problems) {
    const Artifact* artifact = find_artifact(entry.key);
    if (artifact == nullptr)
        return problems.add(entry.place, concat("unknown artifact \"", entry.key, "\" in ", path),
                            choice_advice(entry.key, artifact_names()));
    ArtifactShare share;
    share.artifact = entry.key;
    const std::string here = concat(path, '.', entry.key);
    if (entry.value.kind == Kind::map)
        for (const ConfigEntry& dial : entry.value.entries)
            read_dial(*artifact, dial, concat(here, '.', dial.key), share, problems);
    else // only its strength
        share.strength = read_strength(entry.value, here, problems).value_or(Strength{});
    preset.artifacts.push_back(std::move(share));
}

ConfigNode tree_of_share(const ArtifactShare& share) {
    ConfigNode tree = ConfigNode::map();
    tree.set("probability", ConfigNode::number(share.probability));
    tree.set("strength", share.strength.any
                             ? ConfigNode::string("any")
                             : ConfigNode::list({ConfigNode::number(share.strength.low),
                                                 ConfigNode::number(share.strength.high)}));
    for (const auto& [name, value] : share.own) tree.set(name, ConfigNode::number(value));
    return tree;
}

} // namespace

std::vector<ArtifactParameter> own_parameters(const Artifact& artifact) {
    const std::vector<std::string> taken = compound_names("presets.NAME.ARTIFACT");
    std::vector<ArtifactParameter> own;
    for (const ArtifactParameter& parameter : artifact.parameters)
        if (std::find(taken.begin(), taken.end(), parameter.name) == taken.end())
            own.push_back(parameter);
    return own;
}

double largest_value(const ArtifactParameter& parameter) {
    const Graded& g = parameter.graded;
    return 3 * std::max({g.mild.low, g.mild.high, g.severe.low, g.severe.high});
}

std::vector<Preset> read_presets(const ConfigNode* node, ConfigProblems& problems) {
    std::vector<Preset> presets = standard_presets();
    if (node == nullptr || node->kind == Kind::null) return presets;
    if (node->kind != Kind::map) {
        add_wrong_value(*node, "presets", "sets of artifacts by name",
                        "expected {name: {artifact: strength, ...}, ...}", problems);
        return presets;
    }
    for (const ConfigEntry& entry : node->entries) {
        const std::string path = "presets." + entry.key;
        if (!is_name(entry.key) || entry.key == "default" || entry.key == k_no_artifacts ||
            find_preset(presets, entry.key) != nullptr) {
            problems.add(
                entry.place,
                concat("\"", entry.key,
                       "\" cannot be the name of a preset. The name is in use or not valid"),
                "use another name");
            continue;
        }
        if (entry.value.kind != Kind::map) {
            add_wrong_value(entry.value, path, "artifacts", "give {artifact: strength, ...}",
                            problems);
            continue;
        }
        Preset preset{entry.key, "defined by the configuration", {}};
        for (const ConfigEntry& artifact : entry.value.entries)
            read_share(artifact, path, preset, problems);
        presets.push_back(std::move(preset));
    }
    return presets;
}

ConfigNode tree_of_presets(const std::vector<Preset>& presets) {
    ConfigNode tree = ConfigNode::map();
    for (std::size_t i = standard_presets().size(); i < presets.size(); ++i) {
        ConfigNode preset = ConfigNode::map();
        for (const ArtifactShare& share : presets[i].artifacts)
            preset.set(share.artifact, tree_of_share(share));
        tree.set(presets[i].name, std::move(preset));
    }
    return tree;
}

void read_artifacts(const ConfigNode& node, const std::string& path,
                    const std::vector<Preset>& presets, PageGroup& group,
                    ConfigProblems& problems) {
    std::vector<std::string> names = preset_names(presets);
    const auto known = [&](const std::string& name, const std::string& place) {
        if (find_preset(presets, name) != nullptr) return true;
        problems.add(place, concat("unknown preset \"", name, "\" in ", path),
                     choice_advice(name, names));
        return false;
    };
    if (node.kind == Kind::scalar && node.text == k_no_artifacts) {
        return;
    } else if (node.kind == Kind::scalar && node.text == "default") {
        group.artifacts = default_mixture();
    } else if (node.kind == Kind::scalar) {
        names.insert(names.end(), {"default", k_no_artifacts});
        if (known(node.text, node.place)) group.artifacts.push_back({node.text, 1});
    } else if (const ConfigNode* paired = node.find("paired")) {
        if (node.entries.size() > 1 || paired->kind != Kind::list || paired->items.empty())
            return add_wrong_value(*paired, path + ".paired", "presets that show the same sheet",
                                   "expected a list of presets and no other key", problems);
        for (const ConfigNode& item : paired->items)
            if (known(item.text, item.place)) group.paired.push_back(item.text);
    } else if (node.kind == Kind::map && !node.entries.empty()) {
        for (const ConfigEntry& entry : node.entries)
            if (const auto weight =
                    read_number(entry.value, concat(path, '.', entry.key), "the preset's share",
                                k_preset_shares.low, k_preset_shares.high, problems))
                if (known(entry.key, entry.place)) group.artifacts.push_back({entry.key, *weight});
    } else {
        add_wrong_value(
            node, path, "presets of artifacts",
            "expected a preset's name, default, none, {preset: weight, ...}, or {paired: "
            "[preset, ...]}",
            problems);
    }
    std::sort(group.artifacts.begin(), group.artifacts.end(),
              [](const PresetShare& a, const PresetShare& b) {
                  return a.preset < b.preset; // sorted: their order has no meaning
              });
}

ConfigNode tree_of_artifacts(const PageGroup& group) {
    ConfigNode tree = ConfigNode::map();
    for (const PresetShare& share : group.artifacts)
        tree.set(share.preset, ConfigNode::number(share.weight));
    if (group.paired.empty()) return tree;
    ConfigNode paired = ConfigNode::list({});
    for (const std::string& preset : group.paired)
        paired.items.push_back(ConfigNode::string(preset));
    tree.set("paired", std::move(paired));
    return tree;
}

} // namespace ecgpress
