// Warnings about keys of styles that have no effect.
#pragma once

#include <vector>

#include "pipeline/advice/warning.hpp"
#include "pipeline/config/config.hpp"

namespace ecgpress {

/// Warnings about style keys that have no effect on any page they are set for. Keys with the same
/// reason and groups are combined into one warning.
std::vector<Warning> idle_style_keys(const Config& config);

} // namespace ecgpress
