#include "page/compose.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <limits>
#include <utility>

#include "core/error.hpp"
#include "core/numbers.hpp"
#include "core/strings.hpp"
#include "page/design_problems.hpp"
#include "page/frame.hpp"
#include "page/page_size.hpp"
#include "page/surroundings.hpp"
#include "page/text_extent.hpp"

namespace ecgpress {

namespace {

void place_trace(Panel& panel, const Record& record, const PageStyle& style) {
    constexpr double gap = std::numeric_limits<double>::quiet_NaN();
    const std::vector<double>& values_mv = record.lead_mv(panel.lead);
    const std::size_t begin = std::min(panel.window.first, values_mv.size()),
                      end = std::min(begin + panel.window.count, values_mv.size());
    panel.signal_mv.assign(values_mv.begin() + static_cast<std::ptrdiff_t>(begin),
                           values_mv.begin() + static_cast<std::ptrdiff_t>(end));
    panel.signal_mv.resize(panel.window.count, gap); // only of incomplete records
    if (panel.inverted)
        for (double& value_mv : panel.signal_mv) value_mv = -value_mv;
    panel.trace_mm.reserve(panel.window.count);
    for (std::size_t i = 0; i < panel.window.count; ++i) {
        // Relative to the panel's start, which may be between two samples.
        const double time_s =
            static_cast<double>(panel.window.first + i) / record.rate_hz - panel.start_s;
        const double value_mv = panel.signal_mv[i];
        if (std::isnan(value_mv))
            panel.trace_mm.push_back({gap, gap});
        else
            panel.trace_mm.push_back({panel.x0_mm + time_s * style.paper_speed_mm_per_s,
                                      panel.baseline_mm - value_mv * panel.gain_mm_per_mv});
    }
}

/// Sets time, position and trace of a panel with known lead, row and column.
void fill_panel(Panel& panel, const Record& record, const Frame& frame, Incomplete incomplete) {
    panel.start_s = panel.rhythm ? frame.style.start_s : frame.column_start_s(panel.column);
    panel.duration_s = panel.rhythm ? frame.style.duration_s : frame.column_s();
    panel.rate_hz = record.rate_hz;
    panel.x0_mm = frame.column_x0_mm(panel.column);
    panel.baseline_mm = frame.baseline_mm(panel.row);
    panel.gain_mm_per_mv = frame.gain_mm_per_mv(panel.lead);
    panel.width_mm = panel.duration_s * frame.style.paper_speed_mm_per_s;
    require_printable(record, {panel.lead}, panel.start_s, panel.duration_s, incomplete);
    panel.window = sample_window(panel.start_s, panel.duration_s, record.rate_hz);
    panel.derived = record.is_derived[index_of(panel.lead)];
    place_trace(panel, record, frame.style);
}

bool has_value(const Panel& panel) {
    return std::any_of(panel.signal_mv.begin(), panel.signal_mv.end(),
                       [](double value_mv) { return !std::isnan(value_mv); });
}

/// Creates all panels with lead, row, column and number.
std::vector<Panel> lay_out(const PageDesign& design) {
    std::vector<Panel> panels;
    std::array<bool, k_lead_count> seen{};
    int next_number = static_cast<int>(k_lead_count);
    const auto add = [&](Lead lead, int row, int column, bool rhythm) {
        Panel panel;
        panel.lead = lead;
        panel.row = row;
        panel.column = column;
        panel.rhythm = rhythm;
        panel.inverted =
            lead == Lead::aVR && !rhythm && design.style.lead_order == LeadOrder::cabrera;
        bool& known = seen[index_of(lead)];
        panel.number = rhythm || known ? next_number++ : static_cast<int>(index_of(lead));
        known = true;
        panels.push_back(std::move(panel));
    };
    std::size_t next = 0;
    for (int row = 0; row < design.rows; ++row)
        for (int column = 0; column < design.columns; ++column)
            add(design.leads[next++], row, column, false);
    for (std::size_t i = 0; i < design.rhythm.size(); ++i)
        add(design.rhythm[i], design.rows + static_cast<int>(i), 0, true);
    return panels;
}

} // namespace

Page compose(const Record& record, const PageDesign& design, const TextExtent& text_extent,
             Incomplete incomplete) {
    assert(design_problems(design).empty());
    const Frame frame(design);
    const RectMm size = page_size(design);
    Page page;
    page.width_mm = size.x1_mm;
    page.height_mm = size.y1_mm;
    page.style = design.style;
    page.panels = lay_out(design);
    for (Panel& panel : page.panels) fill_panel(panel, record, frame, incomplete);
    if (std::none_of(page.panels.begin(), page.panels.end(), has_value))
        throw DataError(concat("record ", record.name,
                               " has no value in any lead that the page shows. There is nothing "
                               "to draw. Exclude the record."));
    add_surroundings(page, frame, text_extent);
    return page;
}

std::uint32_t lost_samples(const Page& page, const Panel& panel) {
    const auto is_lost = [&](const PointMm& at) { // false for a gap, whose position is NaN
        return at.x_mm < 0 || at.y_mm < 0 || at.x_mm > page.width_mm || at.y_mm > page.height_mm;
    };
    return static_cast<std::uint32_t>(
        std::count_if(panel.trace_mm.begin(), panel.trace_mm.end(), is_lost));
}

void require_on_paper(const Page& page, const std::string& record, double most_lost) {
    for (const Panel& panel : page.panels) {
        const auto values = static_cast<double>(
            std::count_if(panel.signal_mv.begin(), panel.signal_mv.end(),
                          [](double value_mv) { return !std::isnan(value_mv); }));
        const double lost = lost_samples(page, panel);
        if (lost <= most_lost * values) continue;
        throw DataError(
            concat("record ", record, ": lead ", name_of(panel.lead), " is not on its paper (",
                   fixed(100 * lost / values, 1),
                   " % of its samples are outside the page, source.most_lost is ",
                   shortest(100 * most_lost),
                   " %). Set style.centre_leads: median if the lead has an offset, use a "
                   "lower gain, or exclude the record."));
    }
}

} // namespace ecgpress
