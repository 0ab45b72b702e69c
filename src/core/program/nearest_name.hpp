// The valid name that a user probably meant.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ecgpress {

/// Returns the candidate with the fewest edits (Levenshtein distance with swaps of neighbours, case
/// ignored), or "" if none is similar enough.
std::string nearest_name(std::string_view name, const std::vector<std::string>& candidates);

} // namespace ecgpress
