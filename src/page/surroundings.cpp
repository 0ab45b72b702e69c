#include "page/surroundings.hpp"

#include <algorithm>
#include <utility>

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
PrintedText words(std::string text, const PointMm& anchor, double size_mm, const PageStyle& style,
                  const TextExtent& text_extent) {
    PrintedText printed;
    printed.text = std::move(text);
    printed.anchor_mm = anchor;
    printed.face = style.face;
    printed.size_mm = size_mm;
    printed.colour = style.text_colour;
    const RectMm extent = text_extent(printed.text, style.face, size_mm);
    printed.ink_mm = {extent.x0_mm + anchor.x_mm, extent.y0_mm + anchor.y_mm,
                      extent.x1_mm + anchor.x_mm, extent.y1_mm + anchor.y_mm};
    return printed;
}

void add_names(Page& page, const TextExtent& text_extent) {
    const PageStyle& style = page.style;
    for (std::size_t i = 0; i < page.panels.size(); ++i) {
        const Panel& panel = page.panels[i];
        page.texts.push_back(words(
            printed_name(panel, style.lead_names),
            {panel.x0_mm + style.label_offset_x_mm, panel.baseline_mm - style.label_offset_y_mm},
            style.font_size_mm, style, text_extent));
        page.texts.back().panel = static_cast<int>(i);
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

/// Adds separators in the middle of the gaps between columns.
void add_separators(Page& page, const Frame& frame) {
    const PageStyle& style = frame.style;
    const bool dots = style.separator_form == SeparatorForm::dots; // one line across all rows
    for (int row = 0; row < (dots ? 1 : frame.design.rows); ++row)
        for (int column = 1; column < frame.design.columns; ++column) {
            const double x_mm = frame.column_x0_mm(column) - style.column_gap_mm / 2;
            if (!dots) {
                add_separator(page, x_mm, frame.baseline_mm(row));
                continue;
            }
            page.lines.push_back(upright(
                x_mm, frame.baseline_mm(0) - style.separator_outer_mm,
                frame.baseline_mm(frame.design.rows - 1) + style.separator_outer_mm, style));
            page.lines.back().dot_pitch_mm = k_separator_dots_mm;
        }
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
    for (int row = 0; row < frame.row_count(); ++row) {
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
    for (const std::vector<std::string>& lines : frame.design.header) {
        double y_mm = style.header_top_mm;
        for (const std::string& line : lines) {
            page.texts.push_back(
                words(line, {x_mm, y_mm}, style.words_size_mm, style, text_extent));
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
    page.texts.push_back(words(text, anchor, style.words_size_mm, style, text_extent));
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
    if (style.pulse != PulsePlace::none) add_pulses(page, frame);
    if (style.header != HeaderForm::none) add_header(page, frame, text_extent);
    if (style.footer != FooterForm::none) add_footer(page, text_extent);
}

} // namespace ecgpress
