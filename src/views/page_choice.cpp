#include "views/page_choice.hpp"

#include <algorithm>

namespace ecgpress {

std::vector<std::uint64_t> evenly(std::uint64_t total, std::size_t count) {
    // Indices i * total / parts, computed without overflow.
    const std::uint64_t parts = std::min<std::uint64_t>(total, count);
    std::vector<std::uint64_t> places;
    for (std::uint64_t i = 0; i < parts; ++i)
        places.push_back(i * (total / parts) + i * (total % parts) / parts);
    return places;
}

} // namespace ecgpress
