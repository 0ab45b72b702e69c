// Texts for a terminal of 80 columns: filled lines, and lists of names and what each is.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace ecgpress {

/// Returns the words of a text in lines of at most 80 bytes but for single longer words.
/// @param column  where the text starts, on the first line and on the others
std::string filled(const std::string& text, std::size_t column);

/// A name and its description, of at most 80 bytes a line but for single longer words. Descriptions
/// start in one column and are continued in it; a name that is too long for that has a line of its
/// own.
/// @param rows  each with a name and a description
std::string word_list(const std::vector<std::vector<std::string>>& rows);

} // namespace ecgpress
