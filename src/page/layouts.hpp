// The table of layouts, and functions to find and create a layout.
#pragma once

#include <string>
#include <vector>

#include "page/layout.hpp"

namespace ecgpress {

/// The table of layouts: 3x1, 3x4 and 6x2 without and with strips, 6x1, 12x1, 4x3, 4x2+4R.
const std::vector<Layout>& standard_layouts();

/// @return the layout with this name, or null
const Layout* find_layout(const std::vector<Layout>& layouts, const std::string& name);

/// Creates a layout from rows of leads. @throws ConfigError if there are no leads or the rows
/// differ in length
Layout make_layout(const std::string& name, const std::vector<std::vector<Lead>>& rows);

} // namespace ecgpress
