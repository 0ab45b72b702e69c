// From a group's settings to one page's design, and whether every design that a group can draw is
// possible.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "page/page.hpp"
#include "pipeline/config/config.hpp"

namespace ecgpress {

constexpr std::uint64_t k_most_designs = 50'000;

PageDesign make_design(const PageGroup& group, const Layout& layout, const std::vector<Lead>& leads,
                       const PageStyle& style);

/// Adds what is different on each page and no choice: errors of the rows' heights, the header's
/// words.
void add_accidents(PageDesign& design, std::uint64_t seed, std::uint64_t page);

/// What makes designs of a group impossible to print, for each of its layouts and at the ends of
/// its style's ranges; empty if all are possible.
/// @param most  designs that are tried, about: a configuration must not be able to ask for hours
std::vector<std::string> impossible_designs(const PageGroup& group,
                                            const std::vector<Layout>& layouts,
                                            std::uint64_t most = k_most_designs);

} // namespace ecgpress
