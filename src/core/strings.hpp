// Joins, splits and aligns strings.
#pragma once

#include <cstddef>
#include <cstdint>
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

/// "1 page", "2 pages". @param unit  in the singular; its plural ends with s
std::string counted(std::uint64_t count, std::string_view unit);

/// A human-readable table: columns are as wide as their longest text, with `gap` spaces between
/// them and no trailing spaces. @param left  number of left-aligned columns; the others are
/// right-aligned
std::string aligned(const std::vector<std::vector<std::string>>& rows, std::size_t left,
                    std::size_t gap = 2);

} // namespace ecgpress
