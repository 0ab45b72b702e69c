#include "dataset/cards/quoted_text.hpp"

#include <string_view>
#include <utility>

#include "codec/json.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

/// Characters that JSON may contain and YAML may not (YAML 1.2.2, 5.1), or that YAML 1.1 reads as
/// line ends.
constexpr std::pair<std::string_view, const char*> k_escapes[] = {
    {"\x7f", "\\u007f"},   {"\u2028", "\\u2028"}, {"\u2029", "\\u2029"},
    {"\uFEFF", "\\ufeff"}, {"\uFFFE", "\\ufffe"}, {"\uFFFF", "\\uffff"}};

constexpr std::pair<char, const char*> k_entities[] = {
    {'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}};

/// The escape of the character at the start of a text, and its bytes; 0 if it needs none.
std::pair<std::size_t, std::string> escape_at(std::string_view text) {
    for (const auto& [character, escape] : k_escapes)
        if (text.substr(0, character.size()) == character) return {character.size(), escape};
    // U+0080 to U+009F.
    if (text.size() > 1 && text[0] == '\xC2' && static_cast<unsigned char>(text[1]) < 0xA0) {
        constexpr const char* k_digits = "0123456789abcdef";
        const auto byte = static_cast<unsigned char>(text[1]);
        return {2, concat("\\u00", k_digits[byte >> 4], k_digits[byte & 15])};
    }
    return {0, ""};
}

std::string without_entities(const std::string& text) {
    std::string html;
    for (const char c : text) {
        const char* entity = nullptr;
        for (const auto& [character, name] : k_entities)
            if (c == character) entity = name;
        html += entity != nullptr ? std::string(entity) : std::string(1, c);
    }
    return html;
}

} // namespace

std::string yaml_quoted(const std::string& text) {
    const std::string json = Json(text).dump();
    std::string quoted;
    for (std::size_t i = 0; i < json.size();) {
        const auto [size, escape] = escape_at(std::string_view(json).substr(i));
        quoted += size > 0 ? escape : std::string(1, json[i]);
        i += size > 0 ? size : 1;
    }
    return quoted;
}

std::string html_of(const std::string& text) {
    std::string html, paragraph;
    const auto end_paragraph = [&] {
        if (!paragraph.empty()) html += concat("<p>", paragraph, "</p>");
        paragraph.clear();
    };
    for (const std::string& line : split_text(text, '\n')) {
        if (trimmed(line).empty())
            end_paragraph();
        else
            paragraph += concat(paragraph.empty() ? "" : "<br>", without_entities(trimmed(line)));
    }
    end_paragraph();
    return html;
}

} // namespace ecgpress
