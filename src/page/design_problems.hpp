// Whether a design can be printed.
#pragma once

#include <string>
#include <vector>

#include "page/page.hpp"

namespace ecgpress {

/// Problems that make a design impossible to print ("page_width_mm 100 is too small for ... needs
/// 281.25"), one a line; empty if there is none.
std::vector<std::string> design_problems(const PageDesign& design);

} // namespace ecgpress
