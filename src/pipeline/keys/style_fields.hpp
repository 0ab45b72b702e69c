// The keys of a page's style, each with the member of PageStyle that it sets.
#pragma once

#include <vector>

#include "page/page_style.hpp"
#include "pipeline/keys/config_values.hpp"

namespace ecgpress {

/// In the order in which documents list them.
std::vector<ConfigField> fields_of(PageStyle& style);

} // namespace ecgpress
