#include "signal/measures.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

#include "core/elementary.hpp"
#include "signal/filter.hpp"
#include "signal/heart_rate.hpp"
#include "signal/median.hpp"
#include "signal/median_beat.hpp"

namespace ecgpress {

namespace {

// Our own values, compared with the codes of PTB-XL's cardiologists (rate, blocks, axes).
constexpr double k_qrs_share = 0.07;   ///< of the peak velocity, above the noise
constexpr double k_quiet_s = 0.012;    ///< so long the velocity is below it outside of the complex
constexpr double k_t_low_pass_hz = 15; ///< T waves have no higher frequencies that matter
constexpr double k_p_low_pass_hz = 20;
constexpr double k_smallest_wave_mv = 0.03; ///< smaller waves cannot be distinguished from noise

// Measurements beyond these limits are errors of the method.
constexpr int k_shortest_pr_ms = 80, k_longest_pr_ms = 400;
constexpr int k_shortest_qrs_ms = 40, k_longest_qrs_ms = 260;
constexpr int k_shortest_qt_ms = 200, k_longest_qt_ms = 700, k_longest_qtc_ms = 600;

using Values = std::vector<double>;

/// A part of a beat in samples, [begin, end).
struct Part {
    std::size_t begin = 0, end = 0;
};

std::optional<int> within(double value, int low, int high) {
    const int whole = static_cast<int>(std::lround(value));
    return whole < low || whole > high ? std::nullopt : std::optional(whole);
}

double median_between(const Values& values, std::size_t begin, std::size_t end) {
    Values part(values.begin() + static_cast<std::ptrdiff_t>(begin),
                values.begin() + static_cast<std::ptrdiff_t>(end));
    return median_of(part);
}

class BeatMeasures {
  public:
    explicit BeatMeasures(MedianBeat beat) : beat_(std::move(beat)) {}

    void measure(Measures& measures) {
        if (beat_.sample_count < at_least(0.3)) return;
        find_qrs();
        measures.qrs_ms = within(ms(qrs_.end - qrs_.begin), k_shortest_qrs_ms, k_longest_qrs_ms);
        if (!measures.qrs_ms) return;
        levels_ =
            levels(qrs_.begin > at_least(0.012) ? qrs_.begin - at_least(0.012) : 0, qrs_.begin + 1);
        measures.qrs_axis_degrees = axis(qrs_, beat_.leads_mv, levels_, levels_);
        find_t(measures);
        find_p(measures);
    }

  private:
    using Levels = std::array<double, k_lead_count>;

    std::size_t at_least(double time_s) const {
        return std::max<std::size_t>(1, static_cast<std::size_t>(time_s * beat_.rate_hz));
    }
    double ms(double samples) const { return samples / beat_.rate_hz * 1000; }
    double ms(std::size_t samples) const { return ms(static_cast<double>(samples)); }

    /// Each lead's median in a part of the beat.
    Levels levels(std::size_t begin, std::size_t end) const {
        return levels_of(beat_.leads_mv, begin, end);
    }
    static Levels levels_of(const std::array<Values, k_lead_count>& leads, std::size_t begin,
                            std::size_t end) {
        Levels levels{};
        for (std::size_t lead = 0; lead < k_lead_count; ++lead)
            if (!leads[lead].empty()) levels[lead] = median_between(leads[lead], begin, end);
        return levels;
    }

    std::array<Values, k_lead_count> smooth(double low_pass_hz) const {
        Record record;
        record.rate_hz = beat_.rate_hz;
        record.leads_mv = beat_.leads_mv;
        return filtered(record, {0, low_pass_hz, 0}).leads_mv;
    }

    /// Root mean square over the leads of their distance to the line from one level at `part.begin`
    /// to another at `part.end`, for each sample of the part.
    static Values magnitude(const std::array<Values, k_lead_count>& leads, const Part& part,
                            const Levels& first, const Levels& last) {
        Values result(part.end - part.begin, 0.0);
        double count = 0;
        for (std::size_t lead = 0; lead < k_lead_count; ++lead) {
            if (leads[lead].empty()) continue;
            ++count;
            for (std::size_t i = 0; i < result.size(); ++i) {
                const double share = static_cast<double>(i) / static_cast<double>(result.size());
                const double off =
                    leads[lead][part.begin + i] - first[lead] - share * (last[lead] - first[lead]);
                result[i] += off * off;
            }
        }
        for (double& value : result) value = std::sqrt(value / count);
        return result;
    }

