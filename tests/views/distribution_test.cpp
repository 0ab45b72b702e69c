#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <numeric>

#include "core/random.hpp"
#include "views/distribution.hpp"

namespace ecgpress {
namespace {

Distribution counted(const std::vector<double>& values, std::int64_t bins_per_unit) {
    Distribution distribution(bins_per_unit);
    for (const double value : values) distribution.add(value);
    return distribution;
}

/// Values of many magnitudes; some are negative if `signs` is set.
std::vector<double> spread_values(std::uint64_t seed, std::size_t count, bool signs) {
    Rng rng(seed, 0, "values");
    std::vector<double> values;
    for (std::size_t i = 0; i < count; ++i)
        values.push_back(std::pow(10, 5 * rng.uniform() - 2) * (signs && i % 3 == 0 ? -1 : 1));
    return values;
}

TEST(Distribution, AgreesWithSortedValues) {
    for (const bool signs : {false, true})
        for (const std::size_t count : {1U, 2U, 7U, 1000U}) {
            std::vector<double> values = spread_values(count, count, signs);
            const Distribution distribution = counted(values, 100);
            std::sort(values.begin(), values.end());
            const double mean =
                std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(count);
            EXPECT_EQ(distribution.count(), count);
            EXPECT_NEAR(distribution.mean(), mean, 1e-9 * std::abs(mean) + 1e-9);
            EXPECT_EQ(distribution.least(), values.front());
            EXPECT_EQ(distribution.most(), values.back());
            for (const double part : {0.0, 0.25, 0.5, 1.0}) {
                const double sorted =
                    values[static_cast<std::size_t>(part * static_cast<double>(count - 1))];
                const double estimate = distribution.quantile(part);
                EXPECT_LE(estimate, sorted + 1e-9);
                EXPECT_GT(estimate, sorted - distribution.resolution() - 1e-9);
            }
        }
}

TEST(Distribution, IsTheSameInAnyOrder) {
    std::vector<double> values = spread_values(5, 3000, true);
    const Distribution forwards = counted(values, 100);
    std::sort(values.begin(), values.end());
    const Distribution sorted = counted(values, 100);
    std::reverse(values.begin(), values.end());
    const Distribution reversed = counted(values, 100);
    for (const Distribution* other : {&sorted, &reversed}) {
        EXPECT_EQ(forwards.resolution(), other->resolution());
        const auto ours = forwards.bins(40, 0), theirs = other->bins(40, 0);
        ASSERT_EQ(ours.size(), theirs.size());
        for (std::size_t i = 0; i < ours.size(); ++i) EXPECT_EQ(ours[i].count, theirs[i].count);
    }
}

TEST(Distribution, BinsCountEveryValueOnce) {
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
        const std::vector<double> values = spread_values(seed, 2000, seed == 2);
        const Distribution distribution = counted(values, 1000);
        const auto bins = distribution.bins(40, 0.02);
        ASSERT_LE(bins.size(), 40U);
        ASSERT_GE(bins.size(), 12U);
        std::uint64_t all = 0;
        for (std::size_t i = 0; i < bins.size(); ++i) {
            all += bins[i].count;
            EXPECT_GE(bins[i].end - bins[i].begin, 0.02 - 1e-9);
            if (i == 0 || i + 1 == bins.size()) continue; // the outer bins also count values beyond
            const auto in_bin = std::count_if(values.begin(), values.end(), [&](double value) {
                return value >= bins[i].begin - 1e-9 && value < bins[i].end - 1e-9;
            });
            EXPECT_NEAR(static_cast<double>(bins[i].count), static_cast<double>(in_bin), 0.5);
        }
        EXPECT_EQ(all, values.size());
    }
}

TEST(Distribution, EqualValuesAndNoValues) {
    EXPECT_TRUE(Distribution(10).bins(40, 1).empty());
    Distribution distribution(10);
    distribution.add(std::nan(""));
    distribution.add(INFINITY);
    EXPECT_EQ(distribution.count(), 0U);
    for (int i = 0; i < 5; ++i) distribution.add(0);
    EXPECT_EQ(distribution.quantile(0.5), 0);
    EXPECT_EQ(distribution.bins(40, 1).front().begin, 0); // no bin below 0 for non-negative values
}

} // namespace
} // namespace ecgpress
