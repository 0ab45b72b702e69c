// Definition of a configuration key: name, unit, meaning, range, and the struct member that it
// sets. All readers and the reference use it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "pipeline/keys/config_tree.hpp"
#include "pipeline/keys/style_draw.hpp"
#include "signal/exclusion.hpp"
#include "signal/lead_lookup.hpp"

namespace ecgpress {

/// A member of any enumeration type. Its values have names.
struct ChoiceTarget {
    void* member;
    int (*get)(const void* member);
    void (*set)(void* member, int value);
    const char* const* names; ///< in the order of the enumeration
    std::size_t count;
};

template <class Enum, std::size_t Count>
ChoiceTarget choice(Enum& member, const char* const (&names)[Count]) {
    return {&member,
            [](const void* from) { return static_cast<int>(*static_cast<const Enum*>(from)); },
            [](void* to, int value) { *static_cast<Enum*>(to) = static_cast<Enum>(value); }, names,
            Count};
}

/// An integer member with a fixed set of values.
struct StepTarget {
    int* member;
    std::vector<int> values;
};

using FieldTarget =
    std::variant<double*, int*, std::uint64_t*, std::optional<std::uint64_t>*, bool*, std::string*,
                 std::filesystem::path*, std::vector<std::string>*, Exclusion*, LeadLookup*,
                 Colour*, ChoiceTarget, StepTarget>;

/// A key, bound to the struct member that it sets.
struct ConfigField {
    const char* key; ///< dotted below its block: "margins_mm.left"
    FieldTarget target;
    const char* unit;                    ///< "mm"; empty if it has none
    const char* meaning;                 ///< a phrase, for documents and error messages
    double low = 0, high = 0;            ///< range of a number, inclusive
    const char* zero = "";               ///< meaning of 0 if it is a special value: "no limit"
    std::vector<std::string> names = {}; ///< allowed texts; if empty, any text
};

/// `width of the page, in mm; 0: as wide as needed`
std::string meaning_text(const std::string& meaning, const std::string& unit,
                         const std::string& zero);
std::string meaning_of(const ConfigField& field);

/// A field's value as it is read.
ConfigNode value_tree(const ConfigField& field);

/// The member of a style that a field is bound to. @pre it is no text
StyleValue style_value(const ConfigField& field);
void set_style_value(const ConfigField& field, const StyleValue& value);

} // namespace ecgpress
