// How values are spread, counted as they pass: exact counts in decimal bins, in flat memory however
// many there are, and the same whatever order they come in.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace ecgpress {

class Distribution {
  public:
    /// @param bins_per_unit  the finest bins: 100 counts in hundredths. Bins grow by tens when the
    /// values span more than k_most_bins of them.
    explicit Distribution(std::int64_t bins_per_unit) : bins_per_unit_(bins_per_unit) {}

    void add(double value); ///< NaN and infinity are none

    std::uint64_t count() const { return count_; }
    double mean() const { return count_ == 0 ? 0 : sum_ / static_cast<double>(count_); }
    double least() const { return least_; }
    double most() const { return most_; }
    /// The lower edge of the bin with the value that `part` of all are below; the lower of two.
    double quantile(double part) const;

    /// The width of what values are counted in, in units.
    double resolution() const;

    struct Bin {
        double begin = 0, end = 0;
        std::uint64_t count = 0;
    };
    /// At most `most` bins of 1, 2 or 5 times a power of ten, none narrower than `narrowest`, over
    /// all but the outermost values: the first holds what is below it too, and the last what is
    /// above. Where values differ little there are empty ones about them.
    std::vector<Bin> bins(std::size_t most, double narrowest) const;

    static constexpr std::size_t k_most_bins = 20000;

  private:
    std::int64_t bin_of(std::int64_t fine) const;
    void coarsen();

    std::int64_t bins_per_unit_;
    std::int64_t fine_per_bin_ = 1; ///< a power of ten
    std::int64_t first_ = 0;        ///< the bin of counts_[0]
    std::vector<std::uint64_t> counts_;
    std::uint64_t count_ = 0;
    double sum_ = 0, least_ = std::numeric_limits<double>::infinity(), most_ = -least_;
};

} // namespace ecgpress
