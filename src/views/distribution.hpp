// Histogram of a stream of values: exact counts in decimal bins, in constant memory and independent
// of the order of the values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace ecgpress {

/// Counts, mean, range, quantiles and bins of added values.
class Distribution {
  public:
    /// @param bins_per_unit  finest bins: 100 means bins of 0.01. Bins become 10 times wider
    /// whenever the values span more than k_most_bins of them.
    explicit Distribution(std::int64_t bins_per_unit) : bins_per_unit_(bins_per_unit) {}

    void add(double value); ///< NaN and infinity are ignored

    std::uint64_t count() const { return count_; }
    double mean() const { return count_ == 0 ? 0 : sum_ / static_cast<double>(count_); }
    double least() const { return least_; }
    double most() const { return most_; }
    /// Returns the lower edge of the bin that contains a quantile.
    /// @param part  0.5 is the median; of two middle values the lower one is used
    double quantile(double part) const;

    /// The values in increasing order, if there are fewer than k_few; else empty.
    std::vector<double> few() const;

    /// Returns the current width of the bins.
    double resolution() const;

    /// Values in [begin, end).
    struct Bin {
        double begin = 0, end = 0;
        std::uint64_t count = 0;
    };
    /// Returns at most `most` bins for a figure. Their width is 1, 2 or 5 times a power of ten, and
    /// not less than `narrowest`. They cover all values except the outermost: the first bin also
    /// counts values below it, the last one values above. If values differ little, empty bins are
    /// added around them.
    std::vector<Bin> bins(std::size_t most, double narrowest) const;

    static constexpr std::size_t k_most_bins = 20000;
    static constexpr std::size_t k_few = 10; ///< a histogram of fewer values shows nothing

  private:
    std::int64_t bin_of(std::int64_t fine) const;
    void coarsen();

    std::int64_t bins_per_unit_;
    std::int64_t fine_per_bin_ = 1; ///< a power of ten
    std::int64_t first_ = 0;        ///< number of the bin of counts_[0]
    std::vector<std::uint64_t> counts_;
    std::uint64_t count_ = 0;
    std::vector<double> first_values_; ///< at most k_few, in increasing order
    double sum_ = 0, least_ = std::numeric_limits<double>::infinity(), most_ = -least_;
};

} // namespace ecgpress
