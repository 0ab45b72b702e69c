#include "signal/median_beat.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "signal/filter.hpp"
#include "signal/median.hpp"

namespace ecgpress {

namespace {

// A beat extends from before the P wave to after the T wave, without the neighbouring QRS
// complexes.
constexpr double k_before_s = 0.40, k_before_cycles = 0.55;
constexpr double k_after_s = 0.66, k_after_cycles = 0.75;
/// Monitors limit the band to 40 Hz for the same purpose: to remove muscle noise from slow waves.
constexpr double k_low_pass_hz = 40;
// Alignment: half of the QRS complex's window, and the largest shift of a beat.
constexpr double k_qrs_half_s = 0.06, k_largest_shift_s = 0.03;
constexpr int k_alignments = 2;

std::size_t samples_of(double time_s, double rate_hz) {
    return static_cast<std::size_t>(time_s * rate_hz);
}

/// The window of a beat in samples before and after its R wave.
struct Window {
    std::size_t before, after;

    bool fits(std::size_t at, std::size_t sample_count) const {
        return at >= before && at + after < sample_count;
    }
};

using Leads = std::vector<const std::vector<double>*>;

bool has_gap(const Leads& leads, std::size_t at, const Window& window) {
    return std::any_of(leads.begin(), leads.end(), [&](const std::vector<double>* lead) {
        return std::any_of(lead->begin() + static_cast<std::ptrdiff_t>(at - window.before),
                           lead->begin() + static_cast<std::ptrdiff_t>(at + window.after),
                           [](double value) { return std::isnan(value); });
    });
}

/// The median over all beats of the value of `lead` at an offset from the beat, relative to the
/// beat's own level.
double median_at(const std::vector<double>& lead, const std::vector<std::size_t>& beats,
                 const std::vector<double>& levels, std::size_t i, std::size_t before) {
    std::vector<double> values;
    values.reserve(beats.size());
    for (std::size_t beat = 0; beat < beats.size(); ++beat)
        values.push_back(lead[beats[beat] - before + i] - levels[beat]);
    return median_of(values);
}

double level_of(const std::vector<double>& lead, std::size_t at, const Window& window) {
    std::vector<double> values(lead.begin() + static_cast<std::ptrdiff_t>(at - window.before),
                               lead.begin() + static_cast<std::ptrdiff_t>(at + window.after));
    return median_of(values);
}

/// Differences of consecutive samples.
std::vector<double> slopes_of(const std::vector<double>& lead) {
    std::vector<double> slopes(lead.size(), 0.0);
    for (std::size_t i = 1; i < lead.size(); ++i) slopes[i] = lead[i] - lead[i - 1];
    return slopes;
}

/// Moves each beat to where its slopes resemble the median slopes most.
void align(std::vector<std::size_t>& beats, const Leads& slopes, double rate_hz) {
    const std::size_t half = samples_of(k_qrs_half_s, rate_hz),
                      most = samples_of(k_largest_shift_s, rate_hz);
    const std::vector<double> no_levels(beats.size(), 0.0);
    std::vector<std::vector<double>> templates;
    for (const std::vector<double>* lead : slopes) {
        templates.emplace_back();
        for (std::size_t i = 0; i <= 2 * half; ++i)
            templates.back().push_back(median_at(*lead, beats, no_levels, i, half));
    }
    for (std::size_t& beat : beats) {
        std::size_t best = beat;
        double best_sum = -1;
        for (std::size_t at = beat - most; at <= beat + most; ++at) {
            double sum = 0;
            for (std::size_t lead = 0; lead < slopes.size(); ++lead)
                for (std::size_t i = 0; i <= 2 * half; ++i)
                    sum += (*slopes[lead])[at - half + i] * templates[lead][i];
            if (sum > best_sum) {
                best_sum = sum;
                best = at;
            }
        }
        beat = best;
    }
}

/// The median interval of beats in samples. @pre two beats or more
double cycle_of(const std::vector<double>& times_s) {
    std::vector<double> intervals_s;
    for (std::size_t i = 1; i < times_s.size(); ++i)
        intervals_s.push_back(times_s[i] - times_s[i - 1]);
    return median_of(intervals_s);
}

/// Beats that are complete, aligned.
std::vector<std::size_t> aligned_beats(const std::vector<double>& times_s, const Leads& leads,
                                       const Window& window, double rate_hz) {
    const std::size_t sample_count = leads.front()->size();
    const std::size_t reach = 2 * samples_of(k_largest_shift_s, rate_hz) +
                              samples_of(k_qrs_half_s, rate_hz) + 1; // of the alignments
    const Window wide{window.before + reach, window.after + reach};
    std::vector<std::size_t> beats;
    for (const double time_s : times_s) {
        const auto at = static_cast<std::size_t>(std::lround(time_s * rate_hz));
        if (wide.fits(at, sample_count) && !has_gap(leads, at, wide)) beats.push_back(at);
    }
    if (beats.size() < 2) return {};
    std::vector<std::vector<double>> slopes;
    Leads views;
    slopes.reserve(leads.size());
    for (const std::vector<double>* lead : leads) {
        slopes.push_back(slopes_of(*lead));
        views.push_back(&slopes.back());
    }
    for (int i = 0; i < k_alignments; ++i) align(beats, views, rate_hz);
    return beats;
}

} // namespace

std::optional<MedianBeat> median_beat(const Record& record, const std::vector<double>& times_s) {
    constexpr std::size_t k_fewest_beats = 3;
    if (times_s.size() < k_fewest_beats) return std::nullopt;
    const double rate_hz = record.rate_hz;
    const Record smooth = filtered(record, {0, k_low_pass_hz, 0});
    Leads leads;
    for (const std::vector<double>& lead : smooth.leads_mv)
        if (!lead.empty()) leads.push_back(&lead);
    MedianBeat median;
    median.rate_hz = rate_hz;
    median.cycle_s = cycle_of(times_s);
    const Window window{samples_of(std::min(k_before_s, k_before_cycles * median.cycle_s), rate_hz),
                        samples_of(std::min(k_after_s, k_after_cycles * median.cycle_s), rate_hz)};
    const std::vector<std::size_t> beats = aligned_beats(times_s, leads, window, rate_hz);
    if (beats.empty()) return std::nullopt;
    median.r_sample = window.before;
    median.sample_count = window.before + window.after;
    for (std::size_t lead = 0; lead < k_lead_count; ++lead) {
        const std::vector<double>& values = smooth.leads_mv[lead];
        if (values.empty()) continue;
        std::vector<double> levels;
        for (const std::size_t beat : beats) levels.push_back(level_of(values, beat, window));
        for (std::size_t i = 0; i < median.sample_count; ++i)
            median.leads_mv[lead].push_back(median_at(values, beats, levels, i, window.before));
    }
    return median;
}

} // namespace ecgpress
