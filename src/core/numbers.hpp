// Numbers as text and back, independent of the locale.
#pragma once

#include <string>
#include <string_view>

namespace ecgpress {

/// The shortest decimal text that reads back as the same number (std::to_chars): "-0.115", "10",
/// "null" for NaN and infinity.
std::string shortest(double value);

/// A fixed number of decimals, never "-0.000000".
std::string fixed(double value, int decimals);

/// "10 s", "12 min", "3 h 05 min", "2 d 04 h"
std::string duration_text(double seconds);

/// 17 with 5 digits: "00017".
std::string zero_padded(unsigned long long value, int digits);

/// Parses the whole text as a number; spaces around it are allowed. @return false if it is not a
/// number
bool parse_number(std::string_view text, double& value);

bool parse_number(std::string_view text, long long& value);

} // namespace ecgpress
