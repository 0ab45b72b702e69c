// Reads a configuration from a file, from text, or from a run folder.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "pipeline/config/config.hpp"

namespace ecgpress {

/// Reads a configuration file and `overrides` ("seed=7", "pages.0.style.dpi=200",
/// "pages.demo.count=12": a dotted path, then a YAML value). Relative source paths are relative to
/// the working directory. A file name without a folder, of which no file exists, can be that of an
/// installed configuration ("demo.yaml").
/// @throws ConfigError with every problem: file, line, problem, and the most similar valid name or
/// the valid range
Config load_config(const std::filesystem::path& name, const std::vector<std::string>& overrides);

/// Reads a configuration from text. `name` is used instead of the file name in messages.
Config parse_config(const std::string& yaml, const std::string& name,
                    const std::vector<std::string>& overrides);

/// Reads the text that a run stores (ConfigTexts::effective).
Config config_from_json(const std::string& json);

/// Reads the text that shards store (ConfigTexts::shard). It has no paths, and source.path is
/// empty.
Config config_without_paths(const std::string& json);

} // namespace ecgpress
