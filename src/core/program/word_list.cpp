#include "core/program/word_list.hpp"

#include <algorithm>

#include "core/strings.hpp"

namespace ecgpress {

namespace {

constexpr std::size_t k_width = 80, k_widest_name = 30, k_gap = 2;

} // namespace

std::string filled(const std::string& text, std::size_t column) {
    std::string lines;
    std::size_t used = column;
    for (const std::string& word : split_text(text, ' ')) {
        const bool is_first = used == column;
        if (!is_first && used + 1 + word.size() > k_width) {
            lines += '\n' + std::string(column, ' ');
            used = column;
        } else if (!is_first) {
            lines += ' ';
            ++used;
        }
        lines += word;
        used += word.size();
    }
    return lines;
}

std::string word_list(const std::vector<std::vector<std::string>>& rows) {
    std::size_t widest = 0;
    for (const auto& row : rows)
        if (row[0].size() <= k_widest_name) widest = std::max(widest, row[0].size());
    const std::size_t column = (widest == 0 ? std::size_t{4} : widest) + k_gap;
    std::string text;
    for (const auto& row : rows) {
        const bool is_beside = row[0].size() + k_gap <= column;
        text += row[0];
        text +=
            is_beside ? std::string(column - row[0].size(), ' ') : '\n' + std::string(column, ' ');
        text += filled(row[1], column) + '\n';
    }
    return text;
}

} // namespace ecgpress
