// DEFLATE (RFC 1951) of literals and copies that somebody else has found.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/image.hpp"

namespace ecgpress {

/// A symbol's code, first bit lowest.
struct PrefixCode {
    std::uint32_t bits = 0;
    std::uint8_t length = 0;
};

/// Codes are made for each block (dynamic Huffman codes); integers only, so that equal tokens give
/// equal files everywhere.
class DeflateWriter {
  public:
    static constexpr std::size_t k_shortest_copy = 3, k_farthest_copy = 32768;

    /// Makes room for so many bytes to be added as literals and copies.
    void expect(std::size_t bytes);
    /// @pre (here and below) it is expected
    void literal(std::uint8_t byte) { tokens_[used_++] = byte; }
    /// @pre `length` bytes, at least k_shortest_copy of them, are equal to those `distance` before
    void copy(std::size_t length, std::size_t distance);
    /// Ends the stream.
    Bytes finish();

  private:
    static constexpr std::size_t k_block_tokens = std::size_t{1} << 16, k_longest_copy = 258;
    /// A literal, or a copy: length << 18 | the distance's symbol << 13 | its extra bits.
    using Token = std::uint32_t;

    void write_block(bool last);
    void put_tokens(const std::vector<PrefixCode>& codes,
                    const std::vector<PrefixCode>& distance_codes);
    void put(std::uint32_t bits, int count);
    void write_pending(int bytes);

    std::size_t last_distance_ = 1; ///< the next copy's is mostly the same
    Token last_distance_token_ = 0;
    std::vector<Token> tokens_;
    std::size_t used_ = 0; ///< of them
    Bytes bytes_;
    std::uint64_t pending_ = 0;
    int pending_bits_ = 0;
};

/// Lengths in bits of the codes of Huffman's prefix code for these counts, cut to `longest`; 0 for
/// a symbol that does not occur. At least one symbol gets a code.
std::vector<std::uint8_t> code_lengths(const std::vector<std::uint32_t>& counts, int longest);

} // namespace ecgpress
