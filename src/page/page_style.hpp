// How one page looks, every value decided: lengths in mm, times in s. Defaults are those of the
// published framework (Rahimi, Karbasi, Vahabie 2025, arXiv 2506.06315).
#pragma once

#include <cstddef>

#include "core/image.hpp"

namespace ecgpress {

/// What the columns of a page show: time that goes on from column to column, as real machines
/// print, or the same first seconds in every column, as the framework did.
enum class ColumnTime { consecutive, same };

/// A sheet's size (ISO 216, ANSI Y14.1; Z-folded thermal paper as sold for ECG recorders).
enum class PaperSize { fitted, letter, a4, z_fold, letter_portrait, a4_portrait };

/// Which lead stands where the layout says I, II, III, aVR, aVL, aVF: these, or Cabrera's aVL, I,
/// -aVR, II, aVF, III.
enum class LeadOrder { standard, cabrera };

enum class LeadNames { standard, capitals, c_leads }; ///< aVR V1, AVR V1, aVR C1
enum class Face { sans, serif, mono, script };
constexpr std::size_t k_face_count = 4;

/// Lines at both pitches; lines at the major pitch with dots at the minor one between them; major
/// lines only.
enum class GridForm { lines, dots, major };

/// Where two columns meet: two short bars, one through the baseline, a dotted line over all rows,
/// or a tick above.
enum class SeparatorForm { bars, bar, dots, tick };

enum class PulsePlace { none, left, right };
enum class HeaderForm { none, brief, full };
enum class FooterForm { none, joined, spaced, boxed, limb_chest };

struct PageStyle {
    double dpi = 403;
    PaperSize paper = PaperSize::fitted; ///< gives the page's size where that is 0
    double page_width_mm = 0;            ///< 0: as wide as margins and traces need
    double page_height_mm = 0;           ///< 0: as high as margins and rows need
    /// Rows that do not fit on the page come closer, those that leave room stand in its middle;
    /// time that does not fit is not shown.
    bool fit_to_page = false;

    double margin_left_mm = 16.25; ///< page edge to the first sample
    double margin_right_mm = 15;   ///< end of the last column to the page edge
    double margin_top_mm = 30;     ///< page edge to the first row's baseline
    double margin_bottom_mm = 30;  ///< last row's baseline to the page edge
    double row_height_mm = 15;     ///< baseline to baseline
    double row_offset_mm = 0;      ///< each row's error of height: its standard deviation
    double column_gap_mm = 0;      ///< blank paper between columns
    double paper_speed_mm_per_s = 25;
    double gain_mm_per_mv = 10;
    double chest_gain_mm_per_mv = 0; ///< of V1 to V6; 0: as the limb leads
    double start_s = 0;              ///< of the record, at the left end of the first column
    double duration_s = 10;          ///< of the whole width; a column shows duration / columns
    ColumnTime column_time = ColumnTime::consecutive;
    LeadOrder lead_order = LeadOrder::standard;
    double high_pass_hz = 0, low_pass_hz = 0, notch_hz = 0; ///< of what is printed; 0: none

    double trace_width_mm = 0.3;
    Colour trace_colour{0, 0, 0};
    bool one_ink = false; ///< all that is printed is in the traces' colour
    Colour paper_colour{255, 255, 255};

    bool show_grid = true;
    GridForm grid_form = GridForm::lines;
    double grid_minor_pitch_mm = 1;
    double grid_major_pitch_mm = 5;
    double grid_minor_width_mm = 0.3;
    double grid_major_width_mm = 0.3;
    Colour grid_minor_colour{255, 237, 237}; // matplotlib (1, 0.93, 0.93)
    Colour grid_major_colour{191, 128, 128}; // matplotlib (0.75, 0.5, 0.5)
    /// 0: grid_minor_colour; else how far from the major lines' colour to the paper's, 0-1.
    double grid_minor_paleness = 0;
    double grid_super_pitch_mm = 0; ///< of heavy lines, a third kind; 0: there are none
    double grid_super_width_mm = 0.45;
    Colour grid_super_colour{191, 128, 128};
    /// Page edge to the grid; it ends with a major line. 0: it goes on to the edge.
    double grid_inset_left_mm = 0, grid_inset_right_mm = 0, grid_inset_top_mm = 0,
           grid_inset_bottom_mm = 0;

    bool show_lead_name = true;
    LeadNames lead_names = LeadNames::standard;
    Face face = Face::sans;
    double font_size_mm = 3.7;     ///< em size
    double label_offset_x_mm = 1;  ///< panel's left end to the text's left end
    double label_offset_y_mm = 10; ///< text's baseline above the trace's baseline: 2 cells of 5 mm
    Colour text_colour{0, 0, 0};

    bool show_separator = true; ///< where two columns meet
    SeparatorForm separator_form = SeparatorForm::bars;
    double separator_inner_mm = 1; ///< the bars reach from here ...
    double separator_outer_mm = 3; ///< ... to here, on both sides of the baseline
    double separator_width_mm = 0.3;
    Colour separator_colour{0, 0, 0};

    PulsePlace pulse = PulsePlace::none; ///< each row's calibration pulse, 1 mV for 0.2 s
    double pulse_gap_mm = 0;             ///< between it and the row's traces
    double pulse_foot_mm = 1;            ///< of baseline on both of its sides
    double pulse_rise_mm = 0;            ///< that its edges take: a slow pen's are slanted

    HeaderForm header = HeaderForm::none; ///< an invented patient, and what a machine says of them
    FooterForm footer = FooterForm::none; ///< speed, gain and filter, as they are
    double words_size_mm = 3;             ///< em size of header and footer
    double header_top_mm = 8;             ///< page edge to the first line's baseline
    double footer_bottom_mm = 6;          ///< its baseline to the page edge

    double box_padding_x_mm = 1; ///< added to a trace's tight box on its left and right
    double box_padding_y_mm = 1; ///< and above and below
};

} // namespace ecgpress
