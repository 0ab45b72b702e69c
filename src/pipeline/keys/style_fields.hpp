// The keys of a page's style, each with the member of PageStyle that it sets.
#pragma once

#include <vector>

#include "page/page_style.hpp"
#include "pipeline/keys/config_field.hpp"

namespace ecgpress {

/// In a fixed order: it decides which extremes of a style are tried (drawn_style.hpp).
std::vector<ConfigField> fields_of(PageStyle& style);

} // namespace ecgpress
