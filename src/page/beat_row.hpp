// A heartbeat in one printed lead: where its waves begin, peak and end.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <string>

#include "core/geometry.hpp"
#include "signal/beats.hpp"

namespace ecgpress {

/// Position of each point in the image; NaN if it is unknown or not printed in this lead.
using FiducialPoints = std::array<PointPx, k_fiducial_count>;

struct BeatRow {
    std::uint32_t beat = 0; ///< number of the beat in the record, from 0: equal in all leads
    int number = 0;         ///< k in "..._lead_k" of the lead
    std::string source;     ///< RecordBeats::source
    std::string symbol;     ///< type of the beat as annotated: "N", "V"; empty if unknown
    FiducialSamples samples{};
    FiducialPoints points_px{};
    // Intervals of the beat in s; NaN if unknown. RR is to the beat before.
    double rr_s = std::numeric_limits<double>::quiet_NaN(), pr_s = rr_s, qrs_s = rr_s, qt_s = rr_s;
};

} // namespace ecgpress
