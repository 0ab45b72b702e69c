#include "core/program/sliding_rate.hpp"

namespace ecgpress {

namespace {

constexpr double k_between_samples_s = 0.5;

double ratio(std::uint64_t count, double seconds) {
    return seconds > 0 ? static_cast<double>(count) / seconds : 0;
}

} // namespace

void SlidingRate::add(double time_s, std::uint64_t count) {
    const std::size_t size = samples_.size();
    const bool dense =
        size > 1 && samples_[size - 1].time_s - samples_[size - 2].time_s < k_between_samples_s;
    if (dense)
        samples_.back() = {time_s, count};
    else
        samples_.push_back({time_s, count});
    while (samples_.size() > 1 && samples_[1].time_s <= time_s - k_window_s) samples_.pop_front();
}

double SlidingRate::per_s(double time_s) const {
    const Sample& first = samples_.front();
    const std::uint64_t counted = samples_.back().count - first.count;
    return counted > 0 ? ratio(counted, time_s - first.time_s) : mean_per_s(time_s);
}

double SlidingRate::mean_per_s(double time_s) const {
    return ratio(samples_.back().count, time_s - start_s_);
}

} // namespace ecgpress
