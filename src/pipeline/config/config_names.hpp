// Names in the configuration: user-defined names, and leads.
#pragma once

#include <optional>
#include <string>

#include "core/lead.hpp"
#include "pipeline/keys/config_tree.hpp"

namespace ecgpress {

/// True for letters, digits, _ and -, but not only digits: names of groups and layouts are parts of
/// dotted paths.
bool is_name(const std::string& name);

/// Reads a lead. Otherwise adds a problem and returns std::nullopt.
std::optional<Lead> read_lead(const ConfigNode& node, const std::string& path,
                              ConfigProblems& problems);

} // namespace ecgpress