    /// The leads' common change per sample.
    Values velocity() const {
        const std::size_t half = at_least(0.004);
        Values result(beat_.sample_count, 0.0);
        for (const Values& lead : beat_.leads_mv)
            for (std::size_t i = half; !lead.empty() && i + half < lead.size(); ++i)
                result[i] += (lead[i + half] - lead[i - half]) * (lead[i + half] - lead[i - half]);
        for (double& value : result) value = std::sqrt(value);
        std::fill_n(result.begin(), half, result[half]);
        std::fill_n(result.rbegin(), half, result[result.size() - 1 - half]);
        return result;
    }

    void find_qrs() {
        const Values speed = velocity();
        const std::size_t near = std::min(at_least(0.06), beat_.r_sample);
        // Two samples or more: between the two flanks of an R wave one may be without change.
        const std::size_t quiet = std::max<std::size_t>(2, at_least(k_quiet_s));
        const auto top =
            std::max_element(speed.begin() + static_cast<std::ptrdiff_t>(beat_.r_sample - near),
                             speed.begin() + static_cast<std::ptrdiff_t>(beat_.r_sample + near));
        const auto peak = static_cast<std::size_t>(top - speed.begin());
        Values sorted = speed;
        std::sort(sorted.begin(), sorted.end());
        const double limit = k_qrs_share * *top + sorted[sorted.size() / 10];
        const std::size_t least = peak > at_least(0.12) ? peak - at_least(0.12) : 0,
                          most = std::min(speed.size() - 1, peak + at_least(0.16));
        qrs_ = {least, most};
        std::size_t run = 0;
        for (std::size_t i = peak; i > least; --i) {
            run = speed[i] < limit ? run + 1 : 0;
            if (run < quiet) continue;
            qrs_.begin = i + quiet - 1;
            break;
        }
        run = 0;
        for (std::size_t i = peak; i < most; ++i) {
            run = speed[i] < limit ? run + 1 : 0;
            if (run < quiet) continue;
            qrs_.end = i + 1 - quiet;
            break;
        }
    }

    void find_t(Measures& measures) {
        const Part part{qrs_.end + at_least(0.08), beat_.sample_count - at_least(0.02)};
        if (part.begin + at_least(0.1) > part.end) return;
        const auto leads = smooth(k_t_low_pass_hz);
        const Levels before = levels_of(leads, qrs_.begin, qrs_.begin + 1);
        const Values first = magnitude(leads, part, before, before);
        const Part quiet = quietest_after(leads, part.begin + place_of_top(first), part.end);
        const Levels after = levels_of(leads, quiet.begin, quiet.end);
        // What comes after the quiet part is the P wave of the next beat.
        const Values wave = magnitude(leads, {part.begin, quiet.end}, after, after);
        const std::size_t peak = place_of_top(wave);
        if (wave[peak] < k_smallest_wave_mv) return;
        const auto tangent = tangent_end(wave, peak, std::min(wave.size(), peak + at_least(0.2)));
        if (!tangent) return;
        t_end_ = static_cast<double>(part.begin) + *tangent;
        measures.qt_ms =
            within(ms(t_end_ - static_cast<double>(qrs_.begin)), k_shortest_qt_ms, k_longest_qt_ms);
        const bool is_usual =
            measures.qt_ms && qtc_bazett_ms(*measures.qt_ms, *measures.rate_bpm) < k_longest_qtc_ms;
        if (!is_usual) measures.qt_ms = std::nullopt;
        if (!measures.qt_ms) return;
        const Part t{qrs_.end, std::min(beat_.sample_count, static_cast<std::size_t>(t_end_))};
        measures.t_axis_degrees = axis(t, beat_.leads_mv, levels_, levels_);
    }

    static std::size_t place_of_top(const Values& values) {
        return static_cast<std::size_t>(std::max_element(values.begin(), values.end()) -
                                        values.begin());
    }

