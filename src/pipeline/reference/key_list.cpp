#include "pipeline/reference/key_list.hpp"

#include <algorithm>

#include "core/numbers.hpp"
#include "core/strings.hpp"
#include "pipeline/config/compound_keys.hpp"
#include "pipeline/config/config_artifacts.hpp"
#include "pipeline/config/config_fields.hpp"
#include "pipeline/config/looks.hpp"
#include "pipeline/keys/config_draws.hpp"
#include "pipeline/keys/style_fields.hpp"
#include "pipeline/reference/field_text.hpp"
#include "render/artifacts/list.hpp"

namespace ecgpress {

namespace {

/// The distribution of a style key in a built-in look, as a realistic example. Empty if no look has
/// one.
std::string drawn_example(const ConfigField& field) {
    for (const Look& look : standard_looks()) {
        const auto draw = look.style.draws.find(field.key);
        if (draw != look.style.draws.end()) return flow_text(draw_tree(field, draw->second));
    }
    return "";
}

std::string plain_example(const ConfigField& field) {
    if (const auto* choice = std::get_if<ChoiceTarget>(&field.target))
        return choice->names[choice->count - 1];
    if (const auto* steps = std::get_if<StepTarget>(&field.target))
        return concat(steps->values.back());
    if (const auto* flag = std::get_if<bool*>(&field.target)) return **flag ? "false" : "true";
    if (!field.names.empty()) return field.names.back();
    const std::string text = flow_text(value_tree(field));
    if (text == "\"\"") return "...";
    if (text == "null") return "100";
    constexpr double k_moderate = 100;
    return text == "0" ? shortest(std::min(field.high / 10, k_moderate)) : text;
}

/// `style: {margins_mm: {left: 10}}`
std::string as_block(const std::string& path, const std::string& value) {
    const std::size_t dot = path.find('.');
    if (dot == std::string::npos) return concat(path, ": ", value);
    return concat(path.substr(0, dot), ": {", as_block(path.substr(dot + 1), value), '}');
}

class KeyLister {
  public:
    std::vector<KeyInfo> list() {
        add_config({"seed", "source", "header", "typeface", "artifacts"});
        add_compound("layouts");
        add_compound("style");
        PageStyle style;
        add_fields("style.", fields_of(style), true);
        add_groups();
        add_config({"labels", "truth", "shard", "release", "oracle"});
        add_compound("presets");
        add_artifacts();
        return std::move(keys_);
    }

  private:
    void add_field(const std::string& prefix, const ConfigField& field, bool drawn) {
        KeyInfo key;
        key.path = prefix + field.key;
        key.meaning = field.meaning;
        key.unit = field.unit;
        key.zero = field.zero;
        key.values = values_text(field);
        key.standard = flow_text(value_tree(field));
        const std::string as_drawn = drawn ? drawn_example(field) : "";
        const bool in_group = prefix.compare(0, 6, "pages.") == 0;
        key.example = as_block(in_group ? key.path.substr(6) : key.path,
                               as_drawn.empty() ? plain_example(field) : as_drawn);
        key.drawn = drawn;
        keys_.push_back(std::move(key));
    }

    void add_fields(const std::string& prefix, const std::vector<ConfigField>& fields, bool drawn) {
        for (const ConfigField& field : fields) add_field(prefix, field, drawn);
    }

    /// The fields of some blocks of the configuration.
    void add_config(const std::vector<std::string>& blocks) {
        Config config;
        for (const ConfigField& field : fields_of(config)) {
            const std::string key = field.key, block = key.substr(0, key.find('.'));
            if (std::find(blocks.begin(), blocks.end(), block) != blocks.end())
                add_field("", field, false);
        }
    }

    void add(const CompoundKey& key) {
        KeyInfo info;
        info.path = key.path;
        info.meaning = key.meaning;
        info.values = key.forms;
        info.standard = key.standard;
        info.example = key.example;
        info.required = key.required;
        keys_.push_back(std::move(info));
    }

    /// A key and the keys below it.
    void add_compound(const std::string& block) {
        for (const CompoundKey& key : compound_keys()) {
            const std::string path = key.path;
            if (path == block || path.compare(0, block.size() + 1, block + '.') == 0) add(key);
        }
    }

    void add_groups() {
        PageGroup group;
        for (const CompoundKey& key : compound_keys()) {
            const std::string path = key.path;
            if (path.compare(0, 5, "pages") != 0) continue;
            add(key);
            if (path == "pages.caps") add_fields(path + '.', fields_of(group.caps), false);
            if (path == "pages.mask") add_fields(path + '.', fields_of(group.mask), false);
            if (path == "pages.jpeg") add_fields(path + '.', fields_of(group.jpeg), false);
        }
    }

    void add_artifacts() {
        for (const Artifact& artifact : artifacts()) {
            KeyInfo info;
            info.path = concat("presets.NAME.", artifact.name);
            info.meaning = artifact.meaning;
            info.values = "a strength, or {probability, strength, parameters}";
            info.example = concat("presets: {mine: {", artifact.name, ": moderate}}");
            keys_.push_back(info);
            for (const ArtifactParameter& parameter : own_parameters(artifact)) {
                KeyInfo key;
                key.path = concat(info.path, '.', parameter.name);
                key.meaning = parameter.meaning;
                key.values =
                    concat("0 to ", largest_value(parameter), "; by default from the strength");
                key.example = concat("presets: {mine: {", artifact.name, ": {", parameter.name,
                                     ": ", shortest(parameter.graded.moderate.low), "}}}");
                keys_.push_back(std::move(key));
            }
        }
    }

    std::vector<KeyInfo> keys_;
};

} // namespace

const std::vector<KeyInfo>& all_keys() {
    static const std::vector<KeyInfo> keys = KeyLister().list();
    return keys;
}

std::string meaning_of(const KeyInfo& key) {
    return meaning_text(key.meaning, key.unit, key.zero);
}

} // namespace ecgpress
