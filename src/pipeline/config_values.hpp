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

#include "pipeline/config.hpp"
#include "pipeline/config_tree.hpp"

namespace ecgpress {

using FieldTarget =
    std::variant<double*, int*, std::uint64_t*, std::optional<std::uint64_t>*, bool*, std::string*,
                 std::filesystem::path*, std::vector<std::string>*, Colour*, ColumnTime*,
                 ChromaSubsampling*>;

/// A key, bound to the member of a struct that it sets.
struct ConfigField {
    const char* key; ///< dotted below its block: "margins_mm.left"
    FieldTarget target;
    const char* meaning;      ///< with the unit; goes into error messages
    double low = 0, high = 0; ///< of a number, both allowed
};

/// Reads a value into a field's member, or adds a problem.
/// @param path    how messages call the value: "pages.plain.style.dpi"
/// @param ranges  where [low, high] goes if numbers may be drawn for each page (null pointer: they
/// may not); a plain number takes an earlier range away
void read_value(const ConfigNode& node, const ConfigField& field, const std::string& path,
                std::map<std::string, Range>* ranges, ConfigProblems& problems);

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

/// `did you mean "3x4" (of 3x1, 3x4)?`, or all names to choose from if none is near; of many, only
/// the nearest.
std::string choice_advice(const std::string& given, const std::vector<std::string>& names);

} // namespace ecgpress
