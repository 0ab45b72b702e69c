#include "views/html.hpp"

#include <cassert>
#include <cstdint>

#include "core/strings.hpp"

namespace ecgpress {

std::string_view web_text(std::string_view name) {
    const auto found = web_texts().find(name);
    assert(found != web_texts().end());
    return found->second;
}

std::string filled(std::string_view text, const std::map<std::string, std::string>& values) {
    std::string result;
    while (true) {
        const std::size_t begin = text.find("{{");
        result += text.substr(0, begin);
        if (begin == std::string_view::npos) return result;
        const std::size_t end = text.find("}}", begin);
        assert(end != std::string_view::npos);
        const auto value = values.find(std::string(text.substr(begin + 2, end - begin - 2)));
        assert(value != values.end());
        result += value->second;
        text.remove_prefix(end + 2);
    }
}

std::string escaped_html(std::string_view text) {
    std::string result;
    for (const char letter : text) {
        switch (letter) {
        case '&':
            result += "&amp;";
            break;
        case '<':
            result += "&lt;";
            break;
        case '>':
            result += "&gt;";
            break;
        case '"':
            result += "&quot;";
            break;
        default:
            result += letter;
        }
    }
    return result;
}

std::string base64(const void* bytes, std::size_t count) {
    constexpr std::string_view k_digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const auto* at = static_cast<const std::uint8_t*>(bytes);
    std::string text;
    text.reserve((count + 2) / 3 * 4);
    for (std::size_t i = 0; i < count; i += 3) {
        const std::size_t there = count - i < 3 ? count - i : 3;
        std::uint32_t three = 0;
        for (std::size_t j = 0; j < 3; ++j)
            three = three << 8 | (j < there ? std::uint32_t{at[i + j]} : 0U);
        for (std::size_t digit = 0; digit < 4; ++digit)
            text += digit <= there ? k_digits[three >> (18 - 6 * digit) & 63] : '=';
    }
    return text;
}

std::string data_uri(std::string_view type, const Bytes& bytes) {
    if (bytes.empty()) return {};
    return concat("data:", type, ";base64,") + base64(bytes.data(), bytes.size());
}

std::string json_for_script(std::string_view json) {
    std::string result;
    result.reserve(json.size());
    for (const char letter : json) {
        if (letter == '<') // so that "</script>" or "<!--" in a text does not end the element
            result += "\\u003c";
        else
            result += letter;
    }
    return result;
}

} // namespace ecgpress
