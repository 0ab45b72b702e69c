// Seeded designs and records for the tests of this library: every layout, many styles. No font is
// needed.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "core/random.hpp"
#include "page/compose.hpp"
#include "page/layout.hpp"
#include "page/layouts.hpp"
#include "page/page.hpp"

namespace ecgpress::testing_support {

constexpr double k_gap = std::numeric_limits<double>::quiet_NaN();

/// A typeface of boxes: n characters are n * 0.6 em wide, from 0.7 em above to 0.1 em below the
/// anchor.
inline RectMm boxes_extent(const std::string& text, Face /*face*/, double size_mm) {
    return {0.05 * size_mm, -0.7 * size_mm, 0.6 * size_mm * static_cast<double>(text.size()),
            0.1 * size_mm};
}

/// Twelve leads in which all samples differ, so that a value identifies its position: fractional
/// parts of multiples of the golden ratio, from a seeded start.
inline Record drawn_record(double rate_hz, double duration_s, std::uint64_t seed) {
    constexpr double golden = 0.6180339887498949;
    Record record;
    record.name = "drawn";
    record.rate_hz = rate_hz;
    Rng random(seed, 0, "record");
    for (auto& values : record.leads_mv) {
        values.resize(static_cast<std::size_t>(std::llround(duration_s * rate_hz)));
        double place = random.uniform();
        for (double& value : values) {
            place += golden;
            place -= std::floor(place);
            value = 2.5 * place - 1;
        }
    }
    return record;
}

/// The record with some gaps in each lead: single samples and runs, also at its ends.
inline Record with_gaps(Record record, std::uint64_t seed) {
    Rng random(seed, 0, "gaps");
    for (auto& values : record.leads_mv) {
        const auto gap = [&](std::size_t first, std::size_t count) {
            for (std::size_t i = first; i < first + count && i < values.size(); ++i)
                values[i] = k_gap;
        };
        gap(0, random.below(3));
        for (int run = 0; run < 30; ++run) gap(random.below(values.size()), 1 + random.below(8));
        gap(values.size() - 2, random.below(3));
    }
    return record;
}

inline PageDesign design_of(const Layout& layout, const std::vector<Lead>& leads,
                            const std::vector<Lead>& rhythm = {}) {
    PageDesign design;
    design.layout = layout.name;
    design.rows = layout.rows;
    design.columns = layout.columns;
    design.leads = leads;
    design.rhythm = layout.rhythm;
    design.rhythm.insert(design.rhythm.end(), rhythm.begin(), rhythm.end());
    return design;
}

/// A standard layout with the default style.
inline PageDesign standard_design(const std::string& name, const std::vector<Lead>& rhythm = {}) {
    const Layout& layout = *find_layout(standard_layouts(), name);
    return design_of(layout, layout.choices.front(), rhythm);
}

/// A style within the limits of a configuration; its windows end at 10 s or before.
inline PageStyle drawn_style(Rng& random) {
    PageStyle style;
    style.dpi = random.uniform(50, 450);
    style.margin_left_mm = random.uniform(0, 30);
    style.margin_right_mm = random.uniform(0, 30);
    style.margin_top_mm = random.uniform(1, 40);
    style.margin_bottom_mm = random.uniform(1, 40);
    style.row_height_mm = random.uniform(5, 40);
    style.column_gap_mm = random.below(2) == 0 ? 0 : random.uniform(0, 12);
    style.paper_speed_mm_per_s = random.below(2) == 0 ? 25 : random.uniform(10, 60);
    style.gain_mm_per_mv = random.below(2) == 0 ? 10 : random.uniform(2, 25);
    style.start_s = random.below(2) == 0 ? 0 : random.uniform(0, 3);
    style.duration_s = random.below(2) == 0 ? 10 - style.start_s : random.uniform(2, 7);
    style.column_time = random.below(4) == 0 ? ColumnTime::same : ColumnTime::consecutive;
    style.trace_width_mm = random.uniform(0.05, 1);
    style.font_size_mm = random.uniform(1, 6);
    style.label_offset_x_mm = random.uniform(-2, 4);
    style.label_offset_y_mm = random.uniform(2, 14);
    style.separator_inner_mm = random.uniform(0, 2);
    style.separator_outer_mm = style.separator_inner_mm + random.uniform(0.1, 3);
    style.box_padding_x_mm = random.uniform(0, 3);
    style.box_padding_y_mm = random.uniform(0, 3);
    style.name_box_padding_x_mm = random.uniform(0, 3);
    style.name_box_padding_y_mm = random.uniform(0, 3);
    return style;
}

struct DrawnPage {
    std::string what; ///< for messages
    Record record;
    PageDesign design;
    Page page;
};

/// Calls check(const DrawnPage&) for every choice of every standard layout in `styles` sampled
/// styles, without and with rhythm strips and gaps, alternately at both rates of PTB-XL and an odd
/// one.
template <class Check> void for_drawn_pages(int styles, Check check) {
    constexpr double rates_hz[] = {100, 500, 257};
    std::uint64_t number = 0;
    for (const Layout& layout : standard_layouts())
        for (const auto& leads : layout.choices)
            for (int style = 0; style < styles; ++style) {
                Rng random(11, number++, "drawn page");
                DrawnPage drawn;
                drawn.what = layout.name + ", page " + std::to_string(number);
                drawn.design = design_of(layout, leads);
                drawn.design.style = drawn_style(random);
                for (std::uint64_t strips = random.below(4); strips > 0; --strips)
                    drawn.design.rhythm.push_back(all_leads()[random.below(k_lead_count)]);
                drawn.record = drawn_record(rates_hz[number % 3], 10, number);
                if (random.below(2) == 0) drawn.record = with_gaps(std::move(drawn.record), number);
                drawn.page = compose(drawn.record, drawn.design, boxes_extent);
                check(drawn);
            }
}

} // namespace ecgpress::testing_support
