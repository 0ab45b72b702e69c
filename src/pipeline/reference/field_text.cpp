#include "pipeline/reference/field_text.hpp"

#include <cmath>

#include "core/numbers.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

/// Integers are written without an exponent.
std::string number_text(double value) {
    return value == std::floor(value) && std::abs(value) < 1e19 ? fixed(value, 0) : shortest(value);
}

std::vector<std::string> names_of(const ChoiceTarget& target) {
    return {target.names, target.names + target.count};
}

struct ValuesText {
    const ConfigField& field;

    std::string range() const {
        return concat(number_text(field.low), " to ", number_text(field.high));
    }
    std::string operator()(const double* /*member*/) const { return range(); }
    std::string operator()(const int* /*member*/) const { return "whole number, " + range(); }
    std::string operator()(const std::uint64_t* /*member*/) const {
        return "whole number, " + range();
    }
    std::string operator()(const std::optional<std::uint64_t>* /*member*/) const {
        return concat("whole number, ", range(), ", or null");
    }
    std::string operator()(const bool* /*member*/) const { return "true or false"; }
    std::string operator()(const std::string* /*member*/) const {
        return field.names.empty() ? "text" : join(field.names, ", ");
    }
    std::string operator()(const std::filesystem::path* /*member*/) const { return "path"; }
    std::string operator()(const std::vector<std::string>* /*member*/) const {
        return "one or a list of " + join(field.names, ", ");
    }
    std::string operator()(const Exclusion* /*member*/) const {
        return "a list of names, or a path";
    }
    std::string operator()(const LeadLookup* /*member*/) const { return "{NAME: lead, ...}"; }
    std::string operator()(const Colour* /*member*/) const {
        return "[red, green, blue] or \"#rrggbb\"";
    }
    std::string operator()(const ChoiceTarget& target) const {
        return join(names_of(target), ", ");
    }
    std::string operator()(const StepTarget& target) const {
        std::vector<std::string> steps;
        for (const int step : target.values) steps.push_back(concat(step));
        return join(steps, ", ");
    }
};

struct PlainSchema {
    const ConfigField& field;

    SchemaNode operator()(const double* /*member*/) const {
        return number_schema(field.low, field.high);
    }
    SchemaNode operator()(const int* /*member*/) const {
        return count_schema(field.low, field.high);
    }
    SchemaNode operator()(const std::uint64_t* /*member*/) const {
        return count_schema(field.low, field.high);
    }
    SchemaNode operator()(const std::optional<std::uint64_t>* /*member*/) const {
        return any_of({count_schema(field.low, field.high), type_of({"null"})});
    }
    SchemaNode operator()(const bool* /*member*/) const { return type_of({"boolean"}); }
    SchemaNode operator()(const std::string* /*member*/) const {
        return field.names.empty() ? type_of({"string", "number"}) : one_of_names(field.names);
    }
    SchemaNode operator()(const std::filesystem::path* /*member*/) const {
        return type_of({"string"});
    }
    SchemaNode operator()(const std::vector<std::string>* /*member*/) const {
        const SchemaNode one = one_of_names(field.names);
        return any_of({one, array_of(one, 1)});
    }
    SchemaNode operator()(const Exclusion* /*member*/) const {
        return any_of({array_of(type_of({"string", "number"}), 0), type_of({"string"})});
    }
    SchemaNode operator()(const LeadLookup* /*member*/) const {
        return object_node({{"type", SchemaNode::string("object")},
                            {"additionalProperties", type_of({"string"})}});
    }
    SchemaNode operator()(const Colour* /*member*/) const { return reference_to("colour"); }
    SchemaNode operator()(const ChoiceTarget& target) const {
        return one_of_names(names_of(target));
    }
    SchemaNode operator()(const StepTarget& target) const {
        SchemaNode values = SchemaNode::list({});
        for (const int step : target.values)
            values.items.push_back(SchemaNode::number(static_cast<std::uint64_t>(step)));
        return object_node({{"enum", std::move(values)}});
    }
};

/// Forms of a value that can be sampled per page.
struct DrawnSchema {
    const SchemaNode& plain;

    SchemaNode operator()(double* /*member*/) const {
        return any_of(
            {plain, array_of_two(plain), reference_to("normal"), reference_to("weighted_numbers")});
    }
    SchemaNode operator()(Colour* /*member*/) const {
        return any_of({plain, array_of_two(plain), reference_to("weighted_colours")});
    }
    SchemaNode operator()(bool* /*member*/) const {
        return any_of({plain, weights_of({"true", "false"})});
    }
    SchemaNode operator()(const ChoiceTarget& target) const {
        return any_of({plain, weights_of(names_of(target))});
    }
    template <class Other> SchemaNode operator()(const Other& /*target*/) const { return plain; }
};

std::string flow_scalar(const std::string& text, bool is_text) {
    const bool quotes = is_text && (text.empty() || text[0] == '#');
    return quotes ? concat('"', text, '"') : text;
}

} // namespace

std::string values_text(const ConfigField& field) {
    return std::visit(ValuesText{field}, field.target);
}

std::string flow_text(const ConfigNode& node) {
    std::vector<std::string> parts;
    if (node.kind == ConfigNode::Kind::null) return "null";
    if (node.kind == ConfigNode::Kind::scalar) return flow_scalar(node.text, node.quoted);
    for (const ConfigNode& item : node.items) parts.push_back(flow_text(item));
    if (node.kind == ConfigNode::Kind::list) return concat('[', join(parts, ", "), ']');
    for (const ConfigEntry& entry : node.entries)
        parts.push_back(concat(flow_scalar(entry.key, true), ": ", flow_text(entry.value)));
    return concat('{', join(parts, ", "), '}');
}

SchemaNode field_schema(const ConfigField& field, bool drawn) {
    const SchemaNode plain = std::visit(PlainSchema{field}, field.target);
    return drawn ? std::visit(DrawnSchema{plain}, field.target) : plain;
}

} // namespace ecgpress
