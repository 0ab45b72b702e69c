// The heart rate of a recording, computed from its beats.
#pragma once

#include <optional>
#include <vector>

namespace ecgpress {

/// Returns the positions of the R waves in s from the first sample, found with two moving averages:
/// M. Elgendi, "Fast QRS Detection with an Optimized Knowledge-Based Method", PLoS ONE 8(9):e73557
/// (2013), with its values (8-20 Hz, 97 ms, 611 ms, 8 %). Differences: the filters of signal/filter
/// replace its Butterworth filter, and of two beats within 0.25 s only the stronger one counts.
/// @param signal_mv  of one lead, NaN in gaps
std::vector<double> beat_times_s(const std::vector<double>& signal_mv, double rate_hz);

/// Beats per minute: 60 divided by the median of the beat-to-beat intervals in all strips of a
/// record, excluding intervals with gaps. std::nullopt if there are fewer than two intervals.
/// @param strips_mv  pieces of one record, each with its own time window
std::optional<double> heart_rate_bpm(const std::vector<std::vector<double>>& strips_mv,
                                     double rate_hz);

} // namespace ecgpress
