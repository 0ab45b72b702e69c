// CRC-32 (ISO 3309), the checksum of PNG, ZIP and zlib. It detects every burst of up to 32 flipped
// bits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/image.hpp"

namespace ecgpress {

/// @param before  the CRC of the preceding bytes, to compute one incrementally
std::uint32_t crc32_of(const void* bytes, std::size_t count, std::uint32_t before = 0);
inline std::uint32_t crc32_of(const Bytes& bytes) {
    return crc32_of(bytes.data(), bytes.size());
}

/// The form used in tables: 8 hexadecimal digits; empty for 0, the CRC of no bytes.
std::string crc32_text(std::uint32_t crc32);
/// The reverse of crc32_text; 0 if the text is malformed.
std::uint32_t crc32_of_text(std::string_view text);

} // namespace ecgpress
