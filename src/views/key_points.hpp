// The points of a page that people mark by hand: where each lead's name, trace and baseline are.
#pragma once

#include <string>
#include <vector>

#include "dataset/sample.hpp"

namespace ecgpress {

/// Positions in the image, pixel centres at integers.
struct KeyPoint {
    enum class Kind { name_centre, trace_start, trace_end, baseline_start, baseline_end };
    Kind kind = Kind::name_centre;
    std::size_t lead = 0; ///< of the sample's
    PointPx place_px;
};

const char* name_of(KeyPoint::Kind kind);

/// Those that are there: no name is not printed, no trace has all its samples in a gap, and what
/// a warp does not show is left out. Of a trace the ends are its first and its last sample that is
/// no gap; of a baseline those of the panel's time window.
std::vector<KeyPoint> key_points(const Sample& sample);

} // namespace ecgpress
