#include "core/numbers.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <system_error>

#include "core/strings.hpp"

namespace ecgpress {

namespace {

/// Parses the whole text or fails. Accepts a leading "+", which std::from_chars does not.
template <class Number> bool parse_whole(std::string_view text, Number& value) {
    std::string digits = trimmed(text);
    if (digits.size() > 1 && digits[0] == '+' && digits[1] != '-') digits.erase(0, 1);
    Number parsed{};
    const char* const end = digits.data() + digits.size();
    const auto result = std::from_chars(digits.data(), end, parsed);
    if (result.ec != std::errc() || result.ptr != end) return false;
    value = parsed;
    return true;
}

} // namespace

std::string shortest(double value) {
    if (!std::isfinite(value)) return "null";
    if (value == 0) return "0"; // not "-0"
    char digits[32];
    const auto result = std::to_chars(digits, digits + sizeof digits, value);
    return std::string(digits, result.ptr);
}

std::string fixed(double value, int decimals) {
    // Sign, 309 digits of the largest double, decimal point, and one spare byte.
    std::string digits(static_cast<std::size_t>(decimals) + 312, '\0');
    const auto result = std::to_chars(digits.data(), digits.data() + digits.size(), value,
                                      std::chars_format::fixed, decimals);
    digits.resize(static_cast<std::size_t>(result.ptr - digits.data()));
    if (digits[0] == '-' && digits.find_first_not_of("-0.") == std::string::npos) {
        digits.erase(0, 1);
    }
    return digits;
}

std::string zero_padded(unsigned long long value, int digits) {
    std::string text = std::to_string(value);
    const std::size_t width = static_cast<std::size_t>(std::max(digits, 0));
    if (text.size() < width) text.insert(0, width - text.size(), '0');
    return text;
}

bool parse_number(std::string_view text, double& value) {
    double parsed = 0;
    if (!parse_whole(text, parsed) || !std::isfinite(parsed)) return false;
    value = parsed;
    return true;
}

bool parse_number(std::string_view text, long long& value) {
    return parse_whole(text, value);
}

std::string duration_text(double seconds) {
    const auto whole = static_cast<unsigned long long>(std::fmin(seconds, 1e12));
    if (whole < 120) return concat(whole, " s");
    const auto minutes = whole / 60;
    if (minutes < 120) return concat(minutes, " min");
    const auto hours = minutes / 60;
    if (hours < 48) return concat(hours, " h ", zero_padded(minutes % 60, 2), " min");
    return concat(hours / 24, " d ", zero_padded(hours % 24, 2), " h");
}

} // namespace ecgpress
