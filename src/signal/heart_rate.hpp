// The heart rate that a recording shows, told from its beats.
#pragma once

#include <optional>
#include <vector>

namespace ecgpress {

/// Places of the R waves in s from the first sample, by two moving averages: M. Elgendi, "Fast QRS
/// Detection with an Optimized Knowledge-Based Method", PLoS ONE 8(9):e73557 (2013), with its
/// values (8-20 Hz, 97 ms, 611 ms, 8 %), the filters of signal/filter in place of its Butterworth,
/// and one rule more: of two beats within 0.25 s only the stronger is one.
/// @param signal_mv  of one lead, NaN in gaps
std::vector<double> beat_times_s(const std::vector<double>& signal_mv, double rate_hz);

/// Beats a minute: 60 over the median of the intervals from beat to beat in all strips of a record,
/// but for those with a gap in them. Nothing if there are fewer than two.
/// @param strips_mv  pieces of one record, each a time window of its own
std::optional<double> heart_rate_bpm(const std::vector<std::vector<double>>& strips_mv,
                                     double rate_hz);

} // namespace ecgpress
