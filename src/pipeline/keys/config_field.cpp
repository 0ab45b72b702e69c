#include "pipeline/keys/config_field.hpp"

#include <cassert>
#include <type_traits>
#include <utility>

#include "core/strings.hpp"

namespace ecgpress {

namespace {

struct FieldWriter {
    ConfigNode operator()(const double* value) const { return ConfigNode::number(*value); }
    ConfigNode operator()(const int* value) const {
        return ConfigNode::number(static_cast<std::uint64_t>(*value));
    }
    ConfigNode operator()(const std::uint64_t* value) const { return ConfigNode::number(*value); }
    ConfigNode operator()(const std::optional<std::uint64_t>* value) const {
        return *value ? ConfigNode::number(**value) : ConfigNode::null();
    }
    ConfigNode operator()(const bool* value) const { return ConfigNode::truth(*value); }
    ConfigNode operator()(const std::string* value) const { return ConfigNode::string(*value); }
    ConfigNode operator()(const std::filesystem::path* value) const {
        return ConfigNode::string(value->string());
    }
    ConfigNode operator()(const std::vector<std::string>* value) const {
        std::vector<ConfigNode> items;
        for (const std::string& text : *value) items.push_back(ConfigNode::string(text));
        return ConfigNode::list(std::move(items));
    }
    ConfigNode operator()(const Exclusion* value) const { return (*this)(&value->names); }
    ConfigNode operator()(const LeadLookup* value) const {
        ConfigNode tree = ConfigNode::map();
        for (const auto& [name, lead] : value->own())
            tree.entries.push_back({name, "", ConfigNode::string(lead)});
        return tree;
    }
    ConfigNode operator()(const Colour* value) const {
        std::vector<ConfigNode> items;
        for (const std::uint64_t part : {value->red, value->green, value->blue})
            items.push_back(ConfigNode::number(part));
        return ConfigNode::list(std::move(items));
    }
    ConfigNode operator()(const ChoiceTarget& target) const {
        return ConfigNode::string(target.names[target.get(target.member)]);
    }
    ConfigNode operator()(const StepTarget& target) const { return (*this)(target.member); }
};

struct StyleValueReader {
    template <class Value> StyleValue operator()(const Value* value) const {
        if constexpr (std::is_constructible_v<StyleValue, Value>) return *value;
        assert(false);
        return {};
    }
    StyleValue operator()(const StepTarget& target) const { return (*this)(target.member); }
    StyleValue operator()(const ChoiceTarget& target) const { return target.get(target.member); }
};

struct StyleValueWriter {
    const StyleValue& value;

    void operator()(double* target) const { *target = std::get<double>(value); }
    void operator()(bool* target) const { *target = std::get<bool>(value); }
    void operator()(Colour* target) const { *target = std::get<Colour>(value); }
    void operator()(const ChoiceTarget& target) const {
        target.set(target.member, std::get<int>(value));
    }
    template <class Other> void operator()(const Other& /*target*/) const { assert(false); }
};

} // namespace

std::string meaning_text(const std::string& meaning, const std::string& unit,
                         const std::string& zero) {
    return concat(meaning, unit.empty() ? "" : ", in " + unit, zero.empty() ? "" : "; 0: " + zero);
}

std::string meaning_of(const ConfigField& field) {
    return meaning_text(field.meaning, field.unit, field.zero);
}

StyleValue style_value(const ConfigField& field) {
    return std::visit(StyleValueReader{}, field.target);
}

void set_style_value(const ConfigField& field, const StyleValue& value) {
    std::visit(StyleValueWriter{value}, field.target);
}

ConfigNode value_tree(const ConfigField& field) {
    return std::visit(FieldWriter{}, field.target);
}

} // namespace ecgpress
