#include "pipeline/reference/schema_forms.hpp"

#include <cmath>

#include "core/numbers.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

constexpr std::size_t k_widest_line = 110;

/// Writes integers without an exponent, because some readers treat 1e6 as a fraction.
SchemaNode number_node(double value) {
    if (value >= 0 && value < 1e19 && value == std::floor(value))
        return SchemaNode::number(static_cast<std::uint64_t>(value));
    return SchemaNode::number(value);
}

SchemaNode flag(bool value) {
    return SchemaNode::truth(value);
}

} // namespace

SchemaNode text_node(const std::string& text) {
    return SchemaNode::string(text);
}

SchemaNode object_node(std::initializer_list<std::pair<const char*, SchemaNode>> entries) {
    SchemaNode node = SchemaNode::map();
    for (const auto& [key, value] : entries) add_entry(node, key, value);
    return node;
}

void add_entry(SchemaNode& map, const std::string& key, SchemaNode value) {
    map.entries.push_back({key, "", std::move(value)});
}

SchemaNode reference_to(const std::string& definition) {
    return object_node({{"$ref", text_node("#/definitions/" + definition)}});
}

SchemaNode type_of(std::initializer_list<const char*> types) {
    SchemaNode list = SchemaNode::list({});
    for (const char* type : types) list.items.push_back(text_node(type));
    return object_node({{"type", list.items.size() == 1 ? list.items.front() : list}});
}

SchemaNode number_schema(double low, double high) {
    return object_node({{"type", text_node("number")},
                        {"minimum", number_node(low)},
                        {"maximum", number_node(high)}});
}

SchemaNode count_schema(double low, double high) {
    return object_node({{"type", text_node("integer")},
                        {"minimum", number_node(low)},
                        {"maximum", number_node(high)}});
}

SchemaNode array_of(SchemaNode items, std::uint64_t least) {
    SchemaNode schema = object_node({{"type", text_node("array")}, {"items", std::move(items)}});
    if (least > 0) add_entry(schema, "minItems", SchemaNode::number(least));
    return schema;
}

SchemaNode array_of_two(SchemaNode items) {
    SchemaNode schema = array_of(std::move(items), 2);
    add_entry(schema, "maxItems", SchemaNode::number(std::uint64_t{2}));
    return schema;
}

SchemaNode one_of_names(const std::vector<std::string>& names) {
    SchemaNode values = SchemaNode::list({});
    long long number = 0;
    for (const std::string& name : names) {
        values.items.push_back(text_node(name));
        if (parse_number(name, number) && number >= 0)
            values.items.push_back(SchemaNode::number(static_cast<std::uint64_t>(number)));
    }
    return object_node({{"enum", std::move(values)}});
}

SchemaNode suggested_names(const std::vector<std::string>& names) {
    return any_of({one_of_names(names), type_of({"string"})});
}

SchemaNode any_of(std::vector<SchemaNode> forms) {
    return object_node({{"anyOf", SchemaNode::list(std::move(forms))}});
}

SchemaNode closed_object(SchemaNode properties) {
    return object_node({{"type", text_node("object")},
                        {"properties", std::move(properties)},
                        {"additionalProperties", flag(false)}});
}

SchemaNode open_object(SchemaNode value) {
    return object_node({{"type", text_node("object")},
                        {"additionalProperties", std::move(value)},
                        {"minProperties", SchemaNode::number(std::uint64_t{1})}});
}

SchemaNode weights_of(const std::vector<std::string>& names) {
    SchemaNode properties = SchemaNode::map();
    for (const std::string& name : names) add_entry(properties, name, reference_to("weight"));
    SchemaNode schema = closed_object(std::move(properties));
    add_entry(schema, "minProperties", SchemaNode::number(std::uint64_t{1}));
    return schema;
}

namespace {

/// On one line, in the order of the tree; empty if it is too wide.
std::string one_line(const ConfigNode& node) {
    if (node.kind == ConfigNode::Kind::scalar || node.kind == ConfigNode::Kind::null)
        return json_text(node);
    std::vector<std::string> parts;
    const auto add = [&](const std::string& before, const ConfigNode& inner) {
        const std::string text = one_line(inner);
        parts.push_back(text.empty() ? text : before + text);
        return !text.empty();
    };
    for (const ConfigNode& item : node.items)
        if (!add("", item)) return "";
    for (const ConfigEntry& entry : node.entries)
        if (!add(json_text(text_node(entry.key)) + ": ", entry.value)) return "";
    const bool list = node.kind == ConfigNode::Kind::list;
    const std::string text = concat(list ? '[' : '{', join(parts, ", "), list ? ']' : '}');
    return text.size() > k_widest_line ? "" : text;
}

} // namespace

std::string pretty_json(const ConfigNode& node, std::size_t indent) {
    const std::string line = one_line(node);
    if (!line.empty() && line.size() + indent <= k_widest_line) return line;
    if (node.kind == ConfigNode::Kind::scalar) return json_text(node); // a long text
    std::vector<std::string> parts;
    for (const ConfigNode& item : node.items) parts.push_back(pretty_json(item, indent + 2));
    for (const ConfigEntry& entry : node.entries)
        parts.push_back(
            concat(json_text(text_node(entry.key)), ": ", pretty_json(entry.value, indent + 2)));
    const std::string margin = "\n" + std::string(indent, ' ');
    const bool list = node.kind == ConfigNode::Kind::list;
    return concat(list ? '[' : '{', margin, "  ", join(parts, "," + margin + "  "), margin,
                  list ? ']' : '}');
}

} // namespace ecgpress
