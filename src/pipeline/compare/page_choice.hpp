// Which pages are compared if there are too many to compare all.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "core/strings.hpp"

namespace ecgpress {

/// Pages whose files are compared: evenly spaced.
struct PageChoice {
    static constexpr std::uint64_t k_most = 10000; ///< unless a sample is asked for

    /// @param sample  number of pages; 0: all of at most 10,000, otherwise 10,000
    static PageChoice of(std::uint64_t pages, std::uint64_t sample) {
        return {pages, std::min(pages, sample == 0 ? k_most : sample)};
    }

    /// @param place  of the page among all, from 0
    bool has(std::uint64_t place) const {
        if (chosen >= pages) return true;
        // The number of chosen pages among the first n is n * chosen / pages.
        return (place + 1) * chosen / pages > place * chosen / pages;
    }
    /// What is not compared, as a sentence; none if everything is.
    std::vector<std::string> not_checked(const std::string& what) const {
        if (chosen >= pages) return {};
        return {concat(what, " of ", pages - chosen, " of ", pages,
                       " pages against each other: verify with --sample ", pages, " compares all")};
    }

    std::uint64_t pages = 0, chosen = 0;
};

} // namespace ecgpress
