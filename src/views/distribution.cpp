#include "views/distribution.hpp"

#include <algorithm>
#include <cmath>

namespace ecgpress {

namespace {

std::int64_t floor_divided(std::int64_t value, std::int64_t divisor) {
    const std::int64_t quotient = value / divisor;
    return value % divisor < 0 ? quotient - 1 : quotient;
}

} // namespace

std::int64_t Distribution::bin_of(std::int64_t fine) const {
    return floor_divided(fine, fine_per_bin_);
}

void Distribution::add(double value) {
    constexpr double k_limit = 1e15; // beyond, double does not represent all bin numbers exactly
    const double scaled = std::floor(value * static_cast<double>(bins_per_unit_));
    if (!(std::abs(scaled) < k_limit)) return;
    const auto fine = static_cast<std::int64_t>(scaled);
    if (counts_.empty()) first_ = bin_of(fine);
    const auto reaches = [&] {
        const std::int64_t bin = bin_of(fine);
        const std::int64_t end = first_ + static_cast<std::int64_t>(counts_.size());
        return std::max(bin + 1, end) - std::min(bin, first_) <=
               static_cast<std::int64_t>(k_most_bins);
    };
    while (!reaches()) coarsen();
    const std::int64_t bin = bin_of(fine);
    if (bin < first_) {
        counts_.insert(counts_.begin(), static_cast<std::size_t>(first_ - bin), 0);
        first_ = bin;
    }
    const auto place = static_cast<std::size_t>(bin - first_);
    if (place >= counts_.size()) counts_.resize(place + 1);
    ++counts_[place];
    ++count_;
    if (first_values_.size() < k_few)
        first_values_.insert(std::upper_bound(first_values_.begin(), first_values_.end(), value),
                             value);
    sum_ += value;
    least_ = std::min(least_, value);
    most_ = std::max(most_, value);
}

// Merges groups of ten bins. Bins stay decimal, so the result does not depend on when this happens.
void Distribution::coarsen() {
    constexpr std::int64_t k_step = 10;
    const std::int64_t begin = floor_divided(first_, k_step);
    std::vector<std::uint64_t> coarser;
    for (std::size_t i = 0; i < counts_.size(); ++i) {
        const auto place = static_cast<std::size_t>(
            floor_divided(first_ + static_cast<std::int64_t>(i), k_step) - begin);
        if (place >= coarser.size()) coarser.resize(place + 1);
        coarser[place] += counts_[i];
    }
    counts_ = std::move(coarser);
    first_ = begin;
    fine_per_bin_ *= k_step;
}

double Distribution::resolution() const {
    return static_cast<double>(fine_per_bin_) / static_cast<double>(bins_per_unit_);
}

std::vector<double> Distribution::few() const {
    return count_ < k_few ? first_values_ : std::vector<double>();
}

double Distribution::quantile(double part) const {
    if (count_ == 0) return 0;
    const auto rank = static_cast<std::uint64_t>(part * static_cast<double>(count_ - 1));
    std::uint64_t before = 0;
    std::size_t place = 0;
    while (before + counts_[place] <= rank) before += counts_[place++];
    return static_cast<double>((first_ + static_cast<std::int64_t>(place)) * fine_per_bin_) /
           static_cast<double>(bins_per_unit_);
}

std::vector<Distribution::Bin> Distribution::bins(std::size_t most, double narrowest) const {
    if (count_ == 0) return {};
    constexpr double k_outermost = 0.005;     // share of values at either end without own bins
    constexpr std::int64_t k_fewest = 12;     // bins of a figure
    const auto place_of = [&](double value) { // index of a bin by its lower edge
        return bin_of(std::llround(value * static_cast<double>(bins_per_unit_)));
    };
    const std::int64_t low = place_of(quantile(k_outermost)),
                       high = place_of(quantile(1 - k_outermost));
    const double unit = resolution();
    std::int64_t width = 1; // in bins of counts_: 1, 2, 5, 10, ...
    for (int step = 0; floor_divided(high, width) - floor_divided(low, width) >=
                           static_cast<std::int64_t>(most) ||
                       static_cast<double>(width) * unit < narrowest * (1 - 1e-9);
         ++step)
        width = step % 3 == 1 ? width / 2 * 5 : width * 2;
    std::int64_t begin = floor_divided(low, width), end = floor_divided(high, width);
    while (end - begin + 1 < k_fewest) {
        if (begin > 0 || least_ < 0) --begin; // no bin below 0 if no value is negative
        ++end;
    }
    std::vector<Bin> bins;
    for (std::int64_t i = begin; i <= end; ++i)
        bins.push_back({static_cast<double>(i * width) * unit,
                        static_cast<double>((i + 1) * width) * unit, 0});
    for (std::size_t i = 0; i < counts_.size(); ++i) {
        const std::int64_t place = floor_divided(first_ + static_cast<std::int64_t>(i), width);
        bins[static_cast<std::size_t>(std::clamp(place, begin, end) - begin)].count += counts_[i];
    }
    return bins;
}

} // namespace ecgpress
