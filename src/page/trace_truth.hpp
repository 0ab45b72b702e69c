// Trace truth: the positions of a printed trace with subpixel accuracy, as compact arrays. Masks do
// not contain this information.
#pragma once

#include <cstdint>
#include <vector>

#include "page/labels.hpp"

namespace ecgpress {

/// A trace is steep in a pixel column if its y changes at least this much there. Its y at the
/// column's centre then does not represent the ink in the column.
constexpr double k_steep_px = 2;

/// Pixel centres are at integers in the page image; subtract a crop's corner for positions in the
/// crop. Values are float32: on a page of 4,480 px, the rounding error is at most 0.00025 px.
struct TraceTruth {
    /// Position of each printed sample; both NaN in gaps.
    std::vector<float> sample_x_px, sample_y_px;
    /// The pixel column of column_y_px[0].
    std::int32_t first_column = 0;
    /// The trace's y at the centre of each pixel column that it crosses; NaN in gaps. The trace is
    /// straight between samples. If it crosses a column's centre twice, the first crossing counts.
    std::vector<float> column_y_px;
    /// 1 where the trace is steep in the column, else 0.
    std::vector<std::uint8_t> column_steep;
    /// Visibility of each sample as bits of SampleFlag; 0 in gaps.
    std::vector<std::uint8_t> sample_flags;
};

/// Bits of TraceTruth::sample_flags.
enum SampleFlag : std::uint8_t {
    k_in_frame = 1,   ///< inside the image
    k_not_hidden = 2, ///< on paper that is not covered
    k_ink_left = 4,   ///< at least a quarter of its ink remains
    k_contrast = 8,   ///< at least 10 grey levels darker than the paper around it
    k_crowded = 32,   ///< another trace is closer than the line width
};
constexpr std::uint8_t k_seen_well = k_in_frame | k_not_hidden | k_ink_left;

/// @param trace_px  position of each sample, NaN in gaps (PanelLabels::trace_px)
/// @param width_px  width of the image; columns outside have no entry
TraceTruth make_trace_truth(const std::vector<PointPx>& trace_px, int width_px);

} // namespace ecgpress
