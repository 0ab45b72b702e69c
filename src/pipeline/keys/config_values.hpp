// Single values of the configuration: read strictly into the members that they are bound to, and
// written back.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "pipeline/keys/config_tree.hpp"
#include "pipeline/keys/style_draw.hpp"
#include "signal/exclusion.hpp"

namespace ecgpress {

/// A member that is an enumeration, whichever: its values have names.
struct ChoiceTarget {
    void* member;
    int (*get)(const void* member);
    void (*set)(void* member, int value);
    const char* const* names; ///< in the enumeration's order
    std::size_t count;
};

template <class Enum, std::size_t Count>
ChoiceTarget choice(Enum& member, const char* const (&names)[Count]) {
    return {&member,
            [](const void* from) { return static_cast<int>(*static_cast<const Enum*>(from)); },
            [](void* to, int value) { *static_cast<Enum*>(to) = static_cast<Enum>(value); }, names,
            Count};
}

using FieldTarget = std::variant<double*, int*, std::uint64_t*, std::optional<std::uint64_t>*,
                                 bool*, std::string*, std::filesystem::path*,
                                 std::vector<std::string>*, Exclusion*, Colour*, ChoiceTarget>;

/// A key, bound to the member of a struct that it sets.
struct ConfigField {
    const char* key; ///< dotted below its block: "margins_mm.left"
    FieldTarget target;
    const char* meaning;      ///< with the unit; goes into error messages
    double low = 0, high = 0; ///< of a number, both allowed
};

/// Reads a value into a field's member, or adds a problem.
/// @param path  how messages call the value: "pages.plain.style.dpi"
/// @param or_else  what else may be given: ", or ..."
void read_value(const ConfigNode& node, const ConfigField& field, const std::string& path,
                ConfigProblems& problems, const char* or_else = "");

/// A field's value as it is read.
ConfigNode value_tree(const ConfigField& field);

/// `PATH is "abc" (MEANING) NEEDED`
void add_wrong_value(const ConfigNode& node, const std::string& path, const std::string& meaning,
                     const std::string& needed, ConfigProblems& problems);

/// A whole number of low ... high, or a problem and nothing.
std::optional<std::uint64_t> read_count(const ConfigNode& node, const std::string& path,
                                        const std::string& meaning, double low, double high,
                                        ConfigProblems& problems);
/// A finite number of low ... high, or a problem and nothing.
std::optional<double> read_number(const ConfigNode& node, const std::string& path,
                                  const std::string& meaning, double low, double high,
                                  ConfigProblems& problems);

/// A number, or [low, high] with the lower first; or a problem and nothing.
std::optional<NumberRange> read_range(const ConfigNode& node, const std::string& path,
                                      const std::string& meaning, double low, double high,
                                      ConfigProblems& problems);

/// The member of a style that a field is bound to. @pre it is no text
StyleValue style_value(const ConfigField& field);
void set_style_value(const ConfigField& field, const StyleValue& value);

/// `did you mean "3x4" (of 3x1, 3x4)?`, or all names to choose from if none is near; of many, only
/// the nearest.
std::string choice_advice(const std::string& given, const std::vector<std::string>& names);

} // namespace ecgpress
