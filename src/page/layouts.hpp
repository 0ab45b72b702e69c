// The table of layouts, and how a layout is found or made.
#pragma once

#include <string>
#include <vector>

#include "page/layout.hpp"

namespace ecgpress {

/// THE TABLE: 3x1, 3x4 and 6x2 without and with strips, 12x1, 4x3, 4x2+4R.
const std::vector<Layout>& standard_layouts();

/// @return nothing if there is no layout of that name in `layouts`
const Layout* find_layout(const std::vector<Layout>& layouts, const std::string& name);

/// Makes a layout from rows of leads. @throws ConfigError if there is no lead or the rows differ in
/// length
Layout make_layout(const std::string& name, const std::vector<std::vector<Lead>>& rows);

} // namespace ecgpress
