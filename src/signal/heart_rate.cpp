#include "signal/heart_rate.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "signal/filter.hpp"
#include "signal/median.hpp"

namespace ecgpress {

namespace {

// The best values of the search over pairs of windows in Elgendi 2013.
constexpr double k_low_hz = 8, k_high_hz = 20;
constexpr double k_qrs_s = 0.097, k_beat_s = 0.611, k_offset = 0.08;
// Shorter than any interval between two beats of a ventricle: a refractory period for the detector
// (Pan and Tompkins 1985 use 0.2 s).
constexpr double k_shortest_interval_s = 0.25;

/// A lead's power in the frequency band of QRS complexes, relative to its mean; NaN in gaps.
std::vector<double> qrs_power(const std::vector<double>& signal_mv, double rate_hz) {
    Record record;
    record.rate_hz = rate_hz;
    record.leads_mv[0] = signal_mv;
    std::vector<double> power = filtered(record, {k_low_hz, k_high_hz, 0}).leads_mv[0];
    double sum = 0;
    std::size_t count = 0;
    for (double& value : power) {
        if (std::isnan(value)) continue;
        value *= value;
        sum += value;
        ++count;
    }
    if (sum > 0)
        for (double& value : power) value *= static_cast<double>(count) / sum;
    return power;
}

/// The median over all leads at each sample; NaN where all have a gap.
std::vector<double> median_power(const std::vector<std::vector<double>>& leads_mv, double rate_hz) {
    std::vector<std::vector<double>> powers;
    for (const std::vector<double>& lead : leads_mv) powers.push_back(qrs_power(lead, rate_hz));
    if (powers.size() == 1) return powers.front();
    if (powers.empty()) return {};
    std::vector<double> median(powers.front().size(), std::numeric_limits<double>::quiet_NaN()),
        values;
    for (std::size_t i = 0; i < median.size(); ++i) {
        values.clear();
        for (const std::vector<double>& power : powers)
            if (!std::isnan(power[i])) values.push_back(power[i]);
        if (!values.empty()) median[i] = median_of(values);
    }
    return median;
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

/// Removes what is far weaker than a QRS complex: P and T waves, which exceed the threshold between
/// beats that are two seconds apart. At most two thirds of the candidates are such waves, so the
/// 80th percentile of their power is that of a QRS complex.
void remove_weak(std::vector<Beat>& beats) {
    constexpr double k_weakest = 0.1; // of the power: a third of the amplitude
    if (beats.empty()) return;
    std::vector<double> powers;
    for (const Beat& beat : beats) powers.push_back(beat.power);
    const auto usual = powers.begin() + static_cast<std::ptrdiff_t>(powers.size() * 4 / 5);
    std::nth_element(powers.begin(), usual, powers.end());
    const double least = k_weakest * *usual;
    beats.erase(std::remove_if(beats.begin(), beats.end(),
                               [&](const Beat& beat) { return beat.power < least; }),
                beats.end());
}

struct Beats {
    std::vector<Beat> beats;
    std::vector<bool> gap; ///< of each sample
};

Beats find_beats(const std::vector<std::vector<double>>& leads_mv, double rate_hz) {
    Beats found;
    if (!(rate_hz > 2 * k_high_hz)) return found; // does not contain the band
    std::vector<double> power = median_power(leads_mv, rate_hz);
    double mean = 0;
    for (double& value : power) {
        found.gap.push_back(std::isnan(value));
        if (found.gap.back()) value = 0;
        mean += value / static_cast<double>(power.size());
    }
    const std::vector<double> qrs = moving_average(power, rate_hz, k_qrs_s),
                              beat = moving_average(power, rate_hz, k_beat_s);
    for (std::size_t begin = 0; begin < power.size();) {
        std::size_t end = begin;
        while (end < power.size() && qrs[end] > beat[end] + k_offset * mean) ++end;
        if (static_cast<double>(end - begin) >= k_qrs_s * rate_hz) {
            const auto top = std::max_element(power.begin() + static_cast<std::ptrdiff_t>(begin),
                                              power.begin() + static_cast<std::ptrdiff_t>(end));
            add_beat(found.beats, {static_cast<std::size_t>(top - power.begin()), *top}, rate_hz);
        }
        begin = end + 1;
    }
    remove_weak(found.beats);
    return found;
}

/// Adds the intervals without gaps between the beats of one time window.
void add_intervals_s(std::vector<double>& intervals_s, const Beats& found, double rate_hz) {
    for (std::size_t i = 1; i < found.beats.size(); ++i) {
        const std::size_t from = found.beats[i - 1].sample, to = found.beats[i].sample;
        const auto begin = found.gap.begin() + static_cast<std::ptrdiff_t>(from),
                   end = found.gap.begin() + static_cast<std::ptrdiff_t>(to);
        if (std::find(begin, end, true) == end)
            intervals_s.push_back(static_cast<double>(to - from) / rate_hz);
    }
}

/// The sample within `reach` that is farthest from the median of twice as wide a window, in one
/// lead; k_no_sample if there is no value.
std::int64_t peak_near(const std::vector<double>& lead_mv, std::size_t at, std::size_t reach) {
    const auto range = [&](std::size_t half) {
        return std::pair(at < half ? 0 : at - half, std::min(lead_mv.size(), at + half + 1));
    };
    const auto [from, to] = range(2 * reach);
    std::vector<double> values;
    for (std::size_t i = from; i < to; ++i)
        if (!std::isnan(lead_mv[i])) values.push_back(lead_mv[i]);
    if (values.empty()) return k_no_sample;
    const double level = median_of(values);
    std::int64_t best = k_no_sample;
    double most = -1;
    const auto [begin, end] = range(reach);
    for (std::size_t i = begin; i < end; ++i)
        if (std::abs(lead_mv[i] - level) > most) { // false for a gap (NaN)
            most = std::abs(lead_mv[i] - level);
            best = static_cast<std::int64_t>(i);
        }
    return best;
}

std::optional<double> rate_of_bpm(std::vector<double> intervals_s) {
    constexpr std::size_t k_fewest_intervals = 2;
    if (intervals_s.size() < k_fewest_intervals) return std::nullopt;
    return 60 / median_of(intervals_s);
}

} // namespace

HeartBeats heart_beats(const std::vector<std::vector<double>>& leads_mv, double rate_hz) {
    const Beats found = find_beats(leads_mv, rate_hz);
    HeartBeats result;
    for (const Beat& beat : found.beats)
        result.times_s.push_back(static_cast<double>(beat.sample) / rate_hz);
    std::vector<double> intervals_s;
    add_intervals_s(intervals_s, found, rate_hz);
    result.rate_bpm = rate_of_bpm(std::move(intervals_s));
    return result;
}

RecordBeats detected_beats(const Record& record) {
    constexpr double k_reach_s = 0.06; // from the largest power to the largest deflection
    std::vector<std::vector<double>> leads_mv;
    for (const std::vector<double>& lead : record.leads_mv)
        if (!lead.empty()) leads_mv.push_back(lead);
    const auto reach = static_cast<std::size_t>(std::lround(k_reach_s * record.rate_hz));
    RecordBeats result;
    result.source = "detected";
    for (const Beat& found : find_beats(leads_mv, record.rate_hz).beats) {
        RecordBeat beat;
        for (const Lead lead : all_leads())
            if (!record.lead_mv(lead).empty())
                beat.at(lead, Fiducial::r_peak) =
                    peak_near(record.lead_mv(lead), found.sample, reach);
        result.beats.push_back(beat);
    }
    return result;
}

std::optional<double> heart_rate_bpm(const std::vector<std::vector<double>>& strips_mv,
                                     double rate_hz) {
    std::vector<double> intervals_s;
    for (const std::vector<double>& strip : strips_mv)
        add_intervals_s(intervals_s, find_beats({strip}, rate_hz), rate_hz);
    return rate_of_bpm(std::move(intervals_s));
}

} // namespace ecgpress