    /// The 40 ms in which the leads move least, from 60 ms after a wave's peak to `end`.
    Part quietest_after(const std::array<Values, k_lead_count>& leads, std::size_t peak,
                        std::size_t end) const {
        const std::size_t length = at_least(0.04), start = peak + at_least(0.06);
        Part best{end - length, end};
        double least = -1;
        for (std::size_t begin = start; begin + length <= end; ++begin) {
            double moved = 0;
            for (const Values& lead : leads)
                for (std::size_t i = begin + 1; !lead.empty() && i < begin + length; ++i)
                    moved += (lead[i] - lead[i - 1]) * (lead[i] - lead[i - 1]);
            if (least >= 0 && moved >= least) continue;
            least = moved;
            best = {begin, begin + length};
        }
        return best;
    }

    /// Where the tangent at the steepest fall of a wave after its peak reaches the lowest later
    /// value.
    static std::optional<double> tangent_end(const Values& wave, std::size_t peak,
                                             std::size_t end) {
        std::size_t steepest = 0;
        double fall = 0;
        for (std::size_t i = peak + 1; i + 1 < end; ++i)
            if (const double slope = (wave[i - 1] - wave[i + 1]) / 2; slope > fall) {
                fall = slope;
                steepest = i;
            }
        if (fall == 0) return std::nullopt;
        const double level =
            *std::min_element(wave.begin() + static_cast<std::ptrdiff_t>(steepest), wave.end());
        return static_cast<double>(steepest) + (wave[steepest] - level) / fall;
    }

    void find_p(Measures& measures) {
        // Not before the T wave of the preceding beat has ended.
        const double t_after_r_s =
            measures.qt_ms ? (t_end_ - static_cast<double>(beat_.r_sample)) / beat_.rate_hz : 0.4;
        const double earliest = static_cast<double>(beat_.r_sample) -
                                (beat_.cycle_s - t_after_r_s - 0.01) * beat_.rate_hz;
        const std::size_t longest = at_least(0.32);
        const std::size_t begin =
            std::max({at_least(0.01), static_cast<std::size_t>(std::max(0.0, earliest)),
                      qrs_.begin > longest ? qrs_.begin - longest : 0});
        if (begin + at_least(0.08) > qrs_.begin) return;
        const Part part{begin, qrs_.begin};
        const auto leads = smooth(k_p_low_pass_hz);
        const Levels first = levels_of(leads, begin, begin + at_least(0.012)),
                     last = levels_of(leads, qrs_.begin - at_least(0.01), qrs_.begin);
        Values wave = magnitude(leads, part, first, last);
        const auto top = std::max_element(wave.begin(), wave.end());
        if (*top < k_smallest_wave_mv) return;
        const auto peak = static_cast<std::size_t>(top - wave.begin());
        // The start of the wave is its end in the opposite direction of time.
        const std::size_t reach = std::min(peak + 1, at_least(0.12));
        const Values before(wave.rend() - static_cast<std::ptrdiff_t>(peak + 1),
                            wave.rend() - static_cast<std::ptrdiff_t>(peak + 1 - reach));
        const auto tangent = tangent_end(before, 0, before.size());
        if (!tangent || *tangent >= static_cast<double>(peak)) return;
        const double start = static_cast<double>(peak) - *tangent;
        measures.pr_ms =
            within(ms(static_cast<double>(wave.size()) - start), k_shortest_pr_ms, k_longest_pr_ms);
        if (!measures.pr_ms) return;
        const std::size_t p_begin = begin + static_cast<std::size_t>(start),
                          p_end = std::min(qrs_.begin,
                                           begin + 2 * peak - static_cast<std::size_t>(start));
        measures.p_axis_degrees =
            axis({p_begin, p_end}, leads, levels_of(leads, p_begin, p_begin + 1),
                 levels_of(leads, p_end - 1, p_end));
    }

