// One page on paper: everything that will be printed, in millimetres, and nothing about pixels.
#pragma once

#include <string>
#include <vector>

#include "core/geometry.hpp"
#include "core/lead.hpp"
#include "page/page_style.hpp"
#include "signal/record.hpp"

namespace ecgpress {

/// What shall be printed: the layout with its leads chosen, and the style.
struct PageDesign {
    std::string layout; ///< its name
    int rows = 0, columns = 0;
    std::vector<Lead> leads;  ///< rows * columns, row by row
    std::vector<Lead> rhythm; ///< full-length strips below, from top to bottom
    PageStyle style;
    std::vector<double> row_offsets_mm =
        {}; ///< of each row's and strip's baseline, down; empty: none
    std::vector<std::vector<std::string>> header = {}; ///< columns of lines
};

/// One lead's piece of paper. The first panel of a lead is numbered as the lead is (0 for I ... 11
/// for V6); rhythm strips, and further panels of a lead that a user's layout shows twice, are
/// numbered 12, 13, ... from top to bottom.
struct Panel {
    Lead lead = Lead::I;
    bool inverted = false; ///< the lead upside down: Cabrera's -aVR
    int number = 0;        ///< k in file names "..._lead_k"
    bool rhythm = false;
    int row = 0, column = 0;
    double start_s = 0, duration_s = 0; ///< of the record
    double rate_hz = 0;
    SampleWindow window;
    double x0_mm = 0;       ///< where time start_s is
    double baseline_mm = 0; ///< y of 0 mV
    double width_mm = 0;
    double gain_mm_per_mv = 0;
    std::vector<double> signal_mv; ///< window.count values as printed, NaN in gaps
    std::vector<PointMm> trace_mm; ///< window.count positions, both NaN in gaps
};

struct PrintedText {
    std::string text;
    PointMm anchor_mm;  ///< left end of the baseline
    double size_mm = 0; ///< em size
    Colour colour;
    RectMm ink_mm;  ///< tight extent of the glyphs' outlines on the page
    int panel = -1; ///< index of the panel that it names, or -1
    Face face = Face::sans;
};

struct PrintedLine {
    PointMm from_mm, to_mm;
    double width_mm = 0;
    Colour colour;
    double dot_pitch_mm = 0; ///< 0: solid; else round dots, as large as the line is wide
};

/// A row's calibration pulse, the pen's way: its foot, up, along the top to the middle, there down
/// a step (of no height if all leads of the row have one gain), on, down, its other foot.
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
    std::vector<CalibrationPulse> pulses; ///< in the traces' ink
};

} // namespace ecgpress
