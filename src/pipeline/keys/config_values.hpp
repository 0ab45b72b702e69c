// Strict reading of single values of the configuration.
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
/// @param path  path of the value, for messages: "pages.plain.style.dpi"
/// @param or_else  alternative forms, for messages: ", or ..."
void read_value(const ConfigNode& node, const ConfigField& field, const std::string& path,
                ConfigProblems& problems, const char* or_else = "");

/// Adds the problem `PATH is "abc" (MEANING). NEEDED.`
void add_wrong_value(const ConfigNode& node, const std::string& path, const std::string& meaning,
                     const std::string& needed, ConfigProblems& problems);

/// Reads an integer from low to high. Otherwise adds a problem and returns std::nullopt.
std::optional<std::uint64_t> read_count(const ConfigNode& node, const std::string& path,
                                        const std::string& meaning, double low, double high,
                                        ConfigProblems& problems);
/// Reads a finite number from low to high. Otherwise adds a problem and returns std::nullopt.
std::optional<double> read_number(const ConfigNode& node, const std::string& path,
                                  const std::string& meaning, double low, double high,
                                  ConfigProblems& problems);

/// Reads a number, or [low, high] in this order. Otherwise adds a problem and returns std::nullopt.
std::optional<NumberRange> read_range(const ConfigNode& node, const std::string& path,
                                      const std::string& meaning, double low, double high,
                                      ConfigProblems& problems);

/// `did you mean "3x4" (of 3x1, 3x4)?`, or all names if none is similar. If there are many names,
/// only the most similar one is given.
std::string choice_advice(const std::string& given, const std::vector<std::string>& names);

} // namespace ecgpress