    /// The direction of a wave in the frontal plane: the angle whose cosine and sine are
    /// proportional to its areas in leads I and aVF, which is 2 / sqrt(3) shorter than I
    /// (Goldberger).
    std::optional<int> axis(const Part& part, const std::array<Values, k_lead_count>& leads,
                            const Levels& first, const Levels& last) const {
        const auto area = [&](Lead lead) {
            const std::size_t i = index_of(lead);
            double sum = 0;
            for (std::size_t at = part.begin; at < part.end; ++at) {
                const double share = static_cast<double>(at - part.begin) /
                                     static_cast<double>(part.end - part.begin);
                sum += leads[i][at] - first[i] - share * (last[i] - first[i]);
            }
            return sum;
        };
        if (leads[index_of(Lead::I)].empty() || leads[index_of(Lead::aVF)].empty())
            return std::nullopt;
        const double x = area(Lead::I), y = 2 / std::sqrt(3.0) * area(Lead::aVF);
        if (x == 0 && y == 0) return std::nullopt;
        // A search, because the arc tangents of C libraries differ in their last digits.
        int best = 0;
        for (int degrees = -179; degrees <= 180; ++degrees)
            if (along(degrees, x, y) > along(best, x, y)) best = degrees;
        return best;
    }
    static double along(int degrees, double x, double y) {
        return x * cos_of_turns(degrees / 360.0) + y * sin_of_turns(degrees / 360.0);
    }

    MedianBeat beat_;
    Part qrs_;
    Levels levels_{}; ///< just before the QRS complex
    double t_end_ = 0;
};

/// Means of `count` consecutive values.
Values means_of(const Values& values, std::size_t count) {
    if (count == 1) return values;
    Values means(values.size() / count, 0.0);
    for (std::size_t i = 0; i < means.size() * count; ++i)
        means[i / count] += values[i] / static_cast<double>(count);
    return means;
}

/// The window of a record, without leads that are mostly gaps. A rate of 500 Hz or more is reduced
/// to less than 1000 Hz, so that the time for a record has a limit.
Record part_of(const Record& record, SampleWindow window) {
    constexpr double k_enough_hz = 500;
    const auto coarser =
        static_cast<std::size_t>(std::max(1.0, std::floor(record.rate_hz / k_enough_hz)));
    Record part;
    part.name = record.name;
    part.rate_hz = record.rate_hz / static_cast<double>(coarser);
    for (std::size_t lead = 0; lead < k_lead_count; ++lead) {
        const Values& values = record.leads_mv[lead];
        const std::size_t begin = std::min(window.first, values.size()),
                          end = std::min(window.first + window.count, values.size());
        Values& kept = part.leads_mv[lead];
        kept = means_of({values.begin() + static_cast<std::ptrdiff_t>(begin),
                         values.begin() + static_cast<std::ptrdiff_t>(end)},
                        coarser);
        const auto gaps = static_cast<std::size_t>(std::count_if(
            kept.begin(), kept.end(), [](double value) { return std::isnan(value); }));
        if (2 * gaps > kept.size()) kept.clear();
    }
    return part;
}

/// Half of the changes from one interval to the next exceed a share of the median interval: a
/// single early beat does not count.
bool is_irregular(const Values& times_s) {
    constexpr double k_share = 0.08; // exceeded by 12 of 15 records with AFIB, 5 of 167 with SR
    constexpr std::size_t k_fewest_changes = 4;
    Values intervals_s, changes_s;
    for (std::size_t i = 1; i < times_s.size(); ++i)
        intervals_s.push_back(times_s[i] - times_s[i - 1]);
    for (std::size_t i = 1; i < intervals_s.size(); ++i)
        changes_s.push_back(std::abs(intervals_s[i] - intervals_s[i - 1]));
    return changes_s.size() >= k_fewest_changes &&
           median_of(changes_s) > k_share * median_of(intervals_s);
}

} // namespace

Measures measured(const Record& record, SampleWindow window) {
    const Record part = part_of(record, window);
    std::vector<Values> leads;
    for (const Values& lead : part.leads_mv)
        if (!lead.empty()) leads.push_back(lead);
    Measures measures;
    constexpr int k_slowest_bpm = 10, k_fastest_bpm = 300;
    const HeartBeats beats = heart_beats(leads, part.rate_hz);
    if (beats.rate_bpm) measures.rate_bpm = within(*beats.rate_bpm, k_slowest_bpm, k_fastest_bpm);
    if (!measures.rate_bpm) return measures;
    measures.is_irregular = is_irregular(beats.times_s);
    if (auto beat = median_beat(part, beats.times_s))
        BeatMeasures(std::move(*beat)).measure(measures);
    return measures;
}

int qtc_bazett_ms(int qt_ms, int rate_bpm) {
    return static_cast<int>(std::lround(qt_ms / std::sqrt(60.0 / rate_bpm)));
}

} // namespace ecgpress
