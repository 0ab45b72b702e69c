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

} // namespace ecgpress
