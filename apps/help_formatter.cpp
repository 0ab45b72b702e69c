#include "help_formatter.hpp"

#include "core/program/word_list.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

constexpr std::size_t k_column = 26; ///< where descriptions start

/// @param name  with what follows it, for example `-o,--out DIR REQUIRED`
std::string row(const std::string& name, const std::string& description) {
    std::string text = "  " + name;
    if (description.empty()) return text + '\n';
    text += text.size() + 2 <= k_column ? std::string(k_column - text.size(), ' ')
                                        : '\n' + std::string(k_column, ' ');
    std::string words = description;
    for (char& character : words)
        if (character == '\n') character = ' ';
    return text + filled(words, k_column) + '\n';
}

/// Fills paragraphs: lines that follow each other, are not indented and do not end with a colon.
std::string filled_paragraphs(const std::string& text) {
    std::string result, paragraph;
    const auto end_paragraph = [&] {
        if (!paragraph.empty()) result += filled(paragraph, 0) + '\n';
        paragraph.clear();
    };
    for (const std::string& line : split_text(text, '\n')) {
        const bool is_filled = !line.empty() && line.front() != ' ';
        if (is_filled) paragraph += concat(paragraph.empty() ? "" : " ", line);
        if (!is_filled || line.back() == ':') end_paragraph();
        if (!is_filled) result += line + '\n';
    }
    end_paragraph();
    return result;
}

} // namespace

std::string HelpFormatter::make_option(const CLI::Option* option, bool is_positional) const {
    return row(make_option_name(option, is_positional) + make_option_opts(option),
               make_option_desc(option));
}

std::string HelpFormatter::make_subcommand(const CLI::App* subcommand) const {
    return row(subcommand->get_name(), subcommand->get_description());
}

std::string HelpFormatter::make_description(const CLI::App* app) const {
    return filled_paragraphs(app->get_description());
}

std::string HelpFormatter::make_footer(const CLI::App* app) const {
    return app->get_footer().empty() ? std::string() : filled_paragraphs(app->get_footer());
}

} // namespace ecgpress
