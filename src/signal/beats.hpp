// The heartbeats of a record: where the waves of each begin, peak and end in each lead.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/lead.hpp"
#include "signal/record.hpp"

namespace ecgpress {

/// Points of a beat, in the order of time.
enum class Fiducial {
    p_onset,
    p_peak,
    p_offset,
    qrs_onset,
    r_peak,
    qrs_offset,
    t_onset,
    t_peak,
    t_offset
};
constexpr std::size_t k_fiducial_count = 9;
constexpr const char* k_fiducial_names[k_fiducial_count] = {"p_onset",   "p_peak", "p_offset",
                                                            "qrs_onset", "r_peak", "qrs_offset",
                                                            "t_onset",   "t_peak", "t_offset"};

constexpr std::size_t index_of(Fiducial point) {
    return static_cast<std::size_t>(point);
}

/// The waves of a beat. Each has three points: onset, peak and offset.
enum class BeatWave { p, qrs, t };
constexpr std::size_t k_wave_count = 3;

constexpr Fiducial onset_of(BeatWave wave) {
    return static_cast<Fiducial>(3 * static_cast<int>(wave));
}
constexpr Fiducial peak_of(BeatWave wave) {
    return static_cast<Fiducial>(3 * static_cast<int>(wave) + 1);
}
constexpr Fiducial offset_of(BeatWave wave) {
    return static_cast<Fiducial>(3 * static_cast<int>(wave) + 2);
}

constexpr std::int64_t k_no_sample = -1;
/// Sample of each point, from 0; k_no_sample if the beat does not have it, or nobody knows where.
using FiducialSamples = std::array<std::int64_t, k_fiducial_count>;

constexpr FiducialSamples k_no_samples = {k_no_sample, k_no_sample, k_no_sample,
                                          k_no_sample, k_no_sample, k_no_sample,
                                          k_no_sample, k_no_sample, k_no_sample};

struct RecordBeat {
    std::string symbol; ///< type of the beat as annotated: "N", "V"; empty if unknown
    std::array<FiducialSamples, k_lead_count> leads; ///< index_of(lead)

    RecordBeat() { leads.fill(k_no_samples); }
    std::int64_t& at(Lead lead, Fiducial point) { return leads[index_of(lead)][index_of(point)]; }
    std::int64_t at(Lead lead, Fiducial point) const {
        return leads[index_of(lead)][index_of(point)];
    }
};

struct RecordBeats {
    std::string source; ///< "simulated", "annotated" or "detected"; empty: nobody knows the beats
    std::vector<RecordBeat> beats; ///< in the order of time
};

/// Keeps the points in the window, counted from its first sample, and the beats that have any.
inline void cut_to(RecordBeats& beats, SampleWindow window) {
    const auto first = static_cast<std::int64_t>(window.first),
               count = static_cast<std::int64_t>(window.count);
    const auto is_outside = [&](RecordBeat& beat) {
        bool has_point = false;
        for (FiducialSamples& samples : beat.leads)
            for (std::int64_t& sample : samples) {
                const bool is_inside =
                    sample != k_no_sample && sample >= first && sample - first < count;
                sample = is_inside ? sample - first : k_no_sample;
                has_point = has_point || is_inside;
            }
        return !has_point;
    };
    beats.beats.erase(std::remove_if(beats.beats.begin(), beats.beats.end(), is_outside),
                      beats.beats.end());
}

} // namespace ecgpress
