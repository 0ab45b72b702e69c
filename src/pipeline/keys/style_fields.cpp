#include "pipeline/keys/style_fields.hpp"

namespace ecgpress {

namespace {

// Names in the order of their enumerations.
constexpr const char* k_column_times[] = {"consecutive", "same"};
constexpr const char* k_papers[] = {"fitted",          "letter",      "a4",  "z_fold",
                                    "letter_portrait", "a4_portrait", "roll"};
constexpr const char* k_lead_centres[] = {"none", "median"};
constexpr const char* k_lead_orders[] = {"standard", "cabrera"};
constexpr const char* k_label_places[] = {"baseline", "trace"};
constexpr const char* k_lead_names[] = {"standard", "capitals", "c_leads"};
constexpr const char* k_faces[] = {"sans", "serif", "mono", "script", "bold", "dots", "hand"};
constexpr const char* k_grid_forms[] = {"lines", "dots", "major"};
constexpr const char* k_separator_forms[] = {"bars", "bar", "dots", "tick", "line"};
constexpr const char* k_pulse_places[] = {"none", "left", "right"};
constexpr const char* k_pulse_rows[] = {"all", "first", "last"};
constexpr const char* k_headers[] = {"none", "brief", "full"};
constexpr const char* k_header_languages[] = {"en", "de", "fr", "es", "it", "no"};
constexpr const char* k_footers[] = {"none", "joined", "spaced", "boxed", "limb_chest"};

/// Resolution, sheet and positions.
std::vector<ConfigField> sheet_fields(PageStyle& s) {
    return {
        {"dpi", &s.dpi, "dots per inch", "resolution of the image", 20, 2400},
        {"max_side_px", &s.max_side_px, "px",
         "longer side of the page as drawn, for example a trainer's imgsz: if it would be more, "
         "dpi "
         "is reduced to fit",
         0, 65500, "no limit"},
        {"paper", choice(s.paper, k_papers), "",
         "size of the page; fitted: as large as its content needs; z_fold: thermal paper; "
         "roll: as long as needed, on the narrowest roll of 58 to 216 mm that holds the rows"},
        {"fit_to_page", &s.fit_to_page, "",
         "fit rows and time to the page: rows that do not fit move closer, time that does not fit "
         "is not shown"},
        {"page_width_mm", &s.page_width_mm, "mm", "width of the page", 0, 2000, "from `paper`"},
        {"page_height_mm", &s.page_height_mm, "mm", "height of the page", 0, 2000, "from `paper`"},
        {"margins_mm.left", &s.margin_left_mm, "mm", "page edge to the first sample", 0, 500},
        {"margins_mm.right", &s.margin_right_mm, "mm", "end of the last column to the page edge", 0,
         500},
        {"margins_mm.top", &s.margin_top_mm, "mm", "page edge to the first baseline", 0, 500},
        {"margins_mm.bottom", &s.margin_bottom_mm, "mm", "last baseline to the page edge", 0, 500},
        {"row_height_mm", &s.row_height_mm, "mm", "distance between baselines", 0.5, 200},
        {"row_offset_mm", &s.row_offset_mm, "mm",
         "standard deviation of the vertical error of each row", 0, 20},
        {"column_gap_mm", &s.column_gap_mm, "mm", "blank paper between columns", 0, 200},
    };
}

/// The traces.
std::vector<ConfigField> trace_fields(PageStyle& s) {
    return {
        {"paper_speed_mm_per_s", &s.paper_speed_mm_per_s, "mm/s", "paper speed", 1, 500},
        {"gain_mm_per_mv", &s.gain_mm_per_mv, "mm/mV", "gain", 0.5, 200},
        {"chest_gain_mm_per_mv", &s.chest_gain_mm_per_mv, "mm/mV", "gain of V1 to V6", 0, 200,
         "as `gain_mm_per_mv`"},
        {"start_s", &s.start_s, "s", "time in the record at which the page starts", 0, 1e6},
        {"duration_s", &s.duration_s, "s", "time that the whole width shows", 0.1, 3600},
        {"column_time", choice(s.column_time, k_column_times), "",
         "consecutive: time continues from column to column; same: every column shows the first "
         "seconds"},
        {"lead_order", choice(s.lead_order, k_lead_orders), "",
         "order of the limb leads; cabrera: aVL, I, -aVR, II, aVF, III"},
        {"centre_leads", choice(s.centre_leads, k_lead_centres), "",
         "median: subtract from each lead the median of the time that the page shows, as devices "
         "remove "
         "offset voltages; printed and stored signals are the centred ones"},
        {"high_pass_hz", &s.high_pass_hz, "Hz",
         "high-pass filter of the printed and stored signals", 0, 10, "none"},
        {"low_pass_hz", &s.low_pass_hz, "Hz", "low-pass filter of the printed and stored signals",
         0, 1000, "none"},
        {"notch_hz", &s.notch_hz, "Hz", "notch filter of the printed and stored signals", 0, 100,
         "none"},
        {"trace_width_mm", &s.trace_width_mm, "mm", "line width of traces", 0.01, 10},
        {"trace_colour", &s.trace_colour, "", "colour of traces"},
        {"one_ink", &s.one_ink, "", "text and separators have the colour of the traces"},
        {"paper_colour", &s.paper_colour, "", "colour of the paper"},
    };
}

/// The grid.
std::vector<ConfigField> grid_fields(PageStyle& s) {
    return {
        {"show_grid", &s.show_grid, "", "draw the grid"},
        {"grid_form", choice(s.grid_form, k_grid_forms), "",
         "lines; dots: dots between the major lines; major: only the major lines"},
        {"grid_minor_pitch_mm", &s.grid_minor_pitch_mm, "mm", "distance of minor lines", 0.1, 100},
        {"grid_major_pitch_mm", &s.grid_major_pitch_mm, "mm", "distance of major lines", 0.1, 100},
        {"grid_minor_width_mm", &s.grid_minor_width_mm, "mm", "width of minor lines", 0.01, 10},
        {"grid_major_width_mm", &s.grid_major_width_mm, "mm", "width of major lines", 0.01, 10},
        {"grid_minor_colour", &s.grid_minor_colour, "", "colour of minor lines"},
        {"grid_major_colour", &s.grid_major_colour, "", "colour of major lines"},
        {"grid_minor_paleness", &s.grid_minor_paleness, "",
         "mixes the colour of minor lines from those of major lines (near 0) and paper (1)", 0, 1,
         "`grid_minor_colour`"},
        {"grid_super_pitch_mm", &s.grid_super_pitch_mm, "mm", "distance of heavy lines", 0, 200,
         "no heavy lines"},
        {"grid_super_width_mm", &s.grid_super_width_mm, "mm", "width of heavy lines", 0.01, 10},
        {"grid_super_colour", &s.grid_super_colour, "", "colour of heavy lines"},
        {"grid_inset_mm.left", &s.grid_inset_left_mm, "mm", "left page edge to grid", 0, 500},
        {"grid_inset_mm.right", &s.grid_inset_right_mm, "mm", "grid to right page edge", 0, 500},
        {"grid_inset_mm.top", &s.grid_inset_top_mm, "mm", "top page edge to grid", 0, 500},
        {"grid_inset_mm.bottom", &s.grid_inset_bottom_mm, "mm", "grid to bottom page edge", 0, 500},
    };
}

/// Lead names, separators and pulses.
std::vector<ConfigField> mark_fields(PageStyle& s) {
    return {
        {"show_lead_name", &s.show_lead_name, "", "print the names of leads"},
        {"lead_names", choice(s.lead_names, k_lead_names), "",
         "spelling of lead names; capitals: AVR; c_leads: C1 for V1"},
        {"face", choice(s.face, k_faces), "",
         "typeface of all text; bold: bold and condensed; dots: a dot matrix, as of thermal "
         "recorders; script and hand: handwriting"},
        {"bold_names", &s.bold_names, "", "print the names of leads bold and condensed"},
        {"font_size_mm", &s.font_size_mm, "mm", "em size of lead names", 0.2, 50},
        {"label_place", choice(s.label_place, k_label_places), "",
         "height of lead names; baseline: at label_offset_mm.y; trace: at the height of the trace, "
         "which runs through the name"},
        {"label_offset_mm.x", &s.label_offset_x_mm, "mm",
         "start of a trace to its lead name, to the right", -200, 200},
        {"label_offset_mm.y", &s.label_offset_y_mm, "mm",
         "baseline of a trace to that of its lead name, upwards", -200, 200},
        {"text_colour", &s.text_colour, "", "colour of text"},
        {"show_separator", &s.show_separator, "", "draw separators where two columns meet"},
        {"separator_form", choice(s.separator_form, k_separator_forms), "",
         "bars above and below the baseline, one bar through it, dots over all rows, a tick above, "
         "or a line through all rows and their traces"},
        {"separator_inner_mm", &s.separator_inner_mm, "mm", "baseline to the start of separators",
         0, 100},
        {"separator_outer_mm", &s.separator_outer_mm, "mm", "baseline to the end of separators", 0,
         100},
        {"separator_width_mm", &s.separator_width_mm, "mm", "line width of separators", 0.01, 10},
        {"separator_colour", &s.separator_colour, "", "colour of separators"},
        {"frame_width_mm", &s.frame_width_mm, "mm",
         "width of a line around each panel, in the colour of the grid's major lines", 0, 10,
         "none"},
        {"pulse", choice(s.pulse, k_pulse_places), "",
         "side of the rows with a calibration pulse of 1 mV for 0.2 s"},
        {"pulse_rows", choice(s.pulse_rows, k_pulse_rows), "",
         "rows with a pulse; first or last: one pulse on the page; the last row is a rhythm strip, "
         "if there is one"},
        {"pulse_gap_mm", &s.pulse_gap_mm, "mm", "distance from pulse to traces", -50, 50},
        {"pulse_foot_mm", &s.pulse_foot_mm, "mm", "baseline on both sides of the pulse", 0, 20},
        {"pulse_rise_mm", &s.pulse_rise_mm, "mm", "width of the slanted edges of the pulse", 0, 2},
    };
}

/// Header, footer and boxes.
std::vector<ConfigField> text_fields(PageStyle& s) {
    return {
        {"header", choice(s.header, k_headers), "",
         "text above the traces; brief: an invented identity; full: also age, sex, measurements "
         "and "
         "statements (`header.source`)"},
        {"header_language", choice(s.header_language, k_header_languages), "",
         "language of the header: English, German, French, Spanish, Italian or Norwegian"},
        {"footer", choice(s.footer, k_footers), "",
         "true speed, gain and filter below the traces, in different arrangements"},
        {"words_size_mm", &s.words_size_mm, "mm", "em size of header and footer", 0.2, 50},
        {"header_top_mm", &s.header_top_mm, "mm", "page edge to the first line of the header", 0,
         500},
        {"footer_bottom_mm", &s.footer_bottom_mm, "mm", "baseline of the footer to page edge", 0,
         500},
        {"box_padding_mm.x", &s.box_padding_x_mm, "mm",
         "added to the tight box of a trace, left and right", 0, 50},
        {"box_padding_mm.y", &s.box_padding_y_mm, "mm",
         "added to the tight box of a trace, above and below", 0, 50},
        {"name_box_padding_mm.x", &s.name_box_padding_x_mm, "mm",
         "added to the tight box of a lead's name, left and right", 0, 50},
        {"name_box_padding_mm.y", &s.name_box_padding_y_mm, "mm",
         "added to the tight box of a lead's name, above and below", 0, 50},
    };
}

} // namespace

std::vector<ConfigField> fields_of(PageStyle& style) {
    std::vector<ConfigField> fields = sheet_fields(style);
    for (const auto& more :
         {trace_fields(style), grid_fields(style), mark_fields(style), text_fields(style)})
        fields.insert(fields.end(), more.begin(), more.end());
    return fields;
}

} // namespace ecgpress
