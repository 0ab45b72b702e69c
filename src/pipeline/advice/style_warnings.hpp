// Warnings about keys of styles that have no effect.
#pragma once

#include <vector>

#include "pipeline/advice/warning.hpp"
#include "pipeline/config/config.hpp"

namespace ecgpress {

/// Keys of styles that change nothing on any page they are set for.
std::vector<Warning> idle_style_keys(const Config& config);

} // namespace ecgpress
