#include "pipeline/keys/config_tree.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

#include "codec/json.hpp"
#include "core/error.hpp"
#include "core/numbers.hpp"
#include "core/program/nearest_name.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

ConfigNode plain(const std::string& text) {
    ConfigNode node;
    node.kind = ConfigNode::Kind::scalar;
    node.text = text;
    return node;
}

/// "set it" as "Set it."
std::string as_sentence(std::string advice) {
    if (advice.empty()) return advice;
    advice[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(advice[0])));
    const char last = advice.back();
    return last == '?' || last == '.' ? advice : advice + '.';
}

/// The element of a list to which a part of a path refers; null if there is none.
ConfigNode* element(ConfigNode& list, const std::string& part) {
    long long position = 0;
    if (parse_number(part, position)) {
        const bool there = position >= 0 && position < static_cast<long long>(list.items.size());
        return there ? &list.items[static_cast<std::size_t>(position)] : nullptr;
    }
    for (ConfigNode& item : list.items) {
        const ConfigNode* name = item.find("name");
        if (name != nullptr && name->text == part) return &item;
    }
    return nullptr;
}

std::string no_element(const ConfigNode& list, const std::string& part) {
    std::vector<std::string> names;
    for (const ConfigNode& item : list.items)
        if (const ConfigNode* name = item.find("name")) names.push_back(name->text);
    const std::string nearest = nearest_name(part, names);
    const std::string advice = !nearest.empty() ? concat("did you mean \"", nearest, "\"?")
                               : names.empty()  ? std::string("use its position, from 0")
                                                : std::string("use one of these names");
    return concat("element \"", part, "\" does not exist. The list has ",
                  counted(list.items.size(), "element"), names.empty() ? "" : ": ",
                  join(names, ", "), ". ", as_sentence(advice));
}

} // namespace

void ConfigProblems::add(const std::string& place, const std::string& problem) {
    lines_.push_back(place.empty() ? problem : concat(place, ": ", problem));
}

void ConfigProblems::add(const std::string& place, const std::string& problem,
                         const std::string& advice) {
    add(place, concat(problem, ". ", as_sentence(advice)));
}

void ConfigProblems::throw_if_any() const {
    if (lines_.empty()) return;
    if (lines_.size() == 1) throw ConfigError(lines_.front());
    throw ConfigError(
        concat("the configuration has ", lines_.size(), " problems:\n  ", join(lines_, "\n  ")));
}

ConfigNode ConfigNode::null() {
    return {};
}
ConfigNode ConfigNode::number(double value) {
    return plain(shortest(value));
}
ConfigNode ConfigNode::number(std::uint64_t value) {
    return plain(concat(value));
}
ConfigNode ConfigNode::truth(bool value) {
    return plain(value ? "true" : "false");
}

ConfigNode ConfigNode::string(const std::string& value) {
    ConfigNode node = plain(value);
    node.quoted = true;
    return node;
}

ConfigNode ConfigNode::list(std::vector<ConfigNode> items) {
    ConfigNode node;
    node.kind = Kind::list;
    node.items = std::move(items);
    return node;
}

ConfigNode ConfigNode::map() {
    ConfigNode node;
    node.kind = Kind::map;
    return node;
}

const ConfigNode* ConfigNode::find(const std::string& key) const {
    const auto found = std::find_if(entries.begin(), entries.end(),
                                    [&](const ConfigEntry& entry) { return entry.key == key; });
    return found == entries.end() ? nullptr : &found->value;
}

ConfigNode* ConfigNode::find(const std::string& key) {
    return const_cast<ConfigNode*>(std::as_const(*this).find(key));
}

void ConfigNode::set(const std::string& path, ConfigNode value) {
    ConfigNode* node = this;
    for (const std::string& part : split_text(path, '.')) {
        if (node->find(part) == nullptr) node->entries.push_back({part, "", map()});
        node = node->find(part);
    }
    *node = std::move(value);
}

void ConfigNode::remove(const std::string& path) {
    const std::size_t dot = path.find('.');
    const std::string key = path.substr(0, dot);
    const auto found = std::find_if(entries.begin(), entries.end(),
                                    [&](const ConfigEntry& entry) { return entry.key == key; });
    if (found == entries.end()) return;
    if (dot != std::string::npos) found->value.remove(path.substr(dot + 1));
    if (dot == std::string::npos || found->value.entries.empty()) entries.erase(found);
}

void override_value(ConfigNode& root, const std::string& path, const ConfigNode& value,
                    ConfigProblems& problems) {
    ConfigNode* node = &root;
    for (const std::string& part : split_text(path, '.')) {
        if (part.empty())
            return problems.add(
                value.place, concat("\"", path, "\" is not a path. Keys are joined by single dots"),
                "write it as seed or pages.0.count");
        if (node->kind == ConfigNode::Kind::scalar)
            return problems.add(
                value.place,
                concat("\"", part, "\" does not exist, because its parent is ", shown(*node)),
                "shorten the path");
        if (node->kind == ConfigNode::Kind::list) {
            ConfigNode* found = element(*node, part);
            if (found == nullptr) return problems.add(value.place, no_element(*node, part));
            node = found;
            continue;
        }
        if (node->kind == ConfigNode::Kind::null) node->kind = ConfigNode::Kind::map;
        if (node->find(part) == nullptr) {
            node->entries.push_back({part, value.place, ConfigNode::null()});
            node->entries.back().value.place = value.place;
        }
        node = node->find(part);
    }
    *node = value;
}

std::string shown(const ConfigNode& node) {
    switch (node.kind) {
    case ConfigNode::Kind::null:
        return "nothing";
    case ConfigNode::Kind::list:
        return "a list";
    case ConfigNode::Kind::map:
        return "a map";
    case ConfigNode::Kind::scalar:
        break;
    }
    return concat('"', node.text, '"');
}

std::string json_text(const ConfigNode& node) {
    std::vector<std::string> parts;
    switch (node.kind) {
    case ConfigNode::Kind::null:
        return "null";
    case ConfigNode::Kind::scalar:
        return node.quoted ? Json(node.text).dump() : node.text;
    case ConfigNode::Kind::list:
        for (const ConfigNode& item : node.items) parts.push_back(json_text(item));
        return concat('[', join(parts, ","), ']');
    case ConfigNode::Kind::map:
        break;
    }
    for (const ConfigEntry& entry : node.entries)
        parts.push_back(concat(Json(entry.key).dump(), ':', json_text(entry.value)));
    std::sort(parts.begin(), parts.end());
    return concat('{', join(parts, ","), '}');
}

} // namespace ecgpress
