// Checks whether a design can be printed.
#pragma once

#include <string>
#include <vector>

#include "page/page.hpp"

namespace ecgpress {

/// The problems that make a design unprintable ("page_width_mm 100 is too small for layout 3x4.
/// ..."), one per element; empty if there are none.
std::vector<std::string> design_problems(const PageDesign& design);

} // namespace ecgpress
