#include "signal/text_file.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "core/error.hpp"
#include "core/printable.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

using namespace std::string_view_literals;

enum class ByteOrder { little, big };

[[noreturn]] void refuse_encoding(const std::string& name, const std::string& what) {
    throw DataError(concat(on_one_line(name), ":1: ", what, ". Expected UTF-8. Convert it with `",
                           "iconv -t UTF-8`."));
}

bool begins_with(std::string_view text, std::string_view mark) {
    return text.substr(0, mark.size()) == mark;
}

void append_utf8(std::string& text, std::uint32_t code) {
    const auto put = [&](std::uint32_t byte) { text += static_cast<char>(byte); };
    if (code < 0x80) return put(code);
    if (code < 0x800) {
        put(0xC0 | code >> 6);
    } else {
        if (code < 0x10000) {
            put(0xE0 | code >> 12);
        } else {
            put(0xF0 | code >> 18);
            put(0x80 | (code >> 12 & 0x3F));
        }
        put(0x80 | (code >> 6 & 0x3F));
    }
    put(0x80 | (code & 0x3F));
}

/// @param bytes  without the mark
std::string from_utf16(std::string_view bytes, ByteOrder order, const std::string& name) {
    const auto unit_at = [&](std::size_t i) -> std::uint32_t {
        const auto byte = [&](std::size_t j) -> std::uint32_t {
            return static_cast<unsigned char>(bytes[j]);
        };
        return order == ByteOrder::little ? byte(i) | byte(i + 1) << 8 : byte(i) << 8 | byte(i + 1);
    };
    const auto is_high = [](std::uint32_t unit) { return unit >= 0xD800 && unit < 0xDC00; };
    const auto is_low = [](std::uint32_t unit) { return unit >= 0xDC00 && unit < 0xE000; };
    if (bytes.size() % 2 != 0)
        refuse_encoding(name, "the file has a mark of UTF-16, but an odd number of bytes");
    std::string text;
    text.reserve(bytes.size());
    for (std::size_t i = 0; i < bytes.size(); i += 2) {
        std::uint32_t code = unit_at(i);
        if (is_high(code) && i + 2 < bytes.size() && is_low(unit_at(i + 2))) {
            code = 0x10000 + ((code - 0xD800) << 10) + (unit_at(i + 2) - 0xDC00);
            i += 2;
        } else if (is_high(code) || is_low(code)) {
            refuse_encoding(name, "the file is not valid UTF-16, although it has a mark of it");
        }
        append_utf8(text, code);
    }
    return text;
}

/// Text of mostly Latin letters in UTF-16: every second byte is 0.
bool has_utf16_zeros(std::string_view bytes, std::size_t first) {
    constexpr std::size_t k_least = 4, k_looked_at = 64;
    const std::size_t end = std::min(bytes.size(), k_looked_at);
    if (end < k_least) return false;
    for (std::size_t i = 0; i < end; ++i)
        if ((bytes[i] == '\0') != (i % 2 == first)) return false;
    return true;
}

} // namespace

std::string decoded_text(std::string bytes, const std::string& name) {
    const std::string_view all = bytes;
    if (begins_with(all, "\xEF\xBB\xBF"sv)) return bytes.substr(3);
    if (begins_with(all, "\xFF\xFE\0\0"sv) || begins_with(all, "\0\0\xFE\xFF"sv))
        refuse_encoding(name, "the file is UTF-32 text");
    if (begins_with(all, "\xFF\xFE"sv)) return from_utf16(all.substr(2), ByteOrder::little, name);
    if (begins_with(all, "\xFE\xFF"sv)) return from_utf16(all.substr(2), ByteOrder::big, name);
    if (has_utf16_zeros(all, 1) || has_utf16_zeros(all, 0))
        refuse_encoding(name, "the file is UTF-16 text without a byte order mark");
    return bytes;
}

std::string read_text(const fs::path& path, const FileKind& kind) {
    return decoded_text(read_file(path, kind), path.string());
}

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
        lines.push_back(text.substr(0, end));
        const bool is_pair = text.substr(end, 2) == "\r\n";
        text.remove_prefix(std::min(end + (is_pair ? 2 : 1), text.size()));
    }
    return lines;
}

} // namespace ecgpress
