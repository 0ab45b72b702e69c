// Small text work: joining, exact numbers, and the nearest valid name for an error message.
#pragma once

#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace ecgpress {

/// Everything printed one after the other.
template <class... Parts> std::string concat(const Parts&... parts) {
    std::ostringstream out;
    (out << ... << parts);
    return out.str();
}

std::string join(const std::vector<std::string>& parts, std::string_view between);
std::vector<std::string> split_text(std::string_view text, char between);
std::string trimmed(std::string_view text);
std::string lower_case(std::string_view text);

/// The shortest decimal text that reads back as the same number (std::to_chars): "-0.115", "10",
/// "null" for NaN and infinity.
std::string shortest(double value);
/// A fixed number of decimals, never "-0.000000".
std::string fixed(double value, int decimals);
/// "10 s", "12 min", "3 h 05 min", "2 d 04 h"
std::string duration_text(double seconds);
/// 17 with 5 digits: "00017".
std::string zero_padded(unsigned long long value, int digits);

/// A table for people: columns as wide as they need to be, `gap` blanks between them, none at the
/// end of a line. @param left  so many columns begin at their left; the others end at their right
std::string aligned(const std::vector<std::vector<std::string>>& rows, std::size_t left,
                    std::size_t gap = 2);
/// Foreign text for a message: cut to a readable length, bytes that are not printable ASCII as
/// \xNN.
std::string printable(std::string_view text);
/// A message as a terminal and a log may have it: control characters other than line ends as \xNN,
/// so that a foreign name in it can neither move the cursor nor change what was said.
std::string without_controls(std::string_view message);
/// UTF-8 without control characters: fit to be a name in tables, JSON and messages.
bool is_plain_text(std::string_view text);

/// The whole text as a number; false if it is not one (blanks around it are allowed).
bool parse_number(std::string_view text, double& value);
bool parse_number(std::string_view text, long long& value);

/// The candidate with the fewest edits (Levenshtein and swaps of neighbours, case ignored), or ""
/// if none is near enough to be meant.
std::string nearest_name(std::string_view name, const std::vector<std::string>& candidates);

} // namespace ecgpress
