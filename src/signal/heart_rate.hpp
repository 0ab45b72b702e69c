// The heart rate of a recording, computed from its beats.
#pragma once

#include <optional>
#include <vector>

#include "signal/beats.hpp"
#include "signal/record.hpp"

namespace ecgpress {

/// The beats of a time window.
struct HeartBeats {
    std::vector<double> times_s;    ///< of the R waves, from the first sample
    std::optional<double> rate_bpm; ///< as heart_rate_bpm()
};

/// Finds the R waves with two moving averages: M. Elgendi, "Fast QRS Detection with an Optimized
/// Knowledge-Based Method", PLoS ONE 8(9):e73557 (2013), with its values (8-20 Hz, 97 ms, 611 ms, 8
/// %). Differences: the filters of signal/filter replace its Butterworth filter; of two beats
/// within 0.25 s only the stronger one counts; and of several leads the median of their relative
/// powers is used, so that a few noisy leads do not matter.
/// @param leads_mv  leads of the same time window, all of the same length, NaN in gaps
HeartBeats heart_beats(const std::vector<std::vector<double>>& leads_mv, double rate_hz);

/// The R peaks of a record: heart_beats() of all its leads, and in each lead the sample within 60
/// ms that is farthest from the lead's median in these 120 ms and the 60 ms before and after them.
/// Leads without a value there have none. The other points and the types are unknown.
RecordBeats detected_beats(const Record& record);

/// Beats per minute: 60 divided by the median of the beat-to-beat intervals in all strips of a
/// record, excluding intervals with gaps. std::nullopt if there are fewer than two intervals.
/// @param strips_mv  pieces of one lead each, each with its own time window
std::optional<double> heart_rate_bpm(const std::vector<std::vector<double>>& strips_mv,
                                     double rate_hz);

} // namespace ecgpress
