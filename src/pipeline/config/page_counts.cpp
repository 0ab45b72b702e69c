#include "pipeline/config/page_counts.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ecgpress {

std::vector<std::uint64_t> apportioned(std::uint64_t total, const std::vector<double>& weights) {
    const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
    std::vector<std::uint64_t> shares;
    std::vector<double> remainders;
    std::uint64_t left = total;
    for (const double weight : weights) {
        const double quota = static_cast<double>(total) * weight / sum;
        shares.push_back(std::min(left, static_cast<std::uint64_t>(quota)));
        remainders.push_back(quota - std::floor(quota));
        left -= shares.back();
    }
    std::vector<std::size_t> order(weights.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return remainders[a] > remainders[b]; });
    for (std::size_t i = 0; left > 0; i = (i + 1) % order.size(), --left) ++shares[order[i]];
    return shares;
}

SplitCounts split_total(std::uint64_t total) {
    const auto shares = apportioned(total, {8, 1, 1});
    return {shares[0], shares[1], shares[2]};
}

std::vector<SplitCounts> shared_among_layouts(const SplitCounts& splits,
                                              const std::vector<double>& weights) {
    SplitCounts left = splits;
    std::vector<SplitCounts> counts;
    const auto total = std::accumulate(splits.begin(), splits.end(), std::uint64_t{0});
    for (const std::uint64_t layout_total : apportioned(total, weights)) {
        // Weighted by the remaining pages of each split, so that no layout takes more than remain
        // and the last one takes the rest.
        SplitCounts taken{};
        if (layout_total > 0) {
            const auto shares = apportioned(layout_total, {left.begin(), left.end()});
            std::copy(shares.begin(), shares.end(), taken.begin());
        }
        for (std::size_t i = 0; i < k_split_count; ++i) left[i] -= taken[i];
        counts.push_back(taken);
    }
    return counts;
}

} // namespace ecgpress
