// Current rate of a count: items per second over the last 30 s.
#pragma once

#include <cstdint>
#include <deque>

namespace ecgpress {

/// A count's rate over a sliding window. An average since the start would react too slowly to a
/// change of speed.
class SlidingRate {
  public:
    static constexpr double k_window_s = 30;

    /// The count is 0 at this time. All times are seconds of one monotonic clock.
    explicit SlidingRate(double start_s) : samples_{{start_s, 0}}, start_s_(start_s) {}

    /// Adds the count at a later time.
    void add(double time_s, std::uint64_t count);

    /// Items per second within the last window, or since the start if that is later. If the count
    /// did not change in the window, the average since the start, so that items that take longer
    /// than the window still have a rate. 0 if the count is 0.
    double per_s(double time_s) const;
    /// Average since the start.
    double mean_per_s(double time_s) const;

  private:
    struct Sample {
        double time_s;
        std::uint64_t count;
    };
    /// The newest sample that is at least a window old (or the start), then at most one every half
    /// second, and the latest one.
    std::deque<Sample> samples_;
    double start_s_;
};

} // namespace ecgpress
