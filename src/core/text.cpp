#include "core/text.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <system_error>

namespace ecgpress {

namespace {

constexpr std::string_view k_blanks = " \t\r\n\f\v";

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

constexpr const char* k_hex_digits = "0123456789abcdef";

std::string escaped(unsigned char byte) {
    return {'\\', 'x', k_hex_digits[byte >> 4], k_hex_digits[byte & 15]};
}

bool is_control(unsigned char byte) {
    return byte < 0x20 || byte == 0x7f;
}

} // namespace

std::string join(const std::vector<std::string>& parts, std::string_view between) {
    std::string text;
    for (const std::string& part : parts) {
        if (&part != &parts.front()) text += between;
        text += part;
    }
    return text;
}

std::vector<std::string> split_text(std::string_view text, char between) {
    std::vector<std::string> parts;
    for (;;) {
        const std::size_t end = text.find(between);
        parts.emplace_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

std::string trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(k_blanks);
    if (first == std::string_view::npos) return "";
    return std::string(text.substr(first, text.find_last_not_of(k_blanks) - first + 1));
}

std::string lower_case(std::string_view text) {
    std::string lower(text);
    // ASCII only: the result must not depend on the user's locale.
    for (char& letter : lower) {
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    }
    return lower;
}

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

std::string aligned(const std::vector<std::vector<std::string>>& rows, std::size_t left,
                    std::size_t gap) {
    std::vector<std::size_t> widths;
    for (const auto& row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
    }
    std::string text;
    for (const auto& row : rows) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) {
            const std::string blanks(widths[i] - row[i].size(), ' ');
            line +=
                std::string(i == 0 ? 0 : gap, ' ') + (i < left ? row[i] + blanks : blanks + row[i]);
        }
        text += line.substr(0, line.find_last_not_of(' ') + 1) + '\n';
    }
    return text;
}

std::string printable(std::string_view text) {
    constexpr std::size_t k_longest = 60;
    std::string shown;
    for (const char c : text.substr(0, k_longest)) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20 && byte < 0x7f)
            shown += c;
        else
            shown += escaped(byte);
    }
    return text.size() > k_longest ? shown + "..." : shown;
}

std::string without_controls(std::string_view message) {
    std::string shown;
    for (const char c : message) {
        const auto byte = static_cast<unsigned char>(c);
        if (is_control(byte) && c != '\n')
            shown += escaped(byte);
        else
            shown += c;
    }
    return shown;
}

bool is_plain_text(std::string_view text) {
    std::size_t following = 0; // continuation bytes still expected in a UTF-8 sequence
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool continues = (byte & 0xC0) == 0x80;
        // Continuation bytes are 10xxxxxx; the lead byte determines how many follow.
        if (is_control(byte) || continues != (following > 0)) return false;
        if (continues)
            --following;
        else
            following = byte < 0x80 ? 0 : byte < 0xE0 ? 1 : byte < 0xF0 ? 2 : 3;
        if (!continues && byte >= 0x80 && (byte < 0xC2 || byte > 0xF4)) return false;
    }
    return following == 0;
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
