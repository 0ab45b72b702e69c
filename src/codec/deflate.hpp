// DEFLATE encoder (RFC 1951) for literals and copies that the caller has found.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "codec/prefix_code.hpp"
#include "core/image.hpp"

namespace ecgpress {

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
    /// Adds bytes as a block of their own: literals, and runs of zeros. Several times as fast as
    /// single literals, for bytes in which nothing else repeats, such as filtered photographs.
    void add_noise(const std::uint8_t* bytes, std::size_t count);
    /// Ends the stream.
    Bytes finish();

  private:
    static constexpr std::size_t k_block_tokens = std::size_t{1} << 16, k_longest_copy = 258;
    /// A literal (below 256), or a copy: length << 18 | distance symbol << 13 | extra bits.
    using Token = std::uint32_t;

    /// Codes of a block's literals and lengths, and of its distances.
    struct BlockCodes {
        std::vector<PrefixCode> symbols, distances;
    };

    void write_block(bool last);
    /// Writes the header of a block whose symbols occur this often. @return its codes
    BlockCodes begin_block(bool last, const std::vector<std::uint32_t>& counts,
                           const std::vector<std::uint32_t>& distance_counts, int longest);
    /// @param code_bytes  that the codes take
    void put_noise(const std::uint8_t* bytes, std::size_t count, const BlockCodes& codes,
                   std::size_t code_bytes);
    void put_tokens(const BlockCodes& codes);
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

} // namespace ecgpress
