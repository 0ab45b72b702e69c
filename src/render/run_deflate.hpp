// DEFLATE (RFC 1951) for data that are runs: what our filtered pictures are made of.
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

/// Compresses bytes as literals and as copies from one fixed distance back: a pixel. Paper repeats
/// itself from pixel to pixel; looking for any other match takes several times as long and finds
/// little. Codes are made for each block (dynamic Huffman codes); integers only, so that equal
/// bytes give equal files everywhere.
class RunDeflate {
  public:
    /// @param distance  1 (grey) or 3 (RGB)
    explicit RunDeflate(int distance) : distance_(distance) {}

    /// Makes room for so many bytes to be added as literals and runs.
    void expect(std::size_t bytes);
    /// @pre (here and below) it is expected
    void literal(std::uint8_t byte) { tokens_[used_++] = byte; }
    /// @pre length bytes, at least k_shortest_run of them, are equal to those `distance` before
    void run(std::size_t length);
    /// Ends the stream.
    Bytes finish();

    static constexpr std::size_t k_shortest_run = 3, k_longest_copy = 258;

  private:
    static constexpr std::size_t k_block_tokens = std::size_t{1} << 16;

    void write_block(bool last);
    void put(std::uint32_t bits, int count);
    void put_tokens(const std::vector<PrefixCode>& codes);
    void write_pending(int bytes);

    int distance_;
    std::vector<std::uint16_t> tokens_; ///< a literal, or 256 + a copy's length
    std::size_t used_ = 0;              ///< of them
    Bytes bytes_;
    std::uint64_t pending_ = 0;
    int pending_bits_ = 0;
};

/// Lengths in bits of the codes of Huffman's prefix code for these counts, cut to `longest`; 0 for
/// a symbol that does not occur. At least one symbol gets a code.
std::vector<std::uint8_t> code_lengths(const std::vector<std::uint32_t>& counts, int longest);

} // namespace ecgpress
