#include "core/random.hpp"

#include <Random123/philox.h>
#include <cassert>
#include <cmath>

#include "core/elementary.hpp"

namespace ecgpress {

namespace {

/// The finaliser of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014): a bijection in which each input
/// bit affects all output bits.
std::uint64_t mixed(std::uint64_t x) {
    x += 0x9e3779b97f4a7c15U;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
    return x ^ (x >> 31);
}

/// FNV-1a, 64 bits (Fowler, Noll, Vo).
std::uint64_t name_hash(std::string_view name) {
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const char letter : name) {
        hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3U;
    }
    return hash;
}

std::uint64_t stream_key(std::uint64_t seed, std::string_view stream) {
    return mixed(mixed(seed) ^ name_hash(stream));
}

constexpr std::uint32_t low_half(std::uint64_t x) {
    return static_cast<std::uint32_t>(x);
}
constexpr std::uint32_t high_half(std::uint64_t x) {
    return static_cast<std::uint32_t>(x >> 32);
}

} // namespace

Rng::Rng(std::uint64_t seed, std::uint64_t index, std::string_view stream) : index_(index) {
    const std::uint64_t key = stream_key(seed, stream);
    key_ = {low_half(key), high_half(key)};
}

void Rng::refill() {
    const r123::Philox4x32::ctr_type counter{
        {low_half(block_), high_half(block_), low_half(index_), high_half(index_)}};
    const r123::Philox4x32::key_type key{{key_[0], key_[1]}};
    const auto numbers = r123::Philox4x32()(counter, key);
    for (std::size_t i = 0; i < numbers_.size(); ++i) numbers_[i] = numbers[i];
    ++block_;
    used_ = 0;
}

std::uint32_t Rng::next_u32() {
    if (used_ == 4) refill();
    return numbers_[static_cast<std::size_t>(used_++)];
}

std::uint64_t Rng::next_u64() {
    const std::uint64_t low = next_u32();
    const std::uint64_t high = next_u32();
    return high << 32 | low;
}

double Rng::uniform() {
    return static_cast<double>(next_u64() >> 11) * 0x1p-53;
}

double Rng::uniform(double low, double high) {
    const double value = low + (high - low) * uniform();
    // Rounding can yield `high`, which is excluded.
    return value < high ? value : low;
}

std::uint64_t Rng::below(std::uint64_t count) {
    assert(count > 0);
    // 2^64 modulo count: that many of the lowest numbers are rejected, because they would make
    // small results more likely.
    const std::uint64_t surplus = (0 - count) % count;
    std::uint64_t number = next_u64();
    while (number < surplus) number = next_u64();
    return number % count;
}

double Rng::normal() {
    const double u = 1 - uniform(); // in (0, 1], so the logarithm is finite
    const double v = uniform();
    return std::sqrt(-2 * log_of(u)) * cos_of_turns(v);
}

std::uint64_t permuted(std::uint64_t i, std::uint64_t count, std::uint64_t seed,
                       std::string_view stream) {
    assert(i < count);
    constexpr int rounds = 8; // four are enough for large counts; small counts need more
    int half_bits = 1;
    while (half_bits < 32 && count > std::uint64_t{1} << (2 * half_bits)) ++half_bits;
    const std::uint64_t half_mask = (std::uint64_t{1} << half_bits) - 1;
    const std::uint64_t key = stream_key(seed, stream);
    do {
        std::uint64_t left = i >> half_bits, right = i & half_mask;
        for (std::uint64_t round = 0; round < rounds; ++round) {
            const std::uint64_t next = left ^ (mixed(mixed(key + round) ^ right) & half_mask);
            left = right;
            right = next;
        }
        i = left << half_bits | right;
    } while (i >= count); // cycle walking: repeat until the result is in 0 ... count - 1
    return i;
}

} // namespace ecgpress
