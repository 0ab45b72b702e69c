// Whether the releases that a configuration requests can be written, as far as it is known before a
// page is drawn.
#pragma once

#include "pipeline/config/config.hpp"

namespace ecgpress {

/// @throws ConfigError if a release would have no page, more files than release.most_files, or too
/// many files for its archives. It names settings that work.
void require_possible_releases(const Config& config);

} // namespace ecgpress
