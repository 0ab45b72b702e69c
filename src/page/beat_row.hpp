// A heartbeat in one printed lead: where its waves begin, peak and end.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "core/geometry.hpp"

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

constexpr std::int64_t k_no_sample = -1;
/// Sample of each point in the record, from 0; k_no_sample if the beat does not have it, or nobody
/// knows where.
using FiducialSamples = std::array<std::int64_t, k_fiducial_count>;
/// Position of each point in the image; NaN if it is unknown or not printed in this lead.
using FiducialPoints = std::array<PointPx, k_fiducial_count>;
/// Time of each point in the record in s; NaN if it is unknown.
using FiducialTimes = std::array<double, k_fiducial_count>;

/// Intervals of a beat. RR is from the beat before.
enum class BeatInterval { rr, pr, qrs, qt };
constexpr std::size_t k_beat_interval_count = 4;
constexpr const char* k_beat_interval_names[k_beat_interval_count] = {"rr", "pr", "qrs", "qt"};
constexpr double k_unknown = std::numeric_limits<double>::quiet_NaN();
/// In s; NaN if it is unknown.
using BeatIntervals = std::array<double, k_beat_interval_count>;

struct BeatRow {
    std::uint32_t beat = 0; ///< number of the beat in the record, from 0: equal in all leads
    int number = 0;         ///< k in "..._lead_k" of the lead
    std::string source;     ///< "simulated", "annotated" or "detected"
    std::string symbol;     ///< type of the beat as annotated: "N", "V"; empty if unknown
    FiducialSamples samples{};
    FiducialPoints points_px{};
    BeatIntervals intervals_s{k_unknown, k_unknown, k_unknown, k_unknown};
};

} // namespace ecgpress
