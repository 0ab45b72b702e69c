// Counter-based random numbers (Philox4x32-10; Salmon et al., "Parallel random numbers: as easy as
// 1, 2, 3", SC'11). Every decision of every page has its own named stream, so the number of ranks,
// the order of pages, restarts and new features do not change any other value.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace ecgpress {

/// One random stream, a pure function of (seed, index, stream name). It has its own distributions,
/// because those of the C++ standard library differ between implementations.
class Rng {
  public:
    /// @param index  the page's index, or the index of the sheet, patient or record that the stream
    /// belongs to
    Rng(std::uint64_t seed, std::uint64_t index, std::string_view stream);

    std::uint32_t next_u32();
    std::uint64_t next_u64();
    /// Uniform in [0, 1), 53 bits.
    double uniform();
    /// Uniform in [low, high); low when both are equal.
    double uniform(double low, double high);
    /// Uniform in 0 ... count - 1, unbiased. @pre count > 0
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

/// Returns the value that a seeded permutation of 0 ... count - 1 assigns to i, in O(1) memory: a
/// Feistel network with cycle walking (Black and Rogaway, "Ciphers with arbitrary finite domains",
/// CT-RSA 2002). @pre i < count
std::uint64_t permuted(std::uint64_t i, std::uint64_t count, std::uint64_t seed,
                       std::string_view stream);

} // namespace ecgpress
