// How fast a count grows now: items per second over the last half minute.
#pragma once

#include <cstdint>
#include <deque>

namespace ecgpress {

/// A count's rate over a sliding window. An average since the start would follow a change of speed
/// only slowly.
class SlidingRate {
  public:
    static constexpr double k_window_s = 30;

    /// The count is 0 at this time. Times are seconds of any clock that never goes back.
    explicit SlidingRate(double start_s) : samples_{{start_s, 0}}, start_s_(start_s) {}

    /// The count at a later time.
    void add(double time_s, std::uint64_t count);

    /// Items per second between a window ago, or the start, and this time. If nothing was counted
    /// in between: the average since the start, so that items slower than the window still have a
    /// rate. 0 if nothing was counted at all.
    double per_s(double time_s) const;
    /// The average since the start.
    double mean_per_s(double time_s) const;

  private:
    struct Sample {
        double time_s;
        std::uint64_t count;
    };
    /// The first is the last one that is a window old, or the start; then one every half second at
    /// most, and last the newest.
    std::deque<Sample> samples_;
    double start_s_;
};

} // namespace ecgpress
