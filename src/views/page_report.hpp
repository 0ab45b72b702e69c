// Description of a page for `ecgpress show`.
#pragma once

#include <string>

#include "pipeline/config/config.hpp"
#include "pipeline/press/printed_page.hpp"

namespace ecgpress {

/// Describes a page: its record and plan (YAML), one line per printed lead, and the oracle's
/// scores, computed now. The three parts are separated by empty lines.
std::string describe(const PrintedPage& printed, const Config& config);

} // namespace ecgpress
