#include "signal/heart_rate.hpp"

#include <algorithm>
#include <cmath>

#include "signal/filter.hpp"

namespace ecgpress {

namespace {

// The best values of the search over pairs of windows in Elgendi 2013.
constexpr double k_low_hz = 8, k_high_hz = 20;
constexpr double k_qrs_s = 0.097, k_beat_s = 0.611, k_offset = 0.08;
// Shorter than any interval between two beats of a ventricle: a refractory period for the detector
// (Pan and Tompkins 1985 use 0.2 s).
constexpr double k_shortest_interval_s = 0.25;

/// Power in the frequency band of QRS complexes at each sample; 0 in gaps.
std::vector<double> qrs_power(const std::vector<double>& signal_mv, double rate_hz) {
    Record record;
    record.rate_hz = rate_hz;
    record.leads_mv[0] = signal_mv;
    std::vector<double> power = filtered(record, {k_low_hz, k_high_hz, 0}).leads_mv[0];
    for (double& value : power) value = std::isnan(value) ? 0 : value * value;
    return power;
}

/// Means over a window centred on each sample. Windows are truncated at the ends of the signal.
std::vector<double> moving_average(const std::vector<double>& values, double rate_hz,
                                   double window_s) {
    std::vector<double> sums{0.0};
    for (const double value : values) sums.push_back(sums.back() + value);
    const auto half = static_cast<std::size_t>(std::lround(window_s * rate_hz / 2));
    std::vector<double> means;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const std::size_t begin = i < half ? 0 : i - half,
                          end = std::min(values.size(), i + half + 1);
        means.push_back((sums[end] - sums[begin]) / static_cast<double>(end - begin));
    }
    return means;
}

struct Beat {
    std::size_t sample = 0;
    double power = 0;
};

/// Adds a beat. Of two beats that are too close, only the stronger one is kept.
void add_beat(std::vector<Beat>& beats, const Beat& beat, double rate_hz) {
    const bool near = !beats.empty() && static_cast<double>(beat.sample - beats.back().sample) <
                                            k_shortest_interval_s * rate_hz;
    if (!near)
        beats.push_back(beat);
    else if (beat.power > beats.back().power)
        beats.back() = beat;
}

std::vector<Beat> find_beats(const std::vector<double>& signal_mv, double rate_hz) {
    const std::vector<double> power = qrs_power(signal_mv, rate_hz);
    const std::vector<double> qrs = moving_average(power, rate_hz, k_qrs_s),
                              beat = moving_average(power, rate_hz, k_beat_s);
    double mean = 0;
    for (const double value : power) mean += value / static_cast<double>(power.size());
    std::vector<Beat> beats;
    for (std::size_t begin = 0; begin < power.size();) {
        std::size_t end = begin;
        while (end < power.size() && qrs[end] > beat[end] + k_offset * mean) ++end;
        if (static_cast<double>(end - begin) >= k_qrs_s * rate_hz) {
            const auto top = std::max_element(power.begin() + static_cast<std::ptrdiff_t>(begin),
                                              power.begin() + static_cast<std::ptrdiff_t>(end));
            add_beat(beats, {static_cast<std::size_t>(top - power.begin()), *top}, rate_hz);
        }
        begin = end + 1;
    }
    return beats;
}

bool has_gap(const std::vector<double>& signal_mv, std::size_t begin, std::size_t end) {
    return std::any_of(signal_mv.begin() + static_cast<std::ptrdiff_t>(begin),
                       signal_mv.begin() + static_cast<std::ptrdiff_t>(end),
                       [](double value) { return std::isnan(value); });
}

} // namespace

std::vector<double> beat_times_s(const std::vector<double>& signal_mv, double rate_hz) {
    std::vector<double> times_s;
    for (const Beat& beat : find_beats(signal_mv, rate_hz))
        times_s.push_back(static_cast<double>(beat.sample) / rate_hz);
    return times_s;
}

std::optional<double> heart_rate_bpm(const std::vector<std::vector<double>>& strips_mv,
                                     double rate_hz) {
    constexpr std::size_t k_fewest_intervals = 2;
    std::vector<double> intervals_s;
    for (const std::vector<double>& strip : strips_mv) {
        const std::vector<Beat> beats = find_beats(strip, rate_hz);
        for (std::size_t i = 1; i < beats.size(); ++i)
            if (!has_gap(strip, beats[i - 1].sample, beats[i].sample))
                intervals_s.push_back(static_cast<double>(beats[i].sample - beats[i - 1].sample) /
                                      rate_hz);
    }
    if (intervals_s.size() < k_fewest_intervals) return std::nullopt;
    std::sort(intervals_s.begin(), intervals_s.end());
    const std::size_t half = intervals_s.size() / 2;
    const double median = intervals_s.size() % 2 == 1
                              ? intervals_s[half]
                              : (intervals_s[half - 1] + intervals_s[half]) / 2;
    return 60 / median;
}

} // namespace ecgpress
