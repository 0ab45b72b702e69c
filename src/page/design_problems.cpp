#include "page/design_problems.hpp"

#include <algorithm>
#include <cmath>

#include "core/geometry.hpp"
#include "core/numbers.hpp"
#include "core/strings.hpp"
#include "page/page.hpp"
#include "page/page_size.hpp"

namespace ecgpress {

namespace {

constexpr double k_most_side_px = 65500;   ///< libjpeg's JPEG_MAX_DIMENSION
constexpr double k_most_pixels = 400e6;    ///< 1.2 GB of RGB
constexpr double k_slack_mm = 1e-6;        ///< rounding errors of sums of decimal fractions
constexpr double k_slack_dpi = 1e-6;       ///< so that a suggested dpi is accepted
constexpr std::size_t k_most_panels = 200; ///< far above any real ECG page

struct Length {
    const char* name;
    double value;
};

/// Values that must be above 0.
std::vector<Length> positive_values(const PageStyle& style) {
    std::vector<Length> values{{"dpi", style.dpi},
                               {"row_height_mm", style.row_height_mm},
                               {"paper_speed_mm_per_s", style.paper_speed_mm_per_s},
                               {"gain_mm_per_mv", style.gain_mm_per_mv},
                               {"duration_s", style.duration_s},
                               {"trace_width_mm", style.trace_width_mm}};
    if (style.show_grid)
        values.insert(values.end(), {{"grid_minor_pitch_mm", style.grid_minor_pitch_mm},
                                     {"grid_major_pitch_mm", style.grid_major_pitch_mm},
                                     {"grid_minor_width_mm", style.grid_minor_width_mm},
                                     {"grid_major_width_mm", style.grid_major_width_mm}});
    if (style.show_grid && style.grid_super_pitch_mm > 0)
        values.push_back({"grid_super_width_mm", style.grid_super_width_mm});
    if (style.header != HeaderForm::none || style.footer != FooterForm::none)
        values.push_back({"words_size_mm", style.words_size_mm});
    if (style.show_lead_name) values.push_back({"font_size_mm", style.font_size_mm});
    if (style.show_separator) values.push_back({"separator_width_mm", style.separator_width_mm});
    return values;
}

/// Values that must be 0 or more.
std::vector<Length> other_values(const PageStyle& style) {
    return {{"margins_mm.left", style.margin_left_mm},
            {"margins_mm.right", style.margin_right_mm},
            {"margins_mm.top", style.margin_top_mm},
            {"margins_mm.bottom", style.margin_bottom_mm},
            {"column_gap_mm", style.column_gap_mm},
            {"start_s", style.start_s},
            {"page_width_mm", style.page_width_mm},
            {"page_height_mm", style.page_height_mm},
            {"max_side_px", style.max_side_px},
            {"chest_gain_mm_per_mv", style.chest_gain_mm_per_mv},
            {"grid_super_pitch_mm", style.grid_super_pitch_mm},
            {"grid_inset_mm.left", style.grid_inset_left_mm},
            {"grid_inset_mm.right", style.grid_inset_right_mm},
            {"grid_inset_mm.top", style.grid_inset_top_mm},
            {"grid_inset_mm.bottom", style.grid_inset_bottom_mm},
            {"frame_width_mm", style.frame_width_mm},
            {"pulse_foot_mm", style.pulse_foot_mm},
            {"pulse_rise_mm", style.pulse_rise_mm},
            {"box_padding_mm.x", style.box_padding_x_mm},
            {"box_padding_mm.y", style.box_padding_y_mm},
            {"name_box_padding_mm.x", style.name_box_padding_x_mm},
            {"name_box_padding_mm.y", style.name_box_padding_y_mm},
            {"separator_inner_mm", style.separator_inner_mm}};
}

std::string no_number(const Length& value) {
    return concat(value.name, " is ", value.value, ". Expected a finite number.");
}

void check_values(std::vector<std::string>& problems, const PageStyle& style) {
    for (const Length& value : positive_values(style))
        if (!std::isfinite(value.value))
            problems.push_back(no_number(value));
        else if (value.value <= 0)
            problems.push_back(
                concat(value.name, " is ", value.value, ". Expected a value above 0."));
    for (const Length& value : other_values(style))
        if (!std::isfinite(value.value))
            problems.push_back(no_number(value));
        else if (value.value < 0)
            problems.push_back(concat(value.name, " is ", value.value, ". Expected 0 or more."));
    for (const Length& value :
         {Length{"label_offset_mm.x", style.label_offset_x_mm},
          Length{"label_offset_mm.y", style.label_offset_y_mm},
          Length{"separator_outer_mm", style.separator_outer_mm},
          Length{"pulse_gap_mm", style.pulse_gap_mm}, Length{"header_top_mm", style.header_top_mm},
          Length{"footer_bottom_mm", style.footer_bottom_mm}})
        if (!std::isfinite(value.value)) problems.push_back(no_number(value));
    if (style.show_separator && style.separator_outer_mm <= style.separator_inner_mm)
        problems.push_back(
            concat("separator_outer_mm is ", style.separator_outer_mm,
                   ", not above separator_inner_mm ", style.separator_inner_mm,
                   ". The bars extend from the inner to the outer distance. Increase it."));
}

void check_leads(std::vector<std::string>& problems, const PageDesign& design) {
    const std::size_t wanted = static_cast<std::size_t>(std::max(0, design.rows)) *
                               static_cast<std::size_t>(std::max(0, design.columns));
    if (wanted == 0)
        problems.push_back(concat("layout ", design.layout, " has no panel. It has ", design.rows,
                                  " rows and ", design.columns, " columns. Define rows of leads."));
    else if (design.leads.size() != wanted)
        problems.push_back(concat("layout ", design.layout, " has ", design.leads.size(),
                                  " leads, but its ", design.rows, " x ", design.columns,
                                  " panels require ", wanted, "."));
    if (wanted + design.rhythm.size() > k_most_panels)
        problems.push_back(concat("layout ", design.layout, " with ", design.rhythm.size(),
                                  " rhythm strips has ", wanted + design.rhythm.size(),
                                  " panels. The limit is ", k_most_panels, " per page."));
}

/// Rounded up to 0.01 mm, so that the number in the message is sufficient.
std::string enough_mm(double needed_mm) {
    return shortest(std::ceil((needed_mm - k_slack_mm) * 100) / 100);
}

/// Checks that the requested page is large enough for its content.
void check_room(std::vector<std::string>& problems, const PageDesign& design, const RectMm& size) {
    PageDesign fitted = design;
    fitted.style.page_width_mm = fitted.style.page_height_mm = 0;
    const RectMm needed = page_size(fitted);
    if (size.x1_mm < needed.x1_mm - k_slack_mm)
        problems.push_back(concat("page_width_mm ", shortest(size.x1_mm),
                                  " is too small for layout ", design.layout,
                                  ". Margins and traces need ", enough_mm(needed.x1_mm),
                                  " mm. Increase it, or use 0 for the required size."));
    if (size.y1_mm < needed.y1_mm - k_slack_mm)
        problems.push_back(concat("page_height_mm ", shortest(size.y1_mm),
                                  " is too small for layout ", design.layout,
                                  ". Margins and rows need ", enough_mm(needed.y1_mm),
                                  " mm. Increase it, or use 0 for the required size."));
}

/// Checks the page against the limits of images.
void check_pixels(std::vector<std::string>& problems, const RectMm& size, double dpi) {
    const double px_per_mm = dpi / k_mm_per_inch;
    const double width_px = size.x1_mm * px_per_mm, height_px = size.y1_mm * px_per_mm;
    if (width_px < 1 || height_px < 1)
        problems.push_back(concat(
            "the page is ", size.x1_mm, " x ", size.y1_mm, " mm. At dpi ", dpi, ", a pixel is ",
            1 / px_per_mm, " mm. Increase its margins or page_width_mm and page_height_mm."));
    if (width_px > k_most_side_px || height_px > k_most_side_px ||
        width_px * height_px > k_most_pixels) {
        const double most_dpi =
            std::min({dpi * k_most_side_px / width_px, dpi * k_most_side_px / height_px,
                      dpi * std::sqrt(k_most_pixels / width_px / height_px)});
        problems.push_back(concat("dpi ", dpi, " yields a page of ", shortest(std::round(width_px)),
                                  " x ", shortest(std::round(height_px)),
                                  " pixels. The limits are ", k_most_side_px, " per side and ",
                                  k_most_pixels / 1e6, " megapixels. Use dpi ",
                                  shortest(std::floor((most_dpi - k_slack_dpi) * 100) / 100),
                                  " or less, or a smaller page."));
    }
}

} // namespace

std::vector<std::string> design_problems(const PageDesign& design) {
    std::vector<std::string> problems;
    check_leads(problems, design);
    check_values(problems, design.style);
    if (!problems.empty()) return problems; // the page size requires valid values
    const RectMm size = page_size(design);
    check_room(problems, design, size);
    check_pixels(problems, size, design.style.dpi);
    return problems;
}

} // namespace ecgpress
