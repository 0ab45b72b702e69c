// Creates the design of a page from its group's settings, and checks that all designs of a group
// are possible.
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

/// Adds random errors of the row positions.
void add_row_offsets(PageDesign& design, std::uint64_t seed, std::uint64_t page);

/// Checks the designs of a group for each layout and at the ends of its style's ranges. @return why
/// designs are impossible; empty if all are possible
/// @param most  approximate limit of checked designs, because a configuration must not take hours
std::vector<std::string> impossible_designs(const PageGroup& group,
                                            const std::vector<Layout>& layouts,
                                            std::uint64_t most = k_most_designs);

} // namespace ecgpress
