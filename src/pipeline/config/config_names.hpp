// Names in the configuration: those that users choose, and leads.
#pragma once

#include <optional>
#include <string>

#include "core/lead.hpp"
#include "pipeline/keys/config_tree.hpp"

namespace ecgpress {

/// Names of groups and layouts are part of dotted paths: letters, digits, _ and -, not all digits.
bool is_name(const std::string& name);

/// A lead, or a problem and nothing.
std::optional<Lead> read_lead(const ConfigNode& node, const std::string& path,
                              ConfigProblems& problems);

} // namespace ecgpress
