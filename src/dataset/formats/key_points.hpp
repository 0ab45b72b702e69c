// The key points of a printed lead: its name, and both ends of its trace and of its baseline.
#pragma once

#include <array>
#include <cstddef>

#include "core/geometry.hpp"
#include "dataset/shard/sample.hpp"

namespace ecgpress {

/// Visibility values of COCO and YOLO.
enum class Visibility { outside = 0, hidden = 1, seen = 2 };

struct KeyPoint {
    PointPx at; ///< In the image, pixel centres at integers; 0, 0 if outside.
    Visibility visibility = Visibility::outside;
};

constexpr std::size_t k_key_point_count = 5;
constexpr const char* k_key_point_names[k_key_point_count] = {"name", "trace_start", "trace_end",
                                                              "baseline_start", "baseline_end"};

using KeyPoints = std::array<KeyPoint, k_key_point_count>;

/// Returns key points in the order of their names. The trace's ends are its first and last sample
/// that is not a gap. The baseline's ends are at 0 mV at the panel's first and last sample. A
/// trace's end is hidden if something covers it or its ink is missing. A baseline's end is hidden
/// if something covers that end of the trace. A name printed in the image counts as visible.
KeyPoints key_points(const Sample& page, const LeadSample& lead);

} // namespace ecgpress
