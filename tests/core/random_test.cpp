#include <algorithm>
#include <array>
#include <cmath>
#include <gtest/gtest.h>
#include <limits>
#include <numeric>
#include <set>
#include <string>
#include <vector>

#include "core/random.hpp"

namespace ecgpress {
namespace {

using Words = std::array<std::uint32_t, 4>;

/// Independent implementation of Philox4x32-10 after the paper (section 3.3), to check the library.
Words philox(Words counter, std::array<std::uint32_t, 2> key) {
    for (int round = 0; round < 10; ++round) {
        const std::uint64_t p0 = std::uint64_t{0xD2511F53} * counter[0];
        const std::uint64_t p1 = std::uint64_t{0xCD9E8D57} * counter[2];
        counter = {static_cast<std::uint32_t>(p1 >> 32) ^ counter[1] ^ key[0],
                   static_cast<std::uint32_t>(p1),
                   static_cast<std::uint32_t>(p0 >> 32) ^ counter[3] ^ key[1],
                   static_cast<std::uint32_t>(p0)};
        key[0] += 0x9E3779B9;
        key[1] += 0xBB67AE85;
    }
    return counter;
}

std::uint64_t splitmix64(std::uint64_t x) {
    x += 0x9e3779b97f4a7c15U;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
    return x ^ (x >> 31);
}

std::uint64_t fnv1a(const std::string& text) {
    std::uint64_t hash = 14695981039346656037U;
    for (const unsigned char letter : text) hash = (hash ^ letter) * 1099511628211U;
    return hash;
}

// Known-answer test vectors of Random123 (kat_vectors, philox4x32 10).
TEST(Random, TheReferenceMatchesTheKnownAnswers) {
    EXPECT_EQ(philox({0, 0, 0, 0}, {0, 0}),
              (Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
    constexpr std::uint32_t ones = 0xffffffff;
    EXPECT_EQ(philox({ones, ones, ones, ones}, {ones, ones}),
              (Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
    EXPECT_EQ(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
              (Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(Random, IsPhiloxOfBlockAndIndexUnderTheStreamsKey) {
    EXPECT_EQ(splitmix64(0), 0xe220a8397b1dcdafU); // as published with the generator
    EXPECT_EQ(fnv1a("a"), 0xaf63dc4c8601ec8cU);    // as published with the hash
    constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
    for (const std::uint64_t seed : {std::uint64_t{0}, std::uint64_t{7}, most}) {
        for (const std::uint64_t index : {std::uint64_t{0}, std::uint64_t{123456}, most}) {
            for (const std::string stream : {"", "layout", "style"}) {
                Rng rng(seed, index, stream);
                const std::uint64_t key = splitmix64(splitmix64(seed) ^ fnv1a(stream));
                for (std::uint32_t block = 0; block < 20; ++block) {
                    const Words expected = philox(
                        {block, 0, static_cast<std::uint32_t>(index),
                         static_cast<std::uint32_t>(index >> 32)},
                        {static_cast<std::uint32_t>(key), static_cast<std::uint32_t>(key >> 32)});
                    for (const std::uint32_t number : expected) EXPECT_EQ(rng.next_u32(), number);
                }
            }
        }
    }
}

TEST(Random, StreamsAreAllDifferent) {
    std::set<std::uint64_t> firsts;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        for (std::uint64_t index = 0; index < 20; ++index) {
            for (const char* stream : {"", "a", "b", "ab", "ba", "record", "record "}) {
                firsts.insert(Rng(seed, index, stream).next_u64());
            }
        }
    }
    EXPECT_EQ(firsts.size(), 20U * 20U * 7U);
}

TEST(Random, UniformFillsTheUnitInterval) {
    constexpr int draws = 200000, bins = 20;
    std::vector<int> counts(bins);
    Rng rng(1, 2, "uniform");
    for (int i = 0; i < draws; ++i) {
        const double value = rng.uniform();
        ASSERT_GE(value, 0);
        ASSERT_LT(value, 1);
        ++counts[static_cast<std::size_t>(value * bins)];
    }
    double chi_square = 0;
    for (const int count : counts) {
        chi_square += std::pow(count - draws / bins, 2) / (draws / bins);
    }
    EXPECT_LT(chi_square, 43.8); // 0.1 % for 19 degrees of freedom
}

TEST(Random, UniformStaysInItsRange) {
    Rng rng(3, 0, "range");
    for (int i = 0; i < 10000; ++i) {
        const double value = rng.uniform(-2.5, 4);
        EXPECT_TRUE(value >= -2.5 && value < 4);
        // Two adjacent numbers: without the correction, rounding yields the open end half of the
        // time.
        EXPECT_EQ(rng.uniform(1, std::nextafter(1.0, 2.0)), 1);
        EXPECT_EQ(rng.uniform(0.3, 0.3), 0.3);
    }
}

TEST(Random, BelowIsWithoutBias) {
    for (const std::uint64_t count : {1U, 2U, 3U, 7U, 10U}) {
        constexpr int draws = 70000;
        std::vector<int> counts(count);
        Rng rng(4, count, "below");
        for (int i = 0; i < draws; ++i) ++counts.at(rng.below(count));
        const double expected = static_cast<double>(draws) / static_cast<double>(count);
        for (const int seen : counts) EXPECT_NEAR(seen, expected, 5 * std::sqrt(expected));
    }
    // Three quarters of 2^64: without rejection, half of the results are in the lowest third.
    constexpr std::uint64_t large = 3ULL << 62;
    Rng rng(5, 0, "below");
    int low = 0;
    for (int i = 0; i < 10000; ++i) {
        const std::uint64_t value = rng.below(large);
        ASSERT_LT(value, large);
        if (value < large / 3) ++low;
    }
    EXPECT_NEAR(low, 3333, 250);
}

TEST(Random, NormalIsBoxMullerOfTheStreamsUniforms) {
    Rng rng(6, 0, "normal");
    Rng uniforms(6, 0, "normal");
    for (int i = 0; i < 100000; ++i) {
        const double u = 1 - uniforms.uniform(), v = uniforms.uniform();
        const double expected = std::sqrt(-2 * std::log(u)) * std::cos(2 * std::acos(-1.0) * v);
        ASSERT_NEAR(rng.normal(), expected, 1e-14);
    }
}

TEST(Random, NormalHasTheNormalMoments) {
    constexpr int draws = 200000;
    std::vector<double> values(draws);
    Rng rng(7, 0, "moments");
    for (double& value : values) value = rng.normal();
    double sums[5] = {};
    for (const double value : values) {
        for (int power = 1; power <= 4; ++power) sums[power] += std::pow(value, power) / draws;
    }
    EXPECT_NEAR(sums[1], 0, 0.01);
    EXPECT_NEAR(sums[2], 1, 0.015);
    EXPECT_NEAR(sums[3], 0, 0.04);
    EXPECT_NEAR(sums[4], 3, 0.12);
    // Kolmogorov-Smirnov against the normal distribution, 0.1 %.
    std::sort(values.begin(), values.end());
    double largest = 0;
    for (int i = 0; i < draws; ++i) {
        const double cumulative =
            std::erfc(-values[static_cast<std::size_t>(i)] / std::sqrt(2)) / 2;
        largest = std::max(largest, std::abs(cumulative - (i + 0.5) / draws));
    }
    EXPECT_LT(largest, 1.95 / std::sqrt(draws));
}

TEST(Random, NumbersAreTheSameInEveryVersion) {
    // A change of these numbers changes every dataset.
    Rng rng(7, 123456, "layout");
    EXPECT_EQ(rng.next_u32(), 2582066915U);
    EXPECT_EQ(rng.next_u64(), 2427359753944267216U);
    EXPECT_EQ(rng.uniform(), 0x1.53586dd931cb8p-4);
    EXPECT_EQ(rng.below(1000), 295U);
    EXPECT_EQ(rng.normal(), -0x1.5913d0a6637f7p+0);
    EXPECT_EQ(permuted(5, 21799, 7, "records"), 12304U);
}

std::vector<std::uint64_t> permutation(std::uint64_t count, std::uint64_t seed) {
    std::vector<std::uint64_t> places;
    for (std::uint64_t i = 0; i < count; ++i) places.push_back(permuted(i, count, seed, "records"));
    return places;
}

TEST(Permuted, IsAPermutationForEveryCount) {
    std::vector<std::uint64_t> counts{1000, 1023, 1024, 1025, 4096, 4097, 21799, 65537};
    for (std::uint64_t count = 1; count <= 130; ++count) counts.push_back(count);
    for (const std::uint64_t count : counts) {
        for (std::uint64_t seed = 0; seed < 3; ++seed) {
            auto places = permutation(count, seed);
            std::sort(places.begin(), places.end());
            std::vector<std::uint64_t> all(count);
            std::iota(all.begin(), all.end(), std::uint64_t{0});
            EXPECT_TRUE(places == all) << count;
        }
    }
}

TEST(Permuted, WorksForCountsNearTheLargest) {
    constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
    for (const std::uint64_t count : {most, most / 2 + 2, std::uint64_t{1} << 62}) {
        std::set<std::uint64_t> places;
        for (std::uint64_t i = 0; i < 1000; ++i) {
            places.insert(permuted(i, count, 1, "x"));
            places.insert(permuted(count - 1 - i, count, 1, "x"));
        }
        EXPECT_EQ(places.size(), 2000U);
        EXPECT_LT(*places.rbegin(), count);
    }
}

TEST(Permuted, SendsEachPositionEverywhereEquallyOften) {
    constexpr std::uint64_t seeds = 6000;
    for (const std::uint64_t count : {2U, 3U, 5U, 10U, 12U}) {
        for (const std::uint64_t from : {std::uint64_t{0}, count - 1}) {
            std::vector<int> arrivals(count);
            for (std::uint64_t seed = 0; seed < seeds; ++seed) {
                ++arrivals.at(permuted(from, count, seed, "x"));
            }
            const double expected = static_cast<double>(seeds) / static_cast<double>(count);
            for (const int seen : arrivals) EXPECT_NEAR(seen, expected, 5 * std::sqrt(expected));
        }
    }
}

TEST(Permuted, HasTheStatisticsOfARandomPermutation) {
    constexpr std::uint64_t count = 1000, seeds = 50;
    double fixed_points = 0, neighbours = 0, distance = 0;
    for (std::uint64_t seed = 0; seed < seeds; ++seed) {
        const auto places = permutation(count, seed);
        for (std::uint64_t i = 0; i < count; ++i) {
            const double place = static_cast<double>(places[i]);
            if (places[i] == i) ++fixed_points;
            if (i > 0 && places[i] == places[i - 1] + 1) ++neighbours;
            distance += std::abs(place - static_cast<double>(i));
        }
    }
    // On average, a random permutation has one fixed point and one pair of neighbours that stay in
    // sequence, and moves a position by a third of the count.
    EXPECT_NEAR(fixed_points / seeds, 1, 0.6);
    EXPECT_NEAR(neighbours / seeds, 1, 0.6);
    EXPECT_NEAR(distance / (seeds * count * count), 1.0 / 3, 0.01);
}

TEST(Permuted, DependsOnSeedAndStream) {
    EXPECT_NE(permutation(100, 1), permutation(100, 2));
    int same = 0;
    for (std::uint64_t i = 0; i < 1000; ++i) {
        if (permuted(i, 1000, 1, "train") == permuted(i, 1000, 1, "val")) ++same;
    }
    EXPECT_LT(same, 10);
}

} // namespace
} // namespace ecgpress
