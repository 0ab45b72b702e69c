#include <cmath>
#include <gtest/gtest.h>
#include <numeric>

#include "core/random.hpp"
#include "pipeline/config/page_counts.hpp"

namespace ecgpress {
namespace {

std::uint64_t sum(const SplitCounts& counts) {
    return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

std::vector<double> some_weights(Rng& draw) {
    std::vector<double> weights(1 + draw.below(9));
    for (double& weight : weights) weight = draw.below(3) == 0 ? 1.0 : draw.uniform(0.01, 100);
    return weights;
}

TEST(Apportioned, AddsUpAndDeviatesByLessThanAPage) {
    for (std::uint64_t trial = 0; trial < 3000; ++trial) {
        Rng draw(1, trial, "apportion");
        const auto weights = some_weights(draw);
        const std::uint64_t total = draw.below(trial % 3 == 0 ? 20 : 100'000'000);
        const auto shares = apportioned(total, weights);
        EXPECT_EQ(std::accumulate(shares.begin(), shares.end(), std::uint64_t{0}), total);
        const double all = std::accumulate(weights.begin(), weights.end(), 0.0);
        for (std::size_t i = 0; i < weights.size(); ++i)
            EXPECT_LT(std::abs(static_cast<double>(shares[i]) -
                               static_cast<double>(total) * weights[i] / all),
                      1.0);
    }
}

TEST(Apportioned, TheLargestRemainderGetsTheRest) {
    EXPECT_EQ(apportioned(2000, {22, 26, 26, 26}),
              (std::vector<std::uint64_t>{440, 520, 520, 520}));
    EXPECT_EQ(apportioned(10, {1, 1, 1}), (std::vector<std::uint64_t>{4, 3, 3}));
    EXPECT_EQ(apportioned(1, {1, 5}), (std::vector<std::uint64_t>{0, 1}));
}

TEST(SplitTotal, IsEightToOneToOne) {
    EXPECT_EQ(split_total(1'000'000), (SplitCounts{800'000, 100'000, 100'000}));
    for (std::uint64_t total = 0; total < 2000; ++total) EXPECT_EQ(sum(split_total(total)), total);
}

TEST(SharedAmongLayouts, KeepsTheTotalsOfLayoutsAndOfSplits) {
    for (std::uint64_t trial = 0; trial < 3000; ++trial) {
        Rng draw(2, trial, "share");
        const auto weights = some_weights(draw);
        const std::uint64_t most = trial % 3 == 0 ? 10 : 1'000'000;
        const SplitCounts splits{draw.below(most), draw.below(most), draw.below(most)};
        if (sum(splits) == 0) continue;
        const auto counts = shared_among_layouts(splits, weights);
        const auto totals = apportioned(sum(splits), weights);
        SplitCounts found{};
        ASSERT_EQ(counts.size(), weights.size());
        for (std::size_t i = 0; i < weights.size(); ++i) {
            EXPECT_EQ(sum(counts[i]), totals[i]);
            for (std::size_t split = 0; split < k_split_count; ++split) {
                found[split] += counts[i][split];
                const double share = static_cast<double>(totals[i]) *
                                     static_cast<double>(splits[split]) /
                                     static_cast<double>(sum(splits));
                EXPECT_LT(std::abs(static_cast<double>(counts[i][split]) - share), 3.0);
            }
        }
        EXPECT_EQ(found, splits);
    }
}

} // namespace
} // namespace ecgpress
