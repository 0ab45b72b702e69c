// From a group's settings to one page's design, and whether every design that a group can draw is
// possible.
#pragma once

#include <string>
#include <vector>

#include "page/page.hpp"
#include "pipeline/config.hpp"

namespace ecgpress {

PageDesign make_design(const PageGroup& group, const Layout& layout, const std::vector<Lead>& leads,
                       const PageStyle& style);

/// What makes designs of a group impossible to print, for each of its layouts and at the ends of
/// its style's ranges; empty if all are possible.
std::vector<std::string> impossible_designs(const PageGroup& group,
                                            const std::vector<Layout>& layouts);

} // namespace ecgpress
