// CRC-32, the checksum of PNG, ZIP and zlib (ISO 3309): finds any burst of up to 32 flipped bits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/image.hpp"

namespace ecgpress {

/// @param before  of the bytes that come before these
std::uint32_t crc32_of(const void* bytes, std::size_t count, std::uint32_t before = 0);
inline std::uint32_t crc32_of(const Bytes& bytes) {
    return crc32_of(bytes.data(), bytes.size());
}

/// As tables have it: 8 hexadecimal digits; empty for 0, that of no bytes.
std::string crc32_text(std::uint32_t crc32);
/// Reads it back; 0 if it is no such text.
std::uint32_t crc32_of_text(std::string_view text);

} // namespace ecgpress
