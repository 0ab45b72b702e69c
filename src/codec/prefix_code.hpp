// Huffman codes of DEFLATE (RFC 1951).
#pragma once

#include <cstdint>
#include <vector>

namespace ecgpress {

/// The code of a symbol; its first bit is the least significant one.
struct PrefixCode {
    std::uint32_t bits = 0;
    std::uint8_t length = 0;
};

/// Code lengths in bits of a Huffman code for these counts, limited to `longest`; 0 for a symbol
/// that does not occur. At least one symbol gets a code.
std::vector<std::uint8_t> code_lengths(const std::vector<std::uint32_t>& counts, int longest);

/// Canonical codes (RFC 1951, 3.2.2): assigned in the order of their lengths, then of their
/// symbols. Reversed, as DEFLATE writes the first bit of a code into the least significant bit.
std::vector<PrefixCode> codes_of(const std::vector<std::uint8_t>& lengths);

} // namespace ecgpress
