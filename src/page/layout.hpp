// Which lead is printed where: rows x columns of panels, as a table entry.
#pragma once

#include <string>
#include <vector>

#include "core/lead.hpp"

namespace ecgpress {

/// One entry of the table of layouts, or one that a configuration defines.
struct Layout {
    std::string name; ///< "3x4"
    int rows = 0, columns = 0;
    /// What the panels may show: each choice has rows * columns leads, row by row. Most layouts
    /// have one choice; a 3-channel strip (3x1) has four, and each page draws one.
    std::vector<std::vector<Lead>> choices;
    std::vector<Lead> rhythm; ///< full-length strips below
    std::string summary;
};

/// THE TABLE: 3x1, 3x4 and 6x2 without and with strips, 12x1, 4x3, 4x2+4R.
const std::vector<Layout>& standard_layouts();

/// @return nothing if there is no layout of that name in `layouts`
const Layout* find_layout(const std::vector<Layout>& layouts, const std::string& name);

/// Makes a layout from rows of leads. @throws ConfigError if there is no lead or the rows differ in
/// length
Layout make_layout(const std::string& name, const std::vector<std::vector<Lead>>& rows);

} // namespace ecgpress
