// Single values of the configuration, read strictly.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/keys/config_field.hpp"
#include "pipeline/keys/config_tree.hpp"
#include "pipeline/keys/style_draw.hpp"

namespace ecgpress {

/// Reads a value into a field's member, or adds a problem.
/// @param path  how messages call the value: "pages.plain.style.dpi"
/// @param or_else  what else may be given: ", or ..."
void read_value(const ConfigNode& node, const ConfigField& field, const std::string& path,
                ConfigProblems& problems, const char* or_else = "");

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

/// `did you mean "3x4" (of 3x1, 3x4)?`, or all names to choose from if none is near; of many, only
/// the nearest.
std::string choice_advice(const std::string& given, const std::vector<std::string>& names);

} // namespace ecgpress
