#include "core/utf8.hpp"

#include <cstddef>

namespace ecgpress {

namespace {

/// How many bytes the sequence at the front of a text has; 0 if it is not a valid one.
std::size_t sequence_size(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    if (byte(0) < 0x80) return 1;
    const std::size_t size = byte(0) >= 0xF0 ? 4 : byte(0) >= 0xE0 ? 3 : 2;
    if (byte(0) < 0xC2 || byte(0) > 0xF4 || text.size() < size) return 0;
    for (std::size_t i = 1; i < size; ++i)
        if ((byte(i) & 0xC0) != 0x80) return 0;
    // Longer than need be, a surrogate, or above U+10FFFF (RFC 3629, section 4).
    const bool wrong = (byte(0) == 0xE0 && byte(1) < 0xA0) || (byte(0) == 0xED && byte(1) > 0x9F) ||
                       (byte(0) == 0xF0 && byte(1) < 0x90) || (byte(0) == 0xF4 && byte(1) > 0x8F);
    return wrong ? 0 : size;
}

} // namespace

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
