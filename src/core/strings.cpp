#include "core/strings.hpp"

#include <algorithm>

namespace ecgpress {

namespace {

constexpr std::string_view k_blanks = " \t\r\n\f\v";

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

std::string counted(std::uint64_t count, std::string_view unit) {
    return concat(count, ' ', unit, count == 1 ? "" : "s");
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

} // namespace ecgpress
