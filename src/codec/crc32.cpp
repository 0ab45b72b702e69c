#include "codec/crc32.hpp"

#include <charconv>
#include <libdeflate.h>

namespace ecgpress {

std::uint32_t crc32_of(const void* bytes, std::size_t count, std::uint32_t before) {
    if (count == 0) return before; // libdeflate returns the initial value for a null pointer
    return libdeflate_crc32(before, bytes, count);
}

std::string crc32_text(std::uint32_t crc32) {
    if (crc32 == 0) return {};
    std::string text;
    for (int shift = 28; shift >= 0; shift -= 4) text += "0123456789abcdef"[(crc32 >> shift) & 15];
    return text;
}

std::uint32_t crc32_of_text(std::string_view text) {
    std::uint32_t crc32 = 0;
    const char* end = text.data() + text.size();
    const bool whole = text.size() == 8 && std::from_chars(text.data(), end, crc32, 16).ptr == end;
    return whole ? crc32 : 0;
}

} // namespace ecgpress
