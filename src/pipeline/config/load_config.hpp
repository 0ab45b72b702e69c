// Reads a configuration from a file, from text, or from what a run has stored.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "pipeline/config/config.hpp"

namespace ecgpress {

/// Reads a configuration file and `overrides` ("seed=7", "pages.0.style.dpi=200",
/// "pages.demo.count=12": a dotted path, then a YAML value). Relative source paths are relative to
/// the working directory.
/// @throws ConfigError listing every problem: file, line, what is wrong, the nearest valid name or
/// the valid range
Config load_config(const std::filesystem::path& file, const std::vector<std::string>& overrides);

/// The same from text; `name` stands for the file in messages.
Config parse_config(const std::string& yaml, const std::string& name,
                    const std::vector<std::string>& overrides);

/// Reads effective_config's text back (what a run's folder keeps).
Config config_from_json(const std::string& json);

} // namespace ecgpress
