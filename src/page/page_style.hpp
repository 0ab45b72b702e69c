// How one page looks, every value decided: lengths in mm, times in s. Defaults are those of the
// published framework (Rahimi, Karbasi, Vahabie 2025, arXiv 2506.06315).
#pragma once

#include "core/image.hpp"

namespace ecgpress {

/// What the columns of a page show: time that goes on from column to column, as real machines
/// print, or the same first seconds in every column, as the framework did.
enum class ColumnTime { consecutive, same };

struct PageStyle {
    double dpi = 403;
    double page_width_mm = 0;  ///< 0: as wide as margins and traces need
    double page_height_mm = 0; ///< 0: as high as margins and rows need

    double margin_left_mm = 16.25; ///< page edge to the first sample
    double margin_right_mm = 15;   ///< end of the last column to the page edge
    double margin_top_mm = 30;     ///< page edge to the first row's baseline
    double margin_bottom_mm = 30;  ///< last row's baseline to the page edge
    double row_height_mm = 15;     ///< baseline to baseline
    double column_gap_mm = 0;      ///< blank paper between columns
    double paper_speed_mm_per_s = 25;
    double gain_mm_per_mv = 10;
    double start_s = 0;     ///< of the record, at the left end of the first column
    double duration_s = 10; ///< of the whole width; a column shows duration / columns
    ColumnTime column_time = ColumnTime::consecutive;

    double trace_width_mm = 0.3;
    Colour trace_colour{0, 0, 0};
    Colour paper_colour{255, 255, 255};

    bool show_grid = true;
    double grid_minor_pitch_mm = 1;
    double grid_major_pitch_mm = 5;
    double grid_minor_width_mm = 0.3;
    double grid_major_width_mm = 0.3;
    Colour grid_minor_colour{255, 237, 237}; // matplotlib (1, 0.93, 0.93)
    Colour grid_major_colour{191, 128, 128}; // matplotlib (0.75, 0.5, 0.5)

    bool show_lead_name = true;
    double font_size_mm = 3.7;     ///< em size
    double label_offset_x_mm = 1;  ///< panel's left end to the text's left end
    double label_offset_y_mm = 10; ///< text's baseline above the trace's baseline: 2 cells of 5 mm
    Colour text_colour{0, 0, 0};

    bool show_separator =
        true; ///< short vertical bars above and below the baseline where two columns meet
    double separator_inner_mm = 1; ///< the bars reach from here ...
    double separator_outer_mm = 3; ///< ... to here, on both sides of the baseline
    double separator_width_mm = 0.3;
    Colour separator_colour{0, 0, 0};

    double box_padding_x_mm = 1; ///< added to a trace's tight box on its left and right
    double box_padding_y_mm = 1; ///< and above and below
};

} // namespace ecgpress
