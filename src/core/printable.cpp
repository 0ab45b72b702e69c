#include "core/printable.hpp"

#include <cstddef>

namespace ecgpress {

namespace {

constexpr const char* k_hex_digits = "0123456789abcdef";

std::string escaped(unsigned char byte) {
    return {'\\', 'x', k_hex_digits[byte >> 4], k_hex_digits[byte & 15]};
}

bool is_control(unsigned char byte) {
    return byte < 0x20 || byte == 0x7f;
}

/// Number of bytes of the UTF-8 sequence at the start of a text; 0 if it is not valid.
std::size_t sequence_size(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    if (byte(0) < 0x80) return 1;
    const std::size_t size = byte(0) >= 0xF0 ? 4 : byte(0) >= 0xE0 ? 3 : 2;
    if (byte(0) < 0xC2 || byte(0) > 0xF4 || text.size() < size) return 0;
    for (std::size_t i = 1; i < size; ++i)
        if ((byte(i) & 0xC0) != 0x80) return 0;
    // An overlong encoding, a surrogate, or above U+10FFFF (RFC 3629, section 4).
    const bool wrong = (byte(0) == 0xE0 && byte(1) < 0xA0) || (byte(0) == 0xED && byte(1) > 0x9F) ||
                       (byte(0) == 0xF0 && byte(1) < 0x90) || (byte(0) == 0xF4 && byte(1) > 0x8F);
    return wrong ? 0 : size;
}

/// Is the character a control character of ASCII or of ISO 6429 (U+0080 to U+009F), a line or
/// paragraph separator, or one that changes the direction of text (Unicode 15, table 9-5: an
/// attacker can reorder what a terminal shows with it)?
bool is_control(std::string_view sequence) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(sequence[i]); };
    if (sequence.size() == 1) return is_control(byte(0));
    if (sequence.size() == 2) return (byte(0) == 0xC2 && byte(1) < 0xA0) || sequence == "\u061c";
    if (sequence.size() != 3 || byte(0) != 0xE2) return false;
    const bool marks = byte(1) == 0x80 && (byte(2) == 0x8E || byte(2) == 0x8F);  // U+200E, U+200F
    const bool breaks = byte(1) == 0x80 && byte(2) >= 0xA8 && byte(2) <= 0xAE;   // U+2028 to U+202E
    const bool isolates = byte(1) == 0x81 && byte(2) >= 0xA6 && byte(2) <= 0xA9; // U+2066 to U+2069
    return marks || breaks || isolates;
}

} // namespace

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
    while (!message.empty()) {
        const std::size_t size = sequence_size(message);
        const std::string_view sequence = message.substr(0, size == 0 ? 1 : size);
        const bool shows = sequence == "\n" || (size > 0 && !is_control(sequence));
        for (const char c : sequence)
            shown += shows ? std::string(1, c) : escaped(static_cast<unsigned char>(c));
        message.remove_prefix(sequence.size());
    }
    return shown;
}

std::string on_one_line(std::string_view text) {
    std::string shown;
    for (const char c : without_controls(text)) {
        if (c == '\n')
            shown += escaped('\n');
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

std::optional<TextFault> first_fault(std::string_view text, LineEnds line_ends) {
    const auto hex = [](unsigned char byte) {
        return std::string{k_hex_digits[byte >> 4], k_hex_digits[byte & 15]};
    };
    for (std::size_t at = 0; at < text.size();) {
        const std::string_view rest = text.substr(at);
        const std::size_t size = sequence_size(rest);
        const auto last = static_cast<unsigned char>(rest[size == 0 ? 0 : size - 1]);
        if (size == 0) return TextFault{at, "is not UTF-8 (byte " + hex(last) + ")"};
        const bool is_c1 = size == 2 && rest[0] == '\xC2' && last < 0xA0;
        const bool is_line_end = rest[0] == '\n' && line_ends == LineEnds::allowed;
        if (is_c1 || (size == 1 && is_control(last) && !is_line_end))
            return TextFault{at, "has the control character U+00" + hex(last)};
        at += size;
    }
    return std::nullopt;
}

std::string as_utf8(std::string_view text) {
    std::string valid;
    while (!text.empty()) {
        const std::size_t size = sequence_size(text);
        if (size == 0)
            valid += "\xEF\xBF\xBD";
        else
            valid += text.substr(0, size);
        text.remove_prefix(size == 0 ? 1 : size);
    }
    return valid;
}

} // namespace ecgpress
