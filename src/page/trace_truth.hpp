// The truth about a printed trace to a fraction of a pixel, as compact arrays: what a mask cannot
// carry.
#pragma once

#include <cstdint>
#include <vector>

#include "page/labels.hpp"

namespace ecgpress {

/// A trace that moves this far within one pixel column is steep there: its y at the column's centre
/// says little about the ink that the column shows.
constexpr double k_steep_px = 2;

/// Pixel centres at integers, in the page's frame; less a crop's corner they are in the crop's.
/// float32: on a page of 4,480 px no position is rounded by more than 0.00025 px.
struct TraceTruth {
    /// Each printed sample's position; both NaN in gaps.
    std::vector<float> sample_x_px, sample_y_px;
    /// The pixel column of column_y_px[0].
    std::int32_t first_column = 0;
    /// The trace's y at the centre of each pixel column that it passes; NaN where a gap has none.
    /// The trace is straight between samples; where it meets a column's centre twice, the first.
    std::vector<float> column_y_px;
    /// 1 where the trace is steep in the column, else 0.
    std::vector<std::uint8_t> column_steep;
    /// What can be seen of each sample: SampleFlag's bits; 0 in gaps.
    std::vector<std::uint8_t> sample_flags;
};

/// Bits of TraceTruth::sample_flags.
enum SampleFlag : std::uint8_t {
    k_in_frame = 1,   ///< it lies in the image
    k_not_hidden = 2, ///< there is paper, and nothing covers it
    k_ink_left = 4,   ///< a quarter of its ink or more is there
    k_contrast = 8,   ///< it is 10 grey levels darker than the paper around, or more
    k_crowded = 32,   ///< another trace is within its line's width
};
constexpr std::uint8_t k_seen_well = k_in_frame | k_not_hidden | k_ink_left;

/// @param trace_px  each sample's position, NaN in gaps (PanelLabels::trace_px)
/// @param width_px  the image's: columns beyond it have no entry
TraceTruth make_trace_truth(const std::vector<PointPx>& trace_px, int width_px);

} // namespace ecgpress
