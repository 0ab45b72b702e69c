// The settings that a release was written with, as the release states them.
#pragma once

#include <optional>
#include <string>

namespace ecgpress {

/// @param run_config  the configuration of the run as JSON (ConfigTexts::effective)
/// @param stated  the text of the release's logs.json, or of the settings.json of an unfinished one
/// @return the configuration with the release's own `release` settings; no value if the text states
/// none
std::optional<std::string> with_stated_settings(const std::string& run_config,
                                                const std::string& stated);

} // namespace ecgpress
