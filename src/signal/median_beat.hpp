// The typical heartbeat of a recording: the median of its aligned beats, as ECG machines average
// them.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

#include "signal/record.hpp"

namespace ecgpress {

/// leads_mv[index_of(lead)] has one value per sample of the beat, without high frequencies; it is
/// empty if the lead is missing. All other leads have the same length.
struct MedianBeat {
    std::array<std::vector<double>, k_lead_count> leads_mv;
    double rate_hz = 0;
    double cycle_s = 0;       ///< median interval between two beats
    std::size_t r_sample = 0; ///< of the R wave
    std::size_t sample_count = 0;
};

/// The median of all complete beats of a record, aligned by their slopes. std::nullopt if the
/// record has fewer than three beats, or no two complete ones without gaps.
/// @param times_s  its beats, from heart_beats()
std::optional<MedianBeat> median_beat(const Record& record, const std::vector<double>& times_s);

} // namespace ecgpress
