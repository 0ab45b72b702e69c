// Text functions: joining and splitting, numbers, tables, and the closest valid name for an error
// message.
#pragma once

#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace ecgpress {

/// Concatenates all arguments as an output stream prints them.
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

/// A human-readable table: columns are as wide as their longest text, with `gap` spaces between
/// them and no trailing spaces. @param left  number of left-aligned columns; the others are
/// right-aligned
std::string aligned(const std::vector<std::vector<std::string>>& rows, std::size_t left,
                    std::size_t gap = 2);
/// Untrusted text for a message: truncated to a readable length, bytes that are not printable ASCII
/// as \xNN.
std::string printable(std::string_view text);
/// A message that is safe for terminals and logs: control characters other than line ends as \xNN,
/// so that an untrusted name in it cannot move the cursor or change the text.
std::string without_controls(std::string_view message);
/// Returns whether the text is UTF-8 without control characters: valid as a name in tables, JSON
/// and messages.
bool is_plain_text(std::string_view text);

/// Parses the whole text as a number; spaces around it are allowed. @return false if it is not a
/// number
bool parse_number(std::string_view text, double& value);
bool parse_number(std::string_view text, long long& value);

/// Returns the candidate with the fewest edits (Levenshtein distance with swaps of neighbours, case
/// ignored), or "" if none is similar enough.
std::string nearest_name(std::string_view name, const std::vector<std::string>& candidates);

} // namespace ecgpress
