#include "page/surroundings.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "page/frame.hpp"
#include "page/text_extent.hpp"
#include "page/words.hpp"

namespace ecgpress {

namespace {

constexpr double k_line_pitch = 1.35;       ///< of header lines, in em
constexpr double k_separator_dots_mm = 0.7; ///< distance between dots
// The standard calibration pulse of ECG machines: 1 mV for 0.2 s.
constexpr double k_pulse_mv = 1, k_pulse_s = 0.2;

/// A text with the extent of its ink. @param anchor  left end of its baseline
PrintedText words(TextLine line, const PointMm& anchor, double size_mm, const PageStyle& style,
                  Face face, const TextExtent& text_extent) {
    PrintedText printed;
    printed.text = std::move(line.text);
    printed.parts = std::move(line.parts);
    printed.anchor_mm = anchor;
    printed.face = face;
    printed.size_mm = size_mm;
    printed.colour = style.text_colour;
    const RectMm extent = text_extent(printed.text, face, size_mm);
    printed.ink_mm = {extent.x0_mm + anchor.x_mm, extent.y0_mm + anchor.y_mm,
                      extent.x1_mm + anchor.x_mm, extent.y1_mm + anchor.y_mm};
    return printed;
}

/// The median height of a trace between two positions; the baseline where it has no value.
double trace_height_mm(const Panel& panel, double from_mm, double to_mm) {
    std::vector<double> heights;
    for (const PointMm& at : panel.trace_mm) // a gap is NaN and in no range
        if (at.x_mm >= from_mm && at.x_mm <= to_mm) heights.push_back(at.y_mm);
    if (heights.empty()) return panel.baseline_mm;
    const auto middle = heights.begin() + static_cast<std::ptrdiff_t>(heights.size() / 2);
    std::nth_element(heights.begin(), middle, heights.end());
    return *middle;
}

void shift_down(PrintedText& text, double by_mm) {
    text.anchor_mm.y_mm += by_mm;
    text.ink_mm.y0_mm += by_mm;
    text.ink_mm.y1_mm += by_mm;
}

/// Moves a name so that its trace runs through its middle, as far as it stays on the page.
void put_on_trace(PrintedText& name, const Panel& panel, double page_height_mm) {
    const double half_mm = (name.ink_mm.y1_mm - name.ink_mm.y0_mm) / 2;
    const double at_mm = trace_height_mm(panel, name.ink_mm.x0_mm, name.ink_mm.x1_mm);
    shift_down(name, std::max(half_mm, std::min(at_mm, page_height_mm - half_mm)) -
                         (name.ink_mm.y0_mm + half_mm));
}

void add_names(Page& page, const TextExtent& text_extent) {
    const PageStyle& style = page.style;
    const Face face = style.bold_names ? Face::bold : style.face;
    for (std::size_t i = 0; i < page.panels.size(); ++i) {
        const Panel& panel = page.panels[i];
        page.texts.push_back(words(
            {printed_name(panel, style.lead_names), TextRole::lead_name},
            {panel.x0_mm + style.label_offset_x_mm, panel.baseline_mm - style.label_offset_y_mm},
            style.font_size_mm, style, face, text_extent));
        page.texts.back().panel = static_cast<int>(i);
        if (style.label_place == LabelPlace::trace)
            put_on_trace(page.texts.back(), panel, page.height_mm);
    }
}

/// A vertical line in the style of separators.
PrintedLine upright(double x_mm, double from_mm, double to_mm, const PageStyle& style) {
    return {{x_mm, from_mm}, {x_mm, to_mm}, style.separator_width_mm, style.separator_colour};
}

/// Adds the marks between two columns of one row.
void add_separator(Page& page, double x_mm, double baseline_mm) {
    const PageStyle& style = page.style;
    const double inner = style.separator_inner_mm, outer = style.separator_outer_mm;
    if (style.separator_form == SeparatorForm::bar) {
        page.lines.push_back(upright(x_mm, baseline_mm - outer, baseline_mm + outer, style));
        return;
    }
    page.lines.push_back(upright(x_mm, baseline_mm - inner, baseline_mm - outer, style));
    if (style.separator_form == SeparatorForm::bars)
        page.lines.push_back(upright(x_mm, baseline_mm + inner, baseline_mm + outer, style));
}

/// One dotted or solid line across all rows. A solid one reaches over the traces of the outer rows.
void add_full_separator(Page& page, const Frame& frame, double x_mm) {
    const PageStyle& style = frame.style;
    const bool dots = style.separator_form == SeparatorForm::dots;
    const double beyond_mm = dots ? style.separator_outer_mm
                                  : std::max(style.separator_outer_mm, style.row_height_mm / 2);
    page.lines.push_back(upright(x_mm, frame.baseline_mm(0) - beyond_mm,
                                 frame.baseline_mm(frame.design.rows - 1) + beyond_mm, style));
    if (dots) page.lines.back().dot_pitch_mm = k_separator_dots_mm;
}

/// Adds separators in the middle of the gaps between columns.
void add_separators(Page& page, const Frame& frame) {
    const PageStyle& style = frame.style;
    const bool full =
        style.separator_form == SeparatorForm::dots || style.separator_form == SeparatorForm::line;
    for (int row = 0; row < (full ? 1 : frame.design.rows); ++row)
        for (int column = 1; column < frame.design.columns; ++column) {
            const double x_mm = frame.column_x0_mm(column) - style.column_gap_mm / 2;
            if (full)
                add_full_separator(page, frame, x_mm);
            else
                add_separator(page, x_mm, frame.baseline_mm(row));
        }
}

/// Adds the lines around a block of cells that touch each other. They are where the rows are meant
/// to be: errors of the rows do not move them.
void add_frames(Page& page, const Frame& frame, int first_row, int rows, double x0_mm,
                double cell_mm, int cells) {
    const PageStyle& style = frame.style;
    const double half_mm = style.frame_width_mm / 2, x1_mm = x0_mm + cells * cell_mm;
    const double top_mm = style.margin_top_mm + (first_row - 0.5) * style.row_height_mm,
                 bottom_mm = top_mm + rows * style.row_height_mm;
    for (int row = 0; row <= rows; ++row) {
        const double y_mm = top_mm + row * style.row_height_mm;
        page.frame_bars.push_back(
            {x0_mm - half_mm, y_mm - half_mm, x1_mm + half_mm, y_mm + half_mm});
    }
    for (int cell = 0; cell <= cells; ++cell) {
        const double x_mm = x0_mm + cell * cell_mm;
        page.frame_bars.push_back({x_mm - half_mm, top_mm, x_mm + half_mm, bottom_mm});
    }
}

/// Adds a frame around each panel. Columns without a gap and rows share lines.
void add_frames(Page& page, const Frame& frame) {
    const int rows = frame.design.rows, columns = frame.design.columns;
    if (frame.style.column_gap_mm == 0)
        add_frames(page, frame, 0, rows, frame.column_x0_mm(0), frame.column_mm(), columns);
    else
        for (int column = 0; column < columns; ++column)
            add_frames(page, frame, 0, rows, frame.column_x0_mm(column), frame.column_mm(), 1);
    if (!frame.design.rhythm.empty())
        add_frames(page, frame, rows, static_cast<int>(frame.design.rhythm.size()),
                   frame.column_x0_mm(0), frame.column_mm() * columns, 1);
}

/// The calibration pulse of one row: 1 mV for 0.2 s at the gain of the row. If a row has limb and
/// chest leads with different gains, the first half of the pulse has the gain of the first lead and
/// the second half that of the last one.
CalibrationPulse pulse_of(const Frame& frame, double baseline_mm, double first_mm_per_mv,
                          double second_mm_per_mv) {
    const PageStyle& style = frame.style;
    const double width_mm = k_pulse_s * style.paper_speed_mm_per_s, rise = style.pulse_rise_mm;
    double x = style.pulse == PulsePlace::right
                   ? frame.right_mm() + style.pulse_gap_mm
                   : style.margin_left_mm - style.pulse_gap_mm - width_mm - 2 * style.pulse_foot_mm;
    const double first_y = baseline_mm - k_pulse_mv * first_mm_per_mv,
                 second_y = baseline_mm - k_pulse_mv * second_mm_per_mv;
    CalibrationPulse pulse;
    const auto go = [&](double dx, double y) {
        x += dx;
        pulse.path_mm.push_back({x, y});
    };
    go(0, baseline_mm);
    go(style.pulse_foot_mm, baseline_mm);
    go(rise, first_y);
    const double step = first_y == second_y ? 0 : rise;
    go(width_mm / 2 - rise, first_y);
    go(step, second_y);
    go(width_mm / 2 - step, second_y);
    go(rise, baseline_mm);
    go(std::max(0.0, style.pulse_foot_mm - rise), baseline_mm);
    return pulse;
}

void add_pulses(Page& page, const Frame& frame) {
    const PulseRows rows = frame.style.pulse_rows;
    const int from = rows == PulseRows::last ? frame.row_count() - 1 : 0,
              to = rows == PulseRows::first ? 1 : frame.row_count();
    for (int row = from; row < to; ++row) {
        double first = 0, last = 0; // gains of the row's leads from left to right
        for (const Panel& panel : page.panels) {
            if (panel.row != row) continue;
            if (first == 0) first = panel.gain_mm_per_mv;
            last = panel.gain_mm_per_mv;
        }
        page.pulses.push_back(pulse_of(frame, frame.baseline_mm(row), first, last));
    }
}

void add_header(Page& page, const Frame& frame, const TextExtent& text_extent) {
    const PageStyle& style = frame.style;
    const double width_mm = page.width_mm - 2 * style.margin_left_mm;
    const auto columns = static_cast<double>(frame.design.header.size());
    double x_mm = style.margin_left_mm;
    for (const std::vector<TextLine>& lines : frame.design.header) {
        double y_mm = style.header_top_mm;
        for (const TextLine& line : lines) {
            page.texts.push_back(
                words(line, {x_mm, y_mm}, style.words_size_mm, style, style.face, text_extent));
            y_mm += k_line_pitch * style.words_size_mm;
        }
        x_mm += width_mm / columns;
    }
}

void add_footer(Page& page, const TextExtent& text_extent) {
    const PageStyle& style = page.style;
    const std::string text = footer_text(style);
    const double y_mm = page.height_mm - style.footer_bottom_mm;
    PointMm anchor{style.margin_left_mm, y_mm};
    const bool boxed = style.footer == FooterForm::boxed;
    if (boxed) // right-aligned
        anchor.x_mm = page.width_mm - style.margin_right_mm -
                      text_extent(text, style.face, style.words_size_mm).x1_mm;
    page.texts.push_back(words({text, TextRole::speed_gain}, anchor, style.words_size_mm, style,
                               style.face, text_extent));
    if (!boxed) return;
    const double around_mm = 0.35 * style.words_size_mm, width_mm = 0.25;
    const RectMm ink = page.texts.back().ink_mm;
    const double x0 = ink.x0_mm - around_mm, y0 = ink.y0_mm - around_mm, x1 = ink.x1_mm + around_mm,
                 y1 = ink.y1_mm + around_mm;
    const PointMm corners[] = {{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}, {x0, y0}};
    for (int side = 0; side < 4; ++side)
        page.lines.push_back({corners[side], corners[side + 1], width_mm, style.text_colour});
}

} // namespace

void add_surroundings(Page& page, const Frame& frame, const TextExtent& text_extent) {
    const PageStyle& style = frame.style;
    if (style.show_lead_name) add_names(page, text_extent);
    if (style.show_separator) add_separators(page, frame);
    if (style.frame_width_mm > 0) add_frames(page, frame);
    if (style.pulse != PulsePlace::none) add_pulses(page, frame);
    if (style.header != HeaderForm::none) add_header(page, frame, text_extent);
    if (style.footer != FooterForm::none) add_footer(page, text_extent);
}

} // namespace ecgpress
