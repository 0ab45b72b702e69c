#include "page/truth/beat_rows.hpp"

#include <algorithm>
#include <cmath>

namespace ecgpress {

namespace {

/// The time from one sample to another in s; NaN if one is unknown.
double seconds_between(std::int64_t from, std::int64_t to, double rate_hz) {
    if (from == k_no_sample || to == k_no_sample) return k_unknown;
    return static_cast<double>(to - from) / rate_hz;
}

std::int64_t sample_of(const FiducialSamples& samples, Fiducial point) {
    return samples[index_of(point)];
}

/// The position of a sample in the panel; NaN if it is not printed there.
PointPx place_of(std::int64_t sample, const SampleWindow& window,
                 const std::vector<PointPx>& trace_px) {
    const std::int64_t i = sample - static_cast<std::int64_t>(window.first);
    if (sample == k_no_sample || i < 0 || i >= static_cast<std::int64_t>(trace_px.size()))
        return {k_unknown, k_unknown};
    return trace_px[static_cast<std::size_t>(i)];
}

bool is_printed(const FiducialSamples& samples, const SampleWindow& window) {
    const auto first = static_cast<std::int64_t>(window.first),
               count = static_cast<std::int64_t>(window.count);
    return std::any_of(samples.begin(), samples.end(), [&](std::int64_t sample) {
        return sample != k_no_sample && sample >= first && sample - first < count;
    });
}

} // namespace

std::vector<BeatRow> beat_rows(const RecordBeats& beats, const Page& page, const Labels& labels) {
    std::vector<BeatRow> rows;
    for (std::size_t i = 0; i < page.panels.size(); ++i) {
        const Panel& panel = page.panels[i];
        std::int64_t last_r = k_no_sample; // of the beats before
        for (std::size_t beat = 0; beat < beats.beats.size(); ++beat) {
            const FiducialSamples& samples = beats.beats[beat].leads[index_of(panel.lead)];
            const auto at = [&](Fiducial point) { return sample_of(samples, point); };
            const std::int64_t r = at(Fiducial::r_peak), before = last_r;
            if (r != k_no_sample) last_r = r;
            if (!is_printed(samples, panel.window)) continue;
            BeatRow row;
            row.beat = static_cast<std::uint32_t>(beat);
            row.number = panel.number;
            row.source = beats.source;
            row.symbol = beats.beats[beat].symbol;
            row.samples = samples;
            for (std::size_t point = 0; point < k_fiducial_count; ++point)
                row.points_px[point] =
                    place_of(samples[point], panel.window, labels.panels[i].trace_px);
            const auto interval_s = [&](Fiducial from, Fiducial to) {
                return seconds_between(at(from), at(to), panel.rate_hz);
            };
            row.intervals_s = {seconds_between(before, r, panel.rate_hz),
                               interval_s(Fiducial::p_onset, Fiducial::qrs_onset),
                               interval_s(Fiducial::qrs_onset, Fiducial::qrs_offset),
                               interval_s(Fiducial::qrs_onset, Fiducial::t_offset)};
            rows.push_back(row);
        }
    }
    return rows;
}

} // namespace ecgpress
