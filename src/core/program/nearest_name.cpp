#include "core/program/nearest_name.hpp"

#include <algorithm>
#include <cstddef>

#include "core/strings.hpp"

namespace ecgpress {

namespace {

/// Optimal string alignment distance: Levenshtein distance in which a swap of neighbours is one
/// edit ("dip" for "dpi").
std::size_t edits_between(const std::string& a, const std::string& b) {
    // edits[i][j] is the distance between the first i characters of a and the first j of b.
    std::vector<std::vector<std::size_t>> edits(a.size() + 1,
                                                std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i) {
        for (std::size_t j = 0; j <= b.size(); ++j) {
            if (i == 0 || j == 0) {
                edits[i][j] = i + j;
                continue;
            }
            const std::size_t replaced = edits[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            edits[i][j] = std::min({replaced, edits[i - 1][j] + 1, edits[i][j - 1] + 1});
            const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (swapped) edits[i][j] = std::min(edits[i][j], edits[i - 2][j - 2] + 1);
        }
    }
    return edits[a.size()][b.size()];
}

/// Up to a third of the characters may differ, never all. A name that lacks only its end
/// ("row_height" for "row_height_mm") always matches.
bool near_enough(const std::string& name, const std::string& candidate, std::size_t edits) {
    if (name.size() >= 3 && candidate.compare(0, name.size(), name) == 0) return true;
    const std::size_t longer = std::max(name.size(), candidate.size());
    return edits <= std::max<std::size_t>(1, longer / 3) &&
           edits < std::min(name.size(), candidate.size());
}

} // namespace

std::string nearest_name(std::string_view name, const std::vector<std::string>& candidates) {
    const std::string wanted = lower_case(name);
    std::string nearest;
    std::size_t fewest = static_cast<std::size_t>(-1);
    for (const std::string& candidate : candidates) {
        const std::string lower = lower_case(candidate);
        const std::size_t longer = std::max(wanted.size(), lower.size());
        const std::size_t apart = longer - std::min(wanted.size(), lower.size());
        const bool begins = lower.compare(0, wanted.size(), wanted) == 0;
        // Too many edits in any case: skip the costly distance.
        if (!begins && apart > std::max<std::size_t>(1, longer / 3)) continue;
        const std::size_t edits = edits_between(wanted, lower);
        if (edits < fewest && near_enough(wanted, lower, edits)) {
            fewest = edits;
            nearest = candidate;
        }
    }
    return nearest;
}

} // namespace ecgpress
