// DEFLATE encoder (RFC 1951) for literals and copies that the caller has found.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/image.hpp"

namespace ecgpress {

/// The code of a symbol; its first bit is the least significant one.
struct PrefixCode {
    std::uint32_t bits = 0;
    std::uint8_t length = 0;
};

/// Every block has its own dynamic Huffman codes. They are computed with integers only, so equal
/// tokens give byte-identical files on every host.
class DeflateWriter {
  public:
    static constexpr std::size_t k_shortest_copy = 3, k_farthest_copy = 32768;

    /// Reserves space for this number of bytes, to be added as literals and copies.
    void expect(std::size_t bytes);
    /// @pre expect() has reserved space for the byte; the same holds for copy()
    void literal(std::uint8_t byte) { tokens_[used_++] = byte; }
    /// Adds a copy of the `length` bytes that start `distance` bytes earlier. @pre length >=
    /// k_shortest_copy, distance <= k_farthest_copy
    void copy(std::size_t length, std::size_t distance);
    /// Ends the stream.
    Bytes finish();

  private:
    static constexpr std::size_t k_block_tokens = std::size_t{1} << 16, k_longest_copy = 258;
    /// A literal (below 256), or a copy: length << 18 | distance symbol << 13 | extra bits.
    using Token = std::uint32_t;

    void write_block(bool last);
    void put_tokens(const std::vector<PrefixCode>& codes,
                    const std::vector<PrefixCode>& distance_codes);
    void put(std::uint32_t bits, int count);
    void write_pending(int bytes);

    std::size_t last_distance_ = 1; ///< cached, as consecutive copies mostly have the same distance
    Token last_distance_token_ = 0;
    std::vector<Token> tokens_;
    std::size_t used_ = 0; ///< number of tokens
    Bytes bytes_;
    std::uint64_t pending_ = 0;
    int pending_bits_ = 0;
};

/// Code lengths in bits of a Huffman code for these counts, limited to `longest`; 0 for a symbol
/// that does not occur. At least one symbol gets a code.
std::vector<std::uint8_t> code_lengths(const std::vector<std::uint32_t>& counts, int longest);

} // namespace ecgpress
