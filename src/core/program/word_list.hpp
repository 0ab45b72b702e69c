// A list of names and what each is, for a terminal of 80 columns.
#pragma once

#include <string>
#include <vector>

namespace ecgpress {

/// A name and its description, of at most 80 bytes a line but for single longer words. Descriptions
/// start in one column and are continued in it; a name that is too long for that has a line of its
/// own.
/// @param rows  each with a name and a description
std::string word_list(const std::vector<std::vector<std::string>>& rows);

} // namespace ecgpress
