#include "pipeline/config/looks.hpp"

#include <cassert>

#include "pipeline/keys/config_blocks.hpp"
#include "pipeline/keys/yaml_reader.hpp"

namespace ecgpress {

namespace {

// Line widths, colours, row pitches, trace widths and places of labels and pulses were measured on
// real pages (200 dpi exports, scans and photographs of prints of three manufacturers) or are
// documented by the manufacturers. The shares of speeds, gains, lead orders and rare print forms
// are estimates. docs/artifacts.md shows a page of each look.

constexpr const char* k_every_machine = R"(
dpi: {200: 0.3, 110..165: 0.5, 85..300: 0.2}
paper: {letter: 0.55, a4: 0.3, z_fold: 0.15}
fit_to_page: true
margins_mm: {left: 17, right: 12, top: 58, bottom: 24}
row_height_mm: [24, 32]
row_offset_mm: [0.3, 1]
paper_speed_mm_per_s: {25: 0.9, 50: 0.08, 12.5: 0.02}
gain_mm_per_mv: {10: 0.9, 5: 0.07, 20: 0.03}
chest_gain_mm_per_mv: {0: 0.96, 5: 0.04}
column_time: {consecutive: 0.92, same: 0.08}
column_gap_mm: {0: 0.75, 1..4: 0.25}
lead_order: {standard: 0.95, cabrera: 0.05}
lead_names: {standard: 0.93, capitals: 0.05, c_leads: 0.02}
high_pass_hz: {0: 0.55, 0.05: 0.25, 0.15: 0.1, 0.5: 0.1}
low_pass_hz: {0: 0.55, 150: 0.2, 100: 0.1, 40: 0.15}
notch_hz: {0: 0.7, 50: 0.15, 60: 0.15}
trace_width_mm: {mean: 0.27, sd: 0.07, low: 0.12, high: 0.45}
trace_colour: {"#000000..#1c1c1c": 0.82, "#463e48": 0.12, "#282878": 0.06}
one_ink: true
paper_colour: {"#ffffff": 0.43, "#f5f5f5..#fcfcfc": 0.43, "#fdeef0": 0.04, "#f6f0e2": 0.1}
grid_major_colour: {"#e8a2aa": 0.18, "#ff9c9c..#ffaca0": 0.15, "#fc9a50": 0.06, "#7896d2": 0.06,
                    "#6eb48c": 0.06, "#b84848..#d87c7c": 0.17, "#5c2c34..#bc8c7c": 0.14,
                    "#585858..#b8b8b8": 0.18}
grid_minor_paleness: [0.01, 0.25]
grid_minor_width_mm: [0.16, 0.22]
grid_major_width_mm: {0.24..0.36: 0.9, 0.36..0.5: 0.1}
bold_names: {false: 0.85, true: 0.15}
pulse_rows: {all: 0.88, first: 0.06, last: 0.06}
frame_width_mm: {0: 0.97, 0.3..0.6: 0.03}
label_place: {baseline: 0.95, trace: 0.05}
font_size_mm: [2.8, 4.2]
words_size_mm: [2.5, 3.2]
separator_width_mm: [0.25, 0.5]
box_padding_mm: {x: 1, y: 1}
)";

struct Text {
    const char *name, *summary;
    double weight, screen_weight;
    const char* yaml;
};

constexpr Text k_looks[] = {
    {"framework", "the published framework's page: no words but the leads' names", 0.05, 0.05, ""},
    {"export", "a framed pink grid on white, as files are exported; names below their traces", 0.16,
     0.38,
     R"(
paper: {letter: 0.4, a4: 0.1, fitted: 0.5}
face: serif
bold_names: false
header: full
footer: joined
grid_inset_mm: {left: 5.7, right: 5.7, top: 36, bottom: 12}
grid_major_colour: {"#e8a2aa": 0.5, "#f49494": 0.5}
grid_major_width_mm: 0.26
grid_minor_width_mm: [0.13, 0.19]
grid_minor_paleness: [0.05, 0.45]
trace_colour: {"#000000": 0.8, "#000000..#181818": 0.2}
paper_colour: "#ffffff"
pulse: left
label_offset_mm: {x: [1, 2], y: [-8, -7]}
separator_form: tick
show_separator: {true: 0.5, false: 0.5}
)"},
    {"viewer", "a viewer's page or a PDF file: pale lines one or two pixels wide, little text",
     0.03, 0.27, R"(
paper: {fitted: 0.7, letter: 0.3}
margins_mm: {left: [8, 16], right: [6, 12], top: 44, bottom: 20}
header: {none: 0.6, brief: 0.4}
footer: {none: 0.4, joined: 0.3, spaced: 0.3}
face: sans
paper_colour: {"#ffffff": 0.85, "#fff8f8": 0.15}
trace_colour: {"#000000": 0.85, "#000080": 0.08, "#303030": 0.07}
grid_major_colour: {"#f08c8c": 0.35, "#ff9c9c": 0.25, "#e8a080": 0.1, "#a8a8a8..#c4c4c4": 0.15,
                    "#90b8e8": 0.1, "#88c8a0": 0.05}
grid_major_width_mm: [0.18, 0.3]
grid_minor_width_mm: [0.11, 0.17]
grid_minor_paleness: [0.15, 0.45]
frame_width_mm: {0: 0.85, 0.25..0.5: 0.15}
pulse: {left: 0.6, none: 0.4}
show_separator: {true: 0.4, false: 0.6}
separator_form: {tick: 0.4, bar: 0.3, line: 0.3}
separator_width_mm: 0.25
label_offset_mm: {x: [0.5, 2], y: [4, 8]}
)"},
    {"thermal", "thermal paper, its grid to all edges, a slanted pulse, names above", 0.13, 0.02,
     R"(
paper: {z_fold: 0.7, a4: 0.3}
face: {mono: 0.5, sans: 0.25, dots: 0.25}
header: brief
footer: spaced
paper_colour: {"#fdeef0": 0.15, "#f8f3f3": 0.3, "#f6f0e2": 0.15, "#f2f2ef": 0.35, "#d7f0de": 0.05}
trace_colour: {"#463e48": 0.6, "#1e1c22": 0.4}
pulse: left
pulse_rise_mm: [0.2, 0.6]
label_offset_mm: {x: [0.5, 2], y: [6, 9]}
separator_form: tick
separator_inner_mm: 5
separator_outer_mm: 8
)"},
    {"super-grid", "a heavy line each 25 mm, two bars between columns, the pulse at the right end",
     0.1, 0.06, R"(
margins_mm: {left: 10, right: 18, top: 58, bottom: 24}
header: full
footer: boxed
grid_super_pitch_mm: 25
grid_super_width_mm: [0.45, 0.7]
grid_super_colour: {"#d8685c": 0.5, "#b84a40": 0.5}
grid_major_colour: {"#ffb4aa": 0.4, "#e08078..#e89890": 0.6}
paper_colour: {"#ffeae8": 0.25, "#ffffff": 0.75}
pulse: right
separator_inner_mm: [2, 3]
separator_outer_mm: [7, 8]
label_offset_mm: {x: [1, 2.5], y: [5.5, 8]}
)"},
    {"dotted", "a dotted grid, dotted lines between columns, names on their traces", 0.14, 0.03, R"(
grid_form: dots
face: {serif: 0.6, sans: 0.4}
grid_minor_width_mm: [0.28, 0.38]
grid_minor_paleness: 0
grid_minor_colour: {"#787878..#b0b0b0": 0.6, "#a06450..#c48c7c": 0.4}
grid_major_colour: {"#847c78..#c8c0bc": 0.6, "#a87060..#dcb0a0": 0.4}
grid_major_width_mm: {0.15..0.3: 0.7, 0.3..0.45: 0.3}
header: brief
footer: spaced
pulse: left
pulse_gap_mm: [2, 4]
pulse_foot_mm: 0.5
separator_form: {dots: 0.8, line: 0.2}
separator_outer_mm: 10
separator_width_mm: 0.25
label_place: {baseline: 0.6, trace: 0.4}
label_offset_mm: {x: [0.2, 1], y: [0.5, 3]}
)"},
    {"limb-chest", "limb and chest gain in the footer", 0.08, 0.03, R"(
margins_mm: {left: 17, right: 12, top: 50, bottom: 24}
header: brief
footer: limb_chest
high_pass_hz: {0.15: 0.6, 0.05: 0.4}
low_pass_hz: {100: 0.5, 150: 0.5}
notch_hz: {50: 0.7, 60: 0.3}
chest_gain_mm_per_mv: {0: 0.8, 5: 0.2}
pulse: left
separator_form: bar
separator_outer_mm: [3, 5]
label_offset_mm: {x: [1, 2], y: [5, 8]}
)"},
    {"muscle-filter", "filtered to 35 Hz; only the 5 mm lines, or both", 0.07, 0.03, R"(
margins_mm: {left: 17, right: 12, top: 46, bottom: 24}
header: brief
footer: joined
high_pass_hz: 0.5
low_pass_hz: 35
notch_hz: 50
grid_form: {lines: 0.65, major: 0.35}
show_grid: {true: 0.9, false: 0.1}
pulse: {left: 0.6, none: 0.4}
show_separator: false
label_offset_mm: {x: [1, 2], y: [5, 9]}
)"},
    {"orange", "orange dots and lines, gaps between columns", 0.05, 0.03, R"(
grid_form: dots
grid_major_colour: "#fc9a50"
grid_minor_width_mm: [0.25, 0.35]
grid_minor_paleness: [0.01, 0.3]
paper_colour: {"#fff6ea": 0.5, "#ffffff": 0.5}
column_gap_mm: [2, 4]
header: brief
footer: spaced
pulse: {left: 0.5, none: 0.5}
show_separator: false
label_offset_mm: {x: [0.5, 1.5], y: [3, 5]}
)"},
    {"laser", "a computer print: dark hairlines, thick bars through the traces between columns",
     0.1, 0.01,
     R"(
header: brief
footer: spaced
face: sans
paper_colour: "#ffffff"
trace_colour: ["#000000", "#101010"]
trace_width_mm: [0.2, 0.36]
grid_form: {lines: 0.6, major: 0.4}
grid_major_colour: {"#401c1c..#7c4040": 0.5, "#202020..#606060": 0.3, "#8c2020..#b05050": 0.2}
grid_major_width_mm: [0.15, 0.28]
grid_minor_width_mm: [0.11, 0.18]
pulse: {left: 0.8, none: 0.2}
separator_form: {bar: 0.9, line: 0.1}
separator_inner_mm: 0
separator_outer_mm: [3, 5.5]
separator_width_mm: {0.6..1: 0.9, 0.3..0.6: 0.1}
label_offset_mm: {x: [0.5, 2.5], y: [-8, -5]}
)"},
    {"two-ink", "grey 1 mm lines under coloured 5 mm lines", 0.06, 0.02, R"(
header: {brief: 0.5, full: 0.5}
footer: joined
grid_major_colour: {"#783448..#b87888": 0.6, "#28406c..#5470a0": 0.2, "#b03c2c..#cc6858": 0.2}
grid_minor_paleness: 0
grid_minor_colour: ["#949494", "#cccccc"]
paper_colour: {"#ffffff": 0.5, "#f5f5f5..#fcfcfc": 0.5}
pulse: {left: 0.5, right: 0.5}
separator_form: {tick: 0.4, bars: 0.4, line: 0.2}
label_offset_mm: {x: [0.5, 2], y: [5, 8]}
)"},
    {"strip", "a strip of thermal paper from a roll, at 25 or 50 mm/s, its words in the margins",
     0.03, 0.01, R"(
paper: roll
margins_mm: {left: [15, 24], right: [4, 14], top: [15, 19], bottom: [13, 16]}
row_height_mm: [14, 26]
paper_speed_mm_per_s: {25: 0.6, 50: 0.4}
gain_mm_per_mv: {10: 0.8, 5: 0.2}
chest_gain_mm_per_mv: 0
face: {dots: 0.5, mono: 0.3, sans: 0.2}
header: none
footer: {spaced: 0.6, joined: 0.4}
footer_bottom_mm: [3, 5]
font_size_mm: [2.5, 3.5]
paper_colour: {"#fdeef0": 0.2, "#f8f3f3": 0.3, "#f6f0e2": 0.15, "#f2f2ef": 0.35}
trace_colour: {"#463e48": 0.5, "#1e1c22": 0.5}
pulse: left
pulse_rows: {all: 0.5, first: 0.3, last: 0.2}
pulse_rise_mm: [0.2, 0.6]
label_place: {baseline: 0.9, trace: 0.1}
label_offset_mm: {x: [0.5, 2], y: [6, 9]}
show_separator: {true: 0.6, false: 0.4}
separator_form: {tick: 0.4, line: 0.4, dots: 0.2}
separator_inner_mm: 5
separator_outer_mm: 8
)"},
    {"monitor", "a monitor with a dark background at the pitch of screens; never on paper", 0, 0.06,
     R"(
dpi: {72..110: 0.8, 110..144: 0.2}
paper: fitted
margins_mm: {left: [13, 18], right: [4, 10], top: [18, 30], bottom: [14, 20]}
row_height_mm: [18, 28]
row_offset_mm: 0
trace_width_mm: [0.25, 0.55]
trace_colour: {"#28f028..#80ff80": 0.45, "#e8e8e8..#ffffff": 0.2, "#f0f030..#ffff80": 0.15,
               "#30d8f8..#80f0ff": 0.2}
paper_colour: {"#000000": 0.6, "#000000..#101820": 0.4}
show_grid: {true: 0.6, false: 0.4}
grid_form: {lines: 0.6, major: 0.4}
grid_major_colour: {"#303030..#606060": 0.6, "#083808..#105810": 0.25, "#10304a..#204868": 0.15}
grid_minor_paleness: [0.3, 0.6]
grid_minor_width_mm: [0.2, 0.3]
grid_major_width_mm: [0.2, 0.35]
frame_width_mm: {0: 0.75, 0.3..0.5: 0.25}
face: {sans: 0.8, dots: 0.2}
header: none
footer: {none: 0.4, spaced: 0.6}
pulse: {none: 0.6, left: 0.4}
label_offset_mm: {x: [0.5, 2], y: [5, 8]}
show_separator: {true: 0.3, false: 0.7}
separator_form: {line: 0.5, tick: 0.5}
)"},
};

void put_on(StyleSettings& style, const char* yaml, const char* name) {
    ConfigProblems problems;
    const ConfigNode tree = tree_of_yaml(yaml, name, problems);
    read_style({tree, name}, style, problems);
    problems.throw_if_any();
}

std::vector<Look> make_looks() {
    std::vector<Look> looks;
    for (const Text& text : k_looks) {
        Look look{text.name, text.summary, {}, text.weight, text.screen_weight};
        if (text.name != std::string(k_plain_look)) {
            put_on(look.style, k_every_machine, "every machine");
            put_on(look.style, text.yaml, text.name);
        }
        looks.push_back(look);
    }
    return looks;
}

} // namespace

const std::vector<Look>& standard_looks() {
    static const std::vector<Look> looks = make_looks();
    return looks;
}

} // namespace ecgpress
