// A page on paper: everything that is printed, in millimetres, independent of pixels.
#pragma once

#include <string>
#include <vector>

#include "core/geometry.hpp"
#include "core/lead.hpp"
#include "page/page_style.hpp"
#include "page/text_line.hpp"
#include "signal/record.hpp"

namespace ecgpress {

/// The design of a page: its layout with the selected leads, and its style.
struct PageDesign {
    std::string layout; ///< name
    int rows = 0, columns = 0;
    std::vector<Lead> leads;  ///< rows * columns, row by row
    std::vector<Lead> rhythm; ///< full-length strips below the panels, from top to bottom
    PageStyle style;
    std::vector<double> row_offsets_mm =
        {}; ///< downward shift of each row's and strip's baseline; empty: none
    TextColumns header = {};
};

/// The area of one printed lead. The first panel of a lead has the lead's number (0 for I ... 11
/// for V6). Rhythm strips, and further panels of a lead that a custom layout shows twice, are
/// numbered 12, 13, ... from top to bottom.
struct Panel {
    Lead lead = Lead::I;
    bool inverted = false; ///< printed with inverted sign: -aVR in Cabrera order
    bool derived = false;  ///< computed from other leads, not recorded
    int number = 0;        ///< k in file names "..._lead_k"
    bool rhythm = false;
    int row = 0, column = 0;
    double start_s = 0, duration_s = 0; ///< time in the record
    double rate_hz = 0;
    SampleWindow window;
    double x0_mm = 0;       ///< position of time start_s
    double baseline_mm = 0; ///< y of 0 mV
    double width_mm = 0;
    double gain_mm_per_mv = 0;
    std::vector<double> signal_mv; ///< window.count values with the printed sign, NaN in gaps
    std::vector<PointMm> trace_mm; ///< window.count positions, both NaN in gaps
};

struct PrintedText {
    std::string text;
    PointMm anchor_mm;  ///< left end of the baseline
    double size_mm = 0; ///< em size
    Colour colour;
    RectMm ink_mm;  ///< tight extent of the glyph outlines on the page
    int panel = -1; ///< index of the panel if it is a lead name, or -1
    Face face = Face::sans;
    std::vector<TextPart> parts = {}; ///< of the text, as in TextLine
};

struct PrintedLine {
    PointMm from_mm, to_mm;
    double width_mm = 0;
    Colour colour;
    double dot_pitch_mm = 0; ///< 0: solid; else round dots with the line's width as diameter
};

/// The calibration pulse of a row, in the order of drawing: foot, rising edge, first half of the
/// top, step in the middle (of height 0 if all leads of the row have the same gain), second half,
/// falling edge, second foot.
constexpr std::size_t k_pulse_corners = 8;
struct CalibrationPulse {
    std::vector<PointMm> path_mm; ///< k_pulse_corners
};

struct Page {
    double width_mm = 0, height_mm = 0;
    PageStyle style;
    std::vector<Panel> panels; ///< grid panels row by row, then rhythm strips
    std::vector<PrintedText> texts;
    std::vector<PrintedLine> lines;
    std::vector<RectMm> frame_bars; ///< lines around the panels: a part of the grid, in its colour
    std::vector<CalibrationPulse> pulses; ///< in the traces' colour
};

} // namespace ecgpress
