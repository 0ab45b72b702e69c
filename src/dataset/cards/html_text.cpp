#include "dataset/cards/html_text.hpp"

#include <utility>

#include "core/strings.hpp"

namespace ecgpress {

namespace {

constexpr std::pair<char, const char*> k_entities[] = {
    {'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}};

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
