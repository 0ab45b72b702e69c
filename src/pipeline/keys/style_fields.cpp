#include "pipeline/keys/style_fields.hpp"

namespace ecgpress {

namespace {

// Names in their enumerations' order.
constexpr const char* k_column_times[] = {"consecutive", "same"};
constexpr const char* k_papers[] = {"fitted", "letter",          "a4",
                                    "z_fold", "letter_portrait", "a4_portrait"};
constexpr const char* k_lead_orders[] = {"standard", "cabrera"};
constexpr const char* k_lead_names[] = {"standard", "capitals", "c_leads"};
constexpr const char* k_faces[] = {"sans", "serif", "mono", "script"};
constexpr const char* k_grid_forms[] = {"lines", "dots", "major"};
constexpr const char* k_separator_forms[] = {"bars", "bar", "dots", "tick"};
constexpr const char* k_pulse_places[] = {"none", "left", "right"};
constexpr const char* k_headers[] = {"none", "brief", "full"};
constexpr const char* k_footers[] = {"none", "joined", "spaced", "boxed", "limb_chest"};

/// The sheet and what is on it where.
std::vector<ConfigField> fields_of_sheet(PageStyle& s) {
    return {
        {"dpi", &s.dpi, "dots per inch of the image", 20, 2400},
        {"paper", choice(s.paper, k_papers), "the sheet"},
        {"fit_to_page", &s.fit_to_page, "switch"},
        {"page_width_mm", &s.page_width_mm, "mm; 0: as wide as needed", 0, 2000},
        {"page_height_mm", &s.page_height_mm, "mm; 0: as high as needed", 0, 2000},
        {"margins_mm.left", &s.margin_left_mm, "mm, page edge to first sample", 0, 500},
        {"margins_mm.right", &s.margin_right_mm, "mm, last column to page edge", 0, 500},
        {"margins_mm.top", &s.margin_top_mm, "mm, page edge to first baseline", 0, 500},
        {"margins_mm.bottom", &s.margin_bottom_mm, "mm, last baseline to page edge", 0, 500},
        {"row_height_mm", &s.row_height_mm, "mm, baseline to baseline", 0.5, 200},
        {"row_offset_mm", &s.row_offset_mm, "mm, of each row's error of height", 0, 20},
        {"column_gap_mm", &s.column_gap_mm, "mm of blank paper between columns", 0, 200},
        {"paper_speed_mm_per_s", &s.paper_speed_mm_per_s, "mm/s", 1, 500},
        {"gain_mm_per_mv", &s.gain_mm_per_mv, "mm/mV", 0.5, 200},
        {"chest_gain_mm_per_mv", &s.chest_gain_mm_per_mv, "mm/mV of V1 to V6; 0: the same", 0, 200},
        {"start_s", &s.start_s, "s, of the record", 0, 1e6},
        {"duration_s", &s.duration_s, "s, of the whole width", 0.1, 3600},
        {"column_time", choice(s.column_time, k_column_times), "what columns show"},
        {"lead_order", choice(s.lead_order, k_lead_orders), "the order of the limb leads"},
        {"high_pass_hz", &s.high_pass_hz, "Hz, of what is printed; 0: none", 0, 10},
        {"low_pass_hz", &s.low_pass_hz, "Hz, of what is printed; 0: none", 0, 1000},
        {"notch_hz", &s.notch_hz, "Hz, of what is printed; 0: none", 0, 100},
        {"trace_width_mm", &s.trace_width_mm, "mm", 0.01, 10},
        {"trace_colour", &s.trace_colour, "colour"},
        {"one_ink", &s.one_ink, "switch: words and separators in the traces' colour"},
        {"paper_colour", &s.paper_colour, "colour"},
    };
}

/// What it looks like.
std::vector<ConfigField> fields_of_print(PageStyle& s) {
    return {
        {"show_grid", &s.show_grid, "switch"},
        {"grid_form", choice(s.grid_form, k_grid_forms), "what the grid is made of"},
        {"grid_minor_pitch_mm", &s.grid_minor_pitch_mm, "mm between lines", 0.1, 100},
        {"grid_major_pitch_mm", &s.grid_major_pitch_mm, "mm between lines", 0.1, 100},
        {"grid_minor_width_mm", &s.grid_minor_width_mm, "mm", 0.01, 10},
        {"grid_major_width_mm", &s.grid_major_width_mm, "mm", 0.01, 10},
        {"grid_minor_colour", &s.grid_minor_colour, "colour"},
        {"grid_major_colour", &s.grid_major_colour, "colour"},
        {"grid_minor_paleness", &s.grid_minor_paleness,
         "0: its own colour; else from the major lines' to the paper's", 0, 1},
        {"grid_super_pitch_mm", &s.grid_super_pitch_mm, "mm between heavy lines; 0: none", 0, 200},
        {"grid_super_width_mm", &s.grid_super_width_mm, "mm", 0.01, 10},
        {"grid_super_colour", &s.grid_super_colour, "colour"},
        {"grid_inset_mm.left", &s.grid_inset_left_mm, "mm, page edge to grid", 0, 500},
        {"grid_inset_mm.right", &s.grid_inset_right_mm, "mm, grid to page edge", 0, 500},
        {"grid_inset_mm.top", &s.grid_inset_top_mm, "mm, page edge to grid", 0, 500},
        {"grid_inset_mm.bottom", &s.grid_inset_bottom_mm, "mm, grid to page edge", 0, 500},
        {"show_lead_name", &s.show_lead_name, "switch"},
        {"lead_names", choice(s.lead_names, k_lead_names), "how leads are called"},
        {"face", choice(s.face, k_faces), "of all words"},
        {"font_size_mm", &s.font_size_mm, "mm, em size", 0.2, 50},
        {"label_offset_mm.x", &s.label_offset_x_mm, "mm, right of the trace's start", -200, 200},
        {"label_offset_mm.y", &s.label_offset_y_mm, "mm, above the trace's baseline", -200, 200},
        {"text_colour", &s.text_colour, "colour"},
        {"show_separator", &s.show_separator, "switch"},
        {"separator_form", choice(s.separator_form, k_separator_forms), "what parts columns"},
        {"separator_inner_mm", &s.separator_inner_mm, "mm from the baseline", 0, 100},
        {"separator_outer_mm", &s.separator_outer_mm, "mm from the baseline", 0, 100},
        {"separator_width_mm", &s.separator_width_mm, "mm", 0.01, 10},
        {"separator_colour", &s.separator_colour, "colour"},
        {"pulse", choice(s.pulse, k_pulse_places), "where the calibration pulse is"},
        {"pulse_gap_mm", &s.pulse_gap_mm, "mm, pulse to traces", -50, 50},
        {"pulse_foot_mm", &s.pulse_foot_mm, "mm of baseline beside the pulse", 0, 20},
        {"pulse_rise_mm", &s.pulse_rise_mm, "mm that its edges take", 0, 2},
        {"header", choice(s.header, k_headers), "what stands above"},
        {"footer", choice(s.footer, k_footers), "what stands below"},
        {"words_size_mm", &s.words_size_mm, "mm, em size of header and footer", 0.2, 50},
        {"header_top_mm", &s.header_top_mm, "mm, page edge to its first baseline", 0, 500},
        {"footer_bottom_mm", &s.footer_bottom_mm, "mm, its baseline to page edge", 0, 500},
        {"box_padding_mm.x", &s.box_padding_x_mm, "mm at a box's left and right", 0, 50},
        {"box_padding_mm.y", &s.box_padding_y_mm, "mm above and below a box", 0, 50},
    };
}

} // namespace

std::vector<ConfigField> fields_of(PageStyle& style) {
    std::vector<ConfigField> fields = fields_of_sheet(style);
    for (const ConfigField& field : fields_of_print(style)) fields.push_back(field);
    return fields;
}

} // namespace ecgpress
