// Definitions of the style keys, each bound to a member of PageStyle.
#pragma once

#include <vector>

#include "page/page_style.hpp"
#include "pipeline/keys/config_field.hpp"

namespace ecgpress {

/// In a fixed order, because it determines which extremes of a style are checked (drawn_style.hpp).
std::vector<ConfigField> fields_of(PageStyle& style);

} // namespace ecgpress
