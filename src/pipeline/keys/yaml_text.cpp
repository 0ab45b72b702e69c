#include "pipeline/keys/yaml_text.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "codec/yaml_string.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

using Kind = ConfigNode::Kind;

constexpr std::size_t k_widest_list = 80; ///< characters; longer lists are written as blocks

/// True if every YAML reader reads it as text without quotes. This holds for words that start with
/// a letter, except those with another meaning in YAML 1.1.
bool is_plain_word(const std::string& text) {
    constexpr std::array<const char*, 9> k_meant_otherwise{"true", "false", "yes", "no", "on",
                                                           "off",  "null",  "y",   "n"};
    const auto allowed = [](unsigned char c) {
        return c < 128 && (std::isalnum(c) != 0 || c == '_' || c == '-' || c == '+' || c == '.');
    };
    const std::string lower = lower_case(text);
    return !text.empty() && std::isalpha(static_cast<unsigned char>(text[0])) != 0 &&
           std::all_of(text.begin(), text.end(), allowed) &&
           std::find(k_meant_otherwise.begin(), k_meant_otherwise.end(), lower) ==
               k_meant_otherwise.end();
}

std::string word(const std::string& text) {
    return is_plain_word(text) ? text : yaml_quoted(text);
}

/// YAML 1.1 readers read "1e-06" as text. A number needs a decimal point there.
std::string number(std::string text) {
    const std::size_t exponent = text.find_first_of("eE");
    const bool short_of_point = exponent != std::string::npos && exponent > 0 &&
                                std::isdigit(static_cast<unsigned char>(text[exponent - 1])) != 0 &&
                                text.find('.') == std::string::npos;
    return short_of_point ? text.insert(exponent, ".0") : text;
}

/// The value on one line; empty if it needs a block.
std::string on_one_line(const ConfigNode& node) {
    if (node.kind == Kind::null) return "null";
    if (node.kind == Kind::scalar) return node.quoted ? word(node.text) : number(node.text);
    if (node.kind == Kind::map) return node.entries.empty() ? "{}" : "";
    std::vector<std::string> parts;
    for (const ConfigNode& item : node.items) {
        if (item.kind != Kind::scalar && item.kind != Kind::null) return "";
        parts.push_back(on_one_line(item));
    }
    const std::string text = concat('[', join(parts, ", "), ']');
    return text.size() <= k_widest_list ? text : "";
}

/// Lines of a block. The first one continues the current line.
void append_block(std::string& text, const ConfigNode& node, std::size_t indent) {
    const std::string margin(indent, ' ');
    const char* before = "";
    for (const ConfigEntry& entry : node.entries) {
        const std::string value = on_one_line(entry.value);
        text += concat(before, word(entry.key), ':');
        before = margin.c_str();
        if (!value.empty()) {
            text += concat(' ', value, '\n');
            continue;
        }
        text += concat('\n', margin, "  ");
        append_block(text, entry.value, indent + 2);
    }
    for (const ConfigNode& item : node.items) {
        const std::string value = on_one_line(item);
        text += concat(before, "- ");
        before = margin.c_str();
        if (value.empty())
            append_block(text, item, indent + 2);
        else
            text += concat(value, '\n');
    }
}

} // namespace

std::string yaml_text(const ConfigNode& node) {
    const std::string value = on_one_line(node);
    if (!value.empty()) return value + '\n';
    std::string text;
    append_block(text, node, 0);
    return text;
}

} // namespace ecgpress
