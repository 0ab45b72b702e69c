#include "codec/yaml_string.hpp"

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

} // namespace ecgpress
