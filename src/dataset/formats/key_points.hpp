// The key points of a printed lead: its name, and both ends of its trace and of its baseline.
#pragma once

#include <array>
#include <cstddef>

#include "core/geometry.hpp"
#include "dataset/shard/sample.hpp"

namespace ecgpress {

/// The numbers that COCO and YOLO know.
enum class Visibility { outside = 0, hidden = 1, seen = 2 };

struct KeyPoint {
    PointPx at; ///< in the image, pixel centres at integers; 0, 0 if it is outside
    Visibility visibility = Visibility::outside;
};

constexpr std::size_t k_key_point_count = 5;
constexpr const char* k_key_point_names[k_key_point_count] = {"name", "trace_start", "trace_end",
                                                              "baseline_start", "baseline_end"};

/// In the order of their names. The trace's ends are its first and last sample that is no gap; the
/// baseline's are 0 mV where the panel's first and last sample are. A trace's end is hidden if
/// something covers it or its ink is gone; a baseline's if something covers that end of the
/// trace; a name that is printed in the image counts as seen.
std::array<KeyPoint, k_key_point_count> key_points(const Sample& page, const LeadSample& lead);

} // namespace ecgpress
