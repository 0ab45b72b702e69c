// Allowed values of a key with one value, as text and as JSON Schema.
#pragma once

#include <string>

#include "pipeline/keys/config_field.hpp"
#include "pipeline/reference/schema_forms.hpp"

namespace ecgpress {

/// `20 to 2400`, `none, left, right`, `true or false`
std::string values_text(const ConfigField& field);

/// A tree of values as YAML on one line: `{200: 0.5, 100..300: 0.5}`.
std::string flow_text(const ConfigNode& node);

/// @param drawn  the value can be sampled per page, as in a style
SchemaNode field_schema(const ConfigField& field, bool drawn);

} // namespace ecgpress
