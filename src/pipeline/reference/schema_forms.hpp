// Pieces of a JSON Schema, as trees of values.
#pragma once

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "pipeline/keys/config_tree.hpp"

namespace ecgpress {

using SchemaNode = ConfigNode;

SchemaNode text_node(const std::string& text);
SchemaNode object_node(std::initializer_list<std::pair<const char*, SchemaNode>> entries);
/// Adds an entry to a map; its key may have dots.
void add_entry(SchemaNode& map, const std::string& key, SchemaNode value);

/// {"$ref": "#/definitions/NAME"}
SchemaNode reference_to(const std::string& definition);
SchemaNode type_of(std::initializer_list<const char*> types);
SchemaNode number_schema(double low, double high);
SchemaNode count_schema(double low, double high); ///< a whole number
SchemaNode array_of(SchemaNode items, std::uint64_t least);
SchemaNode array_of_two(SchemaNode items);
/// One of these names. One that looks like a number may be written without quotes.
SchemaNode one_of_names(const std::vector<std::string>& names);
/// Any name; editors suggest the given ones.
SchemaNode suggested_names(const std::vector<std::string>& names);
SchemaNode any_of(std::vector<SchemaNode> forms);
/// A map with these keys and no others. @param properties  a map from keys to schemas
SchemaNode closed_object(SchemaNode properties);
/// A map with at least one entry, whose keys the user chooses.
SchemaNode open_object(SchemaNode value);
/// A map from these names to weights.
SchemaNode weights_of(const std::vector<std::string>& names);

/// Human-readable JSON: indented by two spaces per level; short lists and maps on one line.
std::string pretty_json(const ConfigNode& node, std::size_t indent = 0);

} // namespace ecgpress
