#include "pipeline/reference/schema.hpp"

#include "core/lead.hpp"
#include "core/strings.hpp"
#include "dataset/shard/sample.hpp"
#include "page/layouts.hpp"
#include "pipeline/config/compound_keys.hpp"
#include "pipeline/config/config_artifacts.hpp"
#include "pipeline/config/config_fields.hpp"
#include "pipeline/config/looks.hpp"
#include "pipeline/keys/style_fields.hpp"
#include "pipeline/reference/field_text.hpp"
#include "render/artifacts/list.hpp"

namespace ecgpress {

namespace {

template <class Rows>
std::vector<std::string> names_of(const Rows& rows, std::vector<std::string> names = {}) {
    for (const auto& row : rows) names.emplace_back(row.name);
    return names;
}

/// A schema with a description.
SchemaNode described(SchemaNode schema, const std::string& text) {
    SchemaNode node = object_node({{"description", text_node(text)}});
    if (schema.find("$ref") != nullptr) { // keys next to a reference are ignored
        add_entry(node, "allOf", SchemaNode::list({std::move(schema)}));
        return node;
    }
    for (ConfigEntry& entry : schema.entries) node.entries.push_back(std::move(entry));
    return node;
}

SchemaNode or_null(SchemaNode schema) {
    return any_of({std::move(schema), type_of({"null"})});
}

/// Adds a field at its dotted key. Blocks are closed objects.
void add_field(SchemaNode& properties, const std::string& key, SchemaNode schema) {
    const std::size_t dot = key.find('.');
    if (dot == std::string::npos) return add_entry(properties, key, std::move(schema));
    const std::string block = key.substr(0, dot);
    if (properties.find(block) == nullptr)
        add_entry(properties, block, or_null(closed_object(SchemaNode::map())));
    SchemaNode& inner = *properties.find(block)->find("anyOf")->items[0].find("properties");
    add_field(inner, key.substr(dot + 1), std::move(schema));
}

SchemaNode properties_of(const std::vector<ConfigField>& fields, bool drawn) {
    SchemaNode properties = SchemaNode::map();
    for (const ConfigField& field : fields) {
        SchemaNode schema = described(field_schema(field, drawn), meaning_of(field));
        add_entry(schema, "title", text_node(field.key));
        add_entry(schema, "default", value_tree(field));
        add_field(properties, field.key, std::move(schema));
    }
    return properties;
}

SchemaNode block_of(const std::vector<ConfigField>& fields) {
    return or_null(closed_object(properties_of(fields, false)));
}

SchemaNode range_of_numbers(const NumberRange& range) {
    const SchemaNode number = number_schema(range.low, range.high);
    return any_of({number, array_of_two(number)});
}

SchemaNode lead_or_leads() {
    return any_of({reference_to("lead"), array_of(reference_to("lead"), 0)});
}

/// A total, or one number per split, or either of them per layout.
SchemaNode count_form() {
    const SchemaNode total = count_schema(k_page_counts.low, k_page_counts.high);
    SchemaNode splits = SchemaNode::map();
    for (const Split split : {Split::train, Split::val, Split::test})
        add_entry(splits, name_of(split), total);
    SchemaNode one = any_of({total, closed_object(splits)});
    SchemaNode layouts = open_object(one);
    SchemaNode names = one_of_names({"train", "val", "test"});
    add_entry(layouts, "propertyNames", object_node({{"not", std::move(names)}}));
    return any_of({total, closed_object(splits), std::move(layouts)});
}

SchemaNode looks_form() {
    SchemaNode properties = SchemaNode::map();
    const SchemaNode weight = number_schema(k_look_shares.low, k_look_shares.high);
    for (const std::string& key : compound_names("pages.looks.LOOK"))
        add_entry(properties, key,
                  described(key == "style" ? reference_to("style") : weight,
                            compound_key("pages.looks.LOOK." + key).meaning));
    return any_of({suggested_names(names_of(standard_looks(), {"default"})),
                   open_object(any_of({weight, closed_object(std::move(properties))})),
                   type_of({"null"})});
}

SchemaNode artifacts_form() {
    const std::vector<std::string> names = names_of(standard_presets());
    SchemaNode paired = SchemaNode::map();
    add_entry(paired, "paired",
              described(array_of(suggested_names(names), 1),
                        compound_key("pages.artifacts.paired").meaning));
    SchemaNode weights = open_object(number_schema(k_preset_shares.low, k_preset_shares.high));
    return any_of({suggested_names(names_of(standard_presets(), {"default", "none"})),
                   closed_object(std::move(paired)), std::move(weights)});
}

SchemaNode strength_form() {
    return any_of({one_of_names(names_of(strength_names())), range_of_numbers(k_strengths)});
}

SchemaNode artifact_form(const Artifact& artifact) {
    SchemaNode properties = SchemaNode::map();
    for (const std::string& key : compound_names("presets.NAME.ARTIFACT"))
        add_entry(properties, key,
                  described(key == "strength" ? reference_to("strength") : number_schema(0, 1),
                            compound_key("presets.NAME.ARTIFACT." + key).meaning));
    for (const ArtifactParameter& parameter : own_parameters(artifact))
        add_entry(properties, parameter.name,
                  described(number_schema(0, largest_value(parameter)), parameter.meaning));
    return described(any_of({reference_to("strength"), closed_object(std::move(properties))}),
                     artifact.meaning);
}

SchemaNode presets_form() {
    SchemaNode properties = SchemaNode::map();
    for (const Artifact& artifact : artifacts())
        add_entry(properties, artifact.name, artifact_form(artifact));
    return object_node({{"type", SchemaNode::list({text_node("object"), text_node("null")})},
                        {"additionalProperties", closed_object(std::move(properties))}});
}

SchemaNode name_form() {
    return object_node({{"type", text_node("string")}, {"pattern", text_node("^[A-Za-z0-9_-]+$")}});
}

/// Forms of a compound key's value. @pre it is a key of a group
SchemaNode group_form(const std::string& key) {
    PageGroup group;
    const std::vector<std::string> layouts = names_of(standard_layouts());
    if (key == "name") return name_form();
    if (key == "layouts")
        return any_of({suggested_names(layouts), array_of(suggested_names(layouts), 1),
                       open_object(number_schema(k_shares.low, k_shares.high))});
    if (key == "rhythm") return lead_or_leads();
    if (key == "count") return count_form();
    if (key == "count_per") return one_of_names({"group", "layout"});
    if (key == "count_by") return open_object(number_schema(k_shares.low, k_shares.high));
    if (key == "datasets") return array_of(one_of_names(dataset_names()), 1);
    if (key == "caps") return block_of(fields_of(group.caps));
    if (key == "style") return reference_to("style");
    if (key == "looks") return looks_form();
    if (key == "overlap_ratio") return or_null(range_of_numbers(k_overlap_ratios));
    if (key == "mask") return block_of(fields_of(group.mask));
    if (key == "jpeg") return block_of(fields_of(group.jpeg));
    return artifacts_form();
}

/// A closed object with a block's compound keys and the list of required ones.
template <class Form> SchemaNode object_of(const std::string& block, const Form& form) {
    SchemaNode properties = SchemaNode::map(), required = SchemaNode::list({});
    for (const std::string& name : compound_names(block)) {
        const CompoundKey& key = compound_key(concat(block, '.', name));
        SchemaNode value = described(form(name), key.meaning);
        add_entry(value, "title", text_node(key.path));
        add_entry(properties, name, std::move(value));
        if (key.required) required.items.push_back(text_node(name));
    }
    SchemaNode schema = closed_object(std::move(properties));
    add_entry(schema, "required", std::move(required));
    return schema;
}

SchemaNode layouts_form() {
    return array_of(object_of("layouts",
                              [](const std::string& name) {
                                  const SchemaNode rows =
                                      array_of(array_of(reference_to("lead"), 1), 1);
                                  return name == "name" ? name_form() : rows;
                              }),
                    0);
}

SchemaNode top_form(const std::string& key) {
    if (key == "layouts") return layouts_form();
    if (key == "style") return reference_to("style");
    if (key == "presets") return presets_form();
    return array_of(object_of("pages", group_form), 1);
}

SchemaNode weighted(const std::string& key_pattern) {
    SchemaNode patterns = SchemaNode::map();
    add_entry(patterns, key_pattern, reference_to("weight"));
    return object_node({{"type", text_node("object")},
                        {"patternProperties", std::move(patterns)},
                        {"additionalProperties", SchemaNode::truth(false)},
                        {"minProperties", SchemaNode::number(std::uint64_t{1})}});
}

SchemaNode colour_form() {
    SchemaNode parts = array_of(count_schema(0, 255), 3);
    add_entry(parts, "maxItems", SchemaNode::number(std::uint64_t{3}));
    return any_of({std::move(parts), object_node({{"type", text_node("string")},
                                                  {"pattern", text_node("^#[0-9a-fA-F]{6}$")}})});
}

SchemaNode normal_form() {
    SchemaNode properties = SchemaNode::map();
    for (const char* key : {"mean", "sd", "low", "high"})
        add_entry(properties, key, type_of({"number"}));
    SchemaNode schema = closed_object(std::move(properties));
    add_entry(schema, "required", SchemaNode::list({text_node("mean"), text_node("sd")}));
    return schema;
}

SchemaNode lead_form() {
    std::vector<std::string> names;
    for (const Lead lead : all_leads()) names.emplace_back(name_of(lead));
    SchemaNode any_case =
        object_node({{"type", text_node("string")},
                     {"pattern", text_node("^ *([Ii]{1,3}|[Aa][Vv][RrLlFf]|[Vv][1-6]) *$")}});
    return any_of({one_of_names(names), std::move(any_case)});
}

SchemaNode definitions() {
    constexpr const char* number = "[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?";
    constexpr const char* colour = "#[0-9a-fA-F]{6}";
    const auto pieces = [](const std::string& value) {
        return concat("^ *", value, "( *\\.\\. *", value, ")? *$");
    };
    SchemaNode all = SchemaNode::map();
    PageStyle style;
    add_entry(all, "style", or_null(closed_object(properties_of(fields_of(style), true))));
    add_entry(all, "colour", described(colour_form(), "[red, green, blue], or \"#rrggbb\""));
    add_entry(all, "lead", lead_form());
    add_entry(all, "strength", strength_form());
    add_entry(all, "weight", number_schema(0, k_shares.high));
    add_entry(all, "normal",
              described(normal_form(), "normally distributed, drawn again outside low and high"));
    add_entry(all, "weighted_numbers",
              described(weighted(pieces(number)), "{value: weight, low..high: weight, ...}"));
    add_entry(all, "weighted_colours",
              described(weighted(pieces(colour)), "{\"#rrggbb\": weight, ...}"));
    return all;
}

} // namespace

std::string config_schema() {
    Config config;
    SchemaNode properties = properties_of(fields_of(config), false);
    for (const std::string& key : compound_names(""))
        add_entry(properties, key, described(top_form(key), compound_key(key).meaning));
    SchemaNode schema =
        object_node({{"$schema", text_node("http://json-schema.org/draft-07/schema#")},
                     {"title", text_node("ecgpress configuration")}});
    SchemaNode whole = closed_object(std::move(properties));
    for (ConfigEntry& entry : whole.entries) schema.entries.push_back(std::move(entry));
    add_entry(schema, "required", SchemaNode::list({text_node("pages")}));
    add_entry(schema, "definitions", definitions());
    return pretty_json(schema) + '\n';
}

} // namespace ecgpress
