// Layouts: which lead is printed in which panel of rows x columns.
#pragma once

#include <string>
#include <vector>

#include "core/lead.hpp"

namespace ecgpress {

/// A standard layout, or one defined in a configuration.
struct Layout {
    std::string name; ///< "3x4"
    int rows = 0, columns = 0;
    /// The leads of the panels: each choice has rows * columns leads, row by row. Most layouts have
    /// one choice; a 3-channel strip (3x1) has four, one of which is sampled per page.
    std::vector<std::vector<Lead>> choices;
    std::vector<Lead> rhythm; ///< full-length strips below the panels
    std::string summary;
};

} // namespace ecgpress
