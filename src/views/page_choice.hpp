// Which pages of a run or a release a view shows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ecgpress {

/// Which pages to read.
struct PageChoice {
    std::size_t count = 12;             ///< number of pages, evenly spread over all
    std::vector<std::uint64_t> indices; ///< these pages instead, if not empty
    bool whole_sheets = false;          ///< also the other pages of their sheets (paired presets)
};

/// Returns `count` (or all) indices below `total`, evenly spread, in increasing order.
std::vector<std::uint64_t> evenly(std::uint64_t total, std::size_t count);

} // namespace ecgpress
