#include "page/settle.hpp"

#include <algorithm>
#include <cmath>

#include "page/page.hpp"
#include "page/page_size.hpp"

namespace ecgpress {

namespace {

struct SheetSize {
    double width_mm, height_mm;
};

SheetSize size_of(PaperSize paper) {
    switch (paper) {
    case PaperSize::fitted:
    case PaperSize::roll: // see put_on_roll
        break;
    case PaperSize::letter:
        return {279.4, 215.9};
    case PaperSize::a4:
        return {297, 210};
    case PaperSize::z_fold:
        return {280, 216};
    case PaperSize::letter_portrait:
        return {215.9, 279.4};
    case PaperSize::a4_portrait:
        return {210, 297};
    }
    return {0, 0};
}

Colour between(Colour from, Colour to, double part) {
    const auto mixed = [&](std::uint8_t a, std::uint8_t b) {
        return static_cast<std::uint8_t>(std::lround(a + part * (b - a)));
    };
    return {mixed(from.red, to.red), mixed(from.green, to.green), mixed(from.blue, to.blue)};
}

Lead in_cabreras_place(Lead lead) {
    switch (lead) {
    case Lead::I:
        return Lead::aVL;
    case Lead::II:
        return Lead::I;
    case Lead::III:
        return Lead::aVR;
    case Lead::aVR:
        return Lead::II;
    case Lead::aVL:
        return Lead::aVF;
    case Lead::aVF:
        return Lead::III;
    default:
        return lead;
    }
}

/// Adapts row height, margins and duration to the size of the page.
void fit(PageDesign& design) {
    PageStyle& style = design.style;
    if (style.page_height_mm > 0) {
        const int rows = design.rows + static_cast<int>(design.rhythm.size());
        const double room_mm = style.page_height_mm - style.margin_top_mm - style.margin_bottom_mm;
        if (rows > 1 && room_mm > 0)
            style.row_height_mm = std::min(style.row_height_mm, room_mm / (rows - 1));
        const double left_mm = std::max(0.0, room_mm - (rows - 1) * style.row_height_mm);
        style.margin_top_mm += left_mm / 2;
        style.margin_bottom_mm += left_mm / 2;
    }
    if (style.page_width_mm > 0) {
        const double room_mm = style.page_width_mm - style.margin_left_mm - style.margin_right_mm -
                               (design.columns - 1) * style.column_gap_mm;
        if (room_mm > 0)
            style.duration_s = std::min(style.duration_s, room_mm / style.paper_speed_mm_per_s);
    }
}

/// Makes the page as high as the narrowest roll that holds the rows, which are then in its middle.
void put_on_roll(PageDesign& design) {
    // Widths of rolls and of folded paper as sold for ECG recorders.
    constexpr double k_rolls_mm[] = {58, 63, 80, 90, 100, 110, 112, 120, 145, 152, 210, 216};
    const double needed_mm = page_size(design).y1_mm;
    for (const double roll_mm : k_rolls_mm) {
        if (roll_mm < needed_mm) continue;
        PageStyle& style = design.style;
        style.page_height_mm = roll_mm;
        style.margin_top_mm += (roll_mm - needed_mm) / 2;
        style.margin_bottom_mm += (roll_mm - needed_mm) / 2;
        return;
    }
}

} // namespace

PageDesign settled(PageDesign design) {
    PageStyle& style = design.style;
    const SheetSize sheet = size_of(style.paper);
    if (style.page_width_mm == 0) style.page_width_mm = sheet.width_mm;
    if (style.page_height_mm == 0) style.page_height_mm = sheet.height_mm;
    if (style.grid_minor_paleness > 0)
        style.grid_minor_colour =
            between(style.grid_major_colour, style.paper_colour, style.grid_minor_paleness);
    if (style.one_ink) style.text_colour = style.separator_colour = style.trace_colour;
    if (style.lead_order == LeadOrder::cabrera)
        for (Lead& lead : design.leads) lead = in_cabreras_place(lead);
    if (style.paper == PaperSize::roll && style.page_height_mm == 0) put_on_roll(design);
    if (style.fit_to_page) fit(design);
    style.dpi = fitting_dpi(design);
    return design;
}

} // namespace ecgpress
