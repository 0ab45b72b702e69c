// Counter-based random numbers: every decision of every page has a named stream of its own, so that
// rank count, order, restarts and new features shift nothing (Salmon et al., "Parallel random
// numbers: as easy as 1, 2, 3", SC'11; Philox4x32-10).
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace ecgpress {

/// One stream of numbers, a pure function of (seed, index, stream name). Its distributions are our
/// own: the standard's differ between libraries.
class Rng {
  public:
    /// @param index  the page's index, or whatever counts the things that draw from streams of this
    /// name
    Rng(std::uint64_t seed, std::uint64_t index, std::string_view stream);

    std::uint32_t next_u32();
    std::uint64_t next_u64();
    /// Uniform in [0, 1), 53 bits.
    double uniform();
    /// Uniform in [low, high); low when both are equal.
    double uniform(double low, double high);
    /// Uniform in 0 ... count - 1, without bias. @pre count > 0
    std::uint64_t below(std::uint64_t count);
    /// Standard normal (Box-Muller).
    double normal();

  private:
    void refill();

    std::array<std::uint32_t, 2> key_;
    std::uint64_t index_;
    std::uint64_t block_ = 0;
    std::array<std::uint32_t, 4> numbers_{};
    int used_ = 4;
};

/// Where position i of 0 ... count - 1 goes in a seeded permutation, in O(1) memory (a Feistel
/// network with cycle walking; Black and Rogaway, "Ciphers with arbitrary finite domains", CT-RSA
/// 2002). @pre i < count
std::uint64_t permuted(std::uint64_t i, std::uint64_t count, std::uint64_t seed,
                       std::string_view stream);

} // namespace ecgpress
