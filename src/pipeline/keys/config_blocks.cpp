#include "pipeline/keys/config_blocks.hpp"

#include <algorithm>

#include "core/strings.hpp"
#include "pipeline/keys/config_draws.hpp"
#include "pipeline/keys/style_fields.hpp"

namespace ecgpress {

namespace {

/// The keys allowed in the map at `prefix` below the block of the fields.
std::vector<std::string> names_at(const std::string& prefix, const std::vector<ConfigField>& fields,
                                  const std::vector<std::string>& others) {
    std::vector<std::string> names;
    for (const ConfigField& field : fields) {
        const std::string key = field.key;
        if (key.compare(0, prefix.size(), prefix) != 0) continue;
        const std::string name =
            key.substr(prefix.size(), key.find('.', prefix.size()) - prefix.size());
        if (names.empty() || names.back() != name) names.push_back(name);
    }
    if (prefix.empty()) names.insert(names.end(), others.begin(), others.end());
    return names;
}

const ConfigField* field_of(const std::string& key, const std::vector<ConfigField>& fields) {
    const auto found = std::find_if(fields.begin(), fields.end(),
                                    [&](const ConfigField& field) { return key == field.key; });
    return found == fields.end() ? nullptr : &*found;
}

/// Reads the nested maps of one block.
struct BlockReader {
    const std::vector<ConfigField>& fields;
    const std::vector<std::string>& others;
    std::map<std::string, StyleDraw>* draws; ///< null if values cannot be sampled
    ConfigProblems& problems;

    void read_field(const ConfigNode& value, const ConfigField& field,
                    const std::string& path) const {
        if (draws != nullptr)
            read_drawn(value, field, path, *draws, problems);
        else
            read_value(value, field, path, problems);
    }

    /// @param prefix  common prefix of the keys in this map: "" or "margins_mm."
    void read(const ConfigNode& map, const std::string& path, const std::string& prefix) const {
        if (map.kind == ConfigNode::Kind::null)
            return; // a key without values, or with all of them commented out
        const auto names = names_at(prefix, fields, others);
        if (map.kind != ConfigNode::Kind::map)
            return add_wrong_value(map, path, "a block of keys",
                                   concat("expected ", join(names, ", ")), problems);
        for (const ConfigEntry& entry : map.entries) {
            const std::string inner = path.empty() ? entry.key : concat(path, '.', entry.key);
            if (std::find(names.begin(), names.end(), entry.key) == names.end())
                problems.add(entry.place,
                             concat("unknown key \"", entry.key, "\" in ",
                                    path.empty() ? "the configuration" : path),
                             choice_advice(entry.key, names));
            else if (const ConfigField* field = field_of(prefix + entry.key, fields))
                read_field(entry.value, *field, inner);
            else if (!prefix.empty() ||
                     std::find(others.begin(), others.end(), entry.key) == others.end())
                read(entry.value, inner, prefix + entry.key + '.');
        }
    }
};

ConfigNode tree_of(const std::vector<ConfigField>& fields,
                   const std::map<std::string, StyleDraw>& draws) {
    ConfigNode tree = ConfigNode::map();
    for (const ConfigField& field : fields) {
        const auto draw = draws.find(field.key);
        tree.set(field.key,
                 draw == draws.end() ? value_tree(field) : draw_tree(field, draw->second));
    }
    return tree;
}

} // namespace

void read_fields(const ConfigBlock& block, const std::vector<ConfigField>& fields,
                 const std::vector<std::string>& others, ConfigProblems& problems) {
    BlockReader{fields, others, nullptr, problems}.read(block.node, block.path, "");
}

void read_style(const ConfigBlock& block, StyleSettings& style, ConfigProblems& problems) {
    BlockReader{fields_of(style.base), {}, &style.draws, problems}.read(block.node, block.path, "");
}

ConfigNode tree_of(const std::vector<ConfigField>& fields) {
    return tree_of(fields, {});
}

ConfigNode tree_of(const StyleSettings& style) {
    StyleSettings copy = style; // fields_of() needs members that are not const
    return tree_of(fields_of(copy.base), style.draws);
}

} // namespace ecgpress
