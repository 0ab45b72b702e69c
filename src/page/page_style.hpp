// The style of a page with all values fixed: lengths in mm, times in s. Defaults are those of the
// published framework (Rahimi, Karbasi, Vahabie 2025, arXiv 2506.06315).
#pragma once

#include <cstddef>

#include "core/image.hpp"

namespace ecgpress {

/// The time shown by the columns of a page: consecutive, as on real ECG machines, or the same first
/// seconds in every column, as in the framework.
enum class ColumnTime { consecutive, same };

/// Paper sizes (ISO 216, ANSI Y14.1; Z-folded thermal paper and rolls as sold for ECG recorders).
enum class PaperSize { fitted, letter, a4, z_fold, letter_portrait, a4_portrait, roll };

/// The leads in the places of I, II, III, aVR, aVL, aVF of the layout: these, or the Cabrera order
/// aVL, I, -aVR, II, aVF, III.
enum class LeadOrder { standard, cabrera };

/// What devices do with the offset voltage of an electrode: nothing, or remove the median of each
/// lead.
enum class LeadCentre { none, median };

/// Lead names above (or below) the baseline of their trace, or on the trace, which runs through
/// them.
enum class LabelPlace { baseline, trace };

enum class LeadNames { standard, capitals, c_leads }; ///< aVR V1, AVR V1, aVR C1
/// bold: bold and condensed; dots: the dot matrix of thermal recorders; script and hand: two hands.
enum class Face { sans, serif, mono, script, bold, dots, hand };
constexpr std::size_t k_face_count = 7;

/// Lines at both pitches; lines at the major pitch with dots at the minor pitch between them; major
/// lines only.
enum class GridForm { lines, dots, major };

/// The mark between two columns: two short bars, one bar through the baseline, a dotted line across
/// all rows, a tick above the baseline, or a line from above the first row to below the last one,
/// through the traces.
enum class SeparatorForm { bars, bar, dots, tick, line };

enum class PulsePlace { none, left, right };
enum class PulseRows { all, first, last }; ///< rows with a pulse; the last row is a rhythm strip
enum class HeaderForm { none, brief, full };
/// The language of a header.
enum class HeaderLanguage { en, de, fr, es, it, no };
constexpr std::size_t k_header_language_count = 6;
enum class FooterForm { none, joined, spaced, boxed, limb_chest };

struct PageStyle {
    double dpi = 403;
    /// The page is drawn at a lower resolution if its longer side would have more pixels. 0: no
    /// limit.
    double max_side_px = 0;
    PaperSize paper = PaperSize::fitted; ///< used for a page width or height of 0
    double page_width_mm = 0;            ///< 0: as required by margins and traces
    double page_height_mm = 0;           ///< 0: as required by margins and rows
    /// Reduces the row height if the rows do not fit on the page, or centres them if there is space
    /// left. Time that does not fit is not shown.
    bool fit_to_page = false;

    double margin_left_mm = 16.25; ///< page edge to the first sample
    double margin_right_mm = 15;   ///< end of the last column to the page edge
    double margin_top_mm = 30;     ///< page edge to the first row's baseline
    double margin_bottom_mm = 30;  ///< last row's baseline to the page edge
    double row_height_mm = 15;     ///< baseline to baseline
    double row_offset_mm = 0;      ///< standard deviation of the rows' vertical errors
    double column_gap_mm = 0;      ///< blank paper between columns
    double paper_speed_mm_per_s = 25;
    double gain_mm_per_mv = 10;
    double chest_gain_mm_per_mv = 0; ///< of V1 to V6; 0: same as limb leads
    double start_s = 0;              ///< time in the record at the left end of the first column
    double duration_s = 10;          ///< of the full width; a column shows duration / columns
    ColumnTime column_time = ColumnTime::consecutive;
    LeadOrder lead_order = LeadOrder::standard;
    LeadCentre centre_leads = LeadCentre::none;
    double high_pass_hz = 0, low_pass_hz = 0, notch_hz = 0; ///< filters; 0: none

    double trace_width_mm = 0.3;
    Colour trace_colour{0, 0, 0};
    bool one_ink = false; ///< text and separators have the traces' colour
    Colour paper_colour{255, 255, 255};

    bool show_grid = true;
    GridForm grid_form = GridForm::lines;
    double grid_minor_pitch_mm = 1;
    double grid_major_pitch_mm = 5;
    double grid_minor_width_mm = 0.3;
    double grid_major_width_mm = 0.3;
    Colour grid_minor_colour{255, 237, 237}; // matplotlib (1, 0.93, 0.93)
    Colour grid_major_colour{191, 128, 128}; // matplotlib (0.75, 0.5, 0.5)
    /// 0: use grid_minor_colour; else the share of the paper colour, mixed with the major lines'
    /// colour.
    double grid_minor_paleness = 0;
    double grid_super_pitch_mm = 0; ///< pitch of additional heavy lines; 0: none
    double grid_super_width_mm = 0.45;
    Colour grid_super_colour{191, 128, 128};
    /// Page edge to the grid, which then ends with a major line. 0: the grid extends to the edge.
    double grid_inset_left_mm = 0, grid_inset_right_mm = 0, grid_inset_top_mm = 0,
           grid_inset_bottom_mm = 0;

    bool show_lead_name = true;
    LeadNames lead_names = LeadNames::standard;
    Face face = Face::sans;
    bool bold_names = false;   ///< lead names are in Face::bold
    double font_size_mm = 3.7; ///< em size
    LabelPlace label_place = LabelPlace::baseline;
    double label_offset_x_mm = 1;  ///< from the panel's left end to the text's
    double label_offset_y_mm = 10; ///< text baseline above the trace's baseline: 2 cells of 5 mm
    Colour text_colour{0, 0, 0};

    bool show_separator = true; ///< marks between two columns
    SeparatorForm separator_form = SeparatorForm::bars;
    double separator_inner_mm = 1; ///< bars extend from this distance ...
    double separator_outer_mm = 3; ///< ... to this one, on both sides of the baseline
    double separator_width_mm = 0.3;
    Colour separator_colour{0, 0, 0};

    double frame_width_mm = 0; ///< of a line around each panel, in the grid's colour; 0: none

    PulsePlace pulse = PulsePlace::none; ///< the rows' calibration pulses, 1 mV for 0.2 s
    PulseRows pulse_rows = PulseRows::all;
    double pulse_gap_mm = 0;  ///< gap between pulse and traces
    double pulse_foot_mm = 1; ///< baseline on both sides of the pulse
    double pulse_rise_mm = 0; ///< width of its edges: those of a slow pen are slanted

    HeaderForm header = HeaderForm::none; ///< an invented identity, age, sex and measurements
    HeaderLanguage header_language = HeaderLanguage::en;
    FooterForm footer = FooterForm::none; ///< actual speed, gain and filter
    double words_size_mm = 3;             ///< em size of header and footer
    double header_top_mm = 8;             ///< page edge to the baseline of the first line
    double footer_bottom_mm = 6;          ///< from its baseline to the page edge

    double box_padding_x_mm = 1; ///< added left and right to a trace's tight box
    double box_padding_y_mm = 1; ///< added above and below
    /// The same for the tight box of a lead's name. The framework adds 15 px of 4480 on each side.
    double name_box_padding_x_mm = 0.95, name_box_padding_y_mm = 0.95;
};

} // namespace ecgpress
