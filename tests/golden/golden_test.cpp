// Golden pages: rendered pages must equal images that were inspected and approved.
#include <gtest/gtest.h>
#include <limits>
#include <ostream>
#include <string>

#include "codec/png.hpp"
#include "core/file.hpp"
#include "dataset/shard/label_classes.hpp"
#include "page/compose.hpp"
#include "page/header_text.hpp"
#include "page/labels.hpp"
#include "page/layout.hpp"
#include "page/layouts.hpp"
#include "page/settle.hpp"
#include "render/draw/renderer.hpp"
#include "signal/simulated/simulated.hpp"

namespace ecgpress {
namespace {

bool update_golden = false; // NOLINT: set once, by main

struct GoldenPage {
    const char* name;
    const char* layout;
    std::size_t choice;
    std::vector<Lead> rhythm;
    std::uint64_t record;
    void (*change)(PageStyle& style, Record& record); ///< its special settings
};

void PrintTo(const GoldenPage& page, std::ostream* out) { // GoogleTest's name for it
    *out << page.name;
}

void nothing(PageStyle& /*style*/, Record& /*record*/) {}

/// A gap of half a second in all leads with a single sample inside, and a trace that leaves the
/// page.
void gaps(PageStyle& style, Record& record) {
    style.gain_mm_per_mv = 20;
    style.margin_top_mm = style.margin_bottom_mm = 12;
    for (auto& values : record.leads_mv)
        for (std::size_t i = 600; i < 850; ++i)
            if (i != 720) values[i] = std::numeric_limits<double>::quiet_NaN();
}

/// Rows so close that traces cross, in other colours, with gaps between columns.
void crowded(PageStyle& style, Record& /*record*/) {
    style.row_height_mm = 7;
    style.column_gap_mm = 4;
    style.trace_colour = {20, 30, 120};
    style.text_colour = {90, 0, 0};
    style.paper_colour = {250, 246, 236};
    style.grid_minor_colour = {238, 222, 206};
    style.grid_major_colour = {214, 170, 150};
    style.grid_minor_width_mm = 0.15;
    style.trace_width_mm = 0.5;
    style.margin_right_mm = 3;
}

/// Without grid, names and separators, at 12.5 mm/s and with the same time in each column.
void bare(PageStyle& style, Record& /*record*/) {
    style.show_grid = style.show_lead_name = style.show_separator = false;
    style.paper_speed_mm_per_s = 12.5;
    style.column_time = ColumnTime::same;
}

/// Like a page of an ECG machine: a framed grid with heavy lines, a pulse, an invented header, a
/// footer.
void framed(PageStyle& style, Record& /*record*/) {
    style.paper = PaperSize::letter;
    style.fit_to_page = true;
    style.margin_top_mm = 58;
    style.margin_bottom_mm = 24;
    style.margin_left_mm = 17;
    style.row_height_mm = 26;
    style.grid_inset_left_mm = style.grid_inset_right_mm = 5.7;
    style.grid_inset_top_mm = 36;
    style.grid_inset_bottom_mm = 12;
    style.grid_super_pitch_mm = 25;
    style.grid_super_colour = {240, 154, 144};
    style.grid_major_colour = {232, 162, 170};
    style.grid_minor_paleness = 0.7;
    style.chest_gain_mm_per_mv = 5;
    style.pulse = PulsePlace::left;
    style.header = HeaderForm::full;
    style.footer = FooterForm::boxed;
    style.separator_form = SeparatorForm::tick;
    style.label_offset_y_mm = -7.5;
}

/// Dots between grid lines, dotted separators, Cabrera order.
void dotted(PageStyle& style, Record& /*record*/) {
    style.grid_form = GridForm::dots;
    style.grid_minor_colour = {253, 184, 130};
    style.grid_major_colour = {252, 154, 80};
    style.separator_form = SeparatorForm::dots;
    style.separator_outer_mm = 8;
    style.lead_order = LeadOrder::cabrera;
    style.lead_names = LeadNames::c_leads;
    style.pulse = PulsePlace::right;
    style.pulse_rise_mm = 0.5;
    style.margin_right_mm = 12;
}

/// Separators through the traces, names on them, frames, one pulse, bold names, on a roll.
void forms(PageStyle& style, Record& /*record*/) {
    style.paper = PaperSize::roll;
    style.margin_top_mm = style.margin_bottom_mm = 14;
    style.row_height_mm = 20;
    style.separator_form = SeparatorForm::line;
    style.separator_width_mm = 0.5;
    style.label_place = LabelPlace::trace;
    style.bold_names = true;
    style.face = Face::dots;
    style.footer = FooterForm::joined;
    style.frame_width_mm = 0.8;
    style.pulse = PulsePlace::left;
    style.pulse_rows = PulseRows::last;
    style.grid_minor_width_mm = 0.15;
}

const GoldenPage k_pages[] = {
    {"3x4", "3x4", 0, {}, 1, nothing},
    {"6x2_rhythm", "6x2", 0, {Lead::II, Lead::V1}, 2, nothing},
    {"12x1_bare", "12x1", 0, {}, 3, bare},
    {"3x1_gaps", "3x1", 2, {}, 4, gaps},
    {"3x4_crowded", "3x4", 0, {Lead::II}, 5, crowded},
    {"3x4_framed", "3x4+1R", 0, {}, 6, framed},
    {"3x4_dotted", "3x4", 0, {Lead::aVR}, 7, dotted},
    {"3x5_forms", "3x5", 0, {Lead::II}, 8, forms},
};

struct Printed {
    Image image;
    std::string yolo;
};

/// The page's label file, with the boxes of its pulses.
std::string label_text(const Labels& labels) {
    PageRow page;
    page.width_px = labels.width_px;
    page.height_px = labels.height_px;
    std::vector<LeadRow> leads;
    for (const PanelLabels& panel : labels.panels) {
        LeadRow lead;
        lead.lead = panel.lead;
        lead.rhythm = panel.rhythm;
        lead.line_width_px = panel.line_width_px;
        lead.box_px = panel.box_px;
        lead.name_box_px = panel.name_box_px.value_or(RectPx{});
        leads.push_back(lead);
    }
    std::vector<PointPx> corners;
    for (const std::vector<PointPx>& pulse : labels.pulses_px)
        corners.insert(corners.end(), pulse.begin(), pulse.end());
    LabelSettings settings;
    settings.pulse_class = true;
    return yolo_text(page, leads, page_boxes(page, leads, corners, nullptr), settings);
}

/// Renders one page and makes its labels.
Printed print(const GoldenPage& golden) {
    Record record = simulate_record(1, golden.record, 500);
    const Layout& layout = *find_layout(standard_layouts(), golden.layout);
    PageDesign design{layout.name,   layout.rows, layout.columns, layout.choices.at(golden.choice),
                      layout.rhythm, PageStyle()};
    design.rhythm.insert(design.rhythm.end(), golden.rhythm.begin(), golden.rhythm.end());
    design.style.dpi = 60;
    golden.change(design.style, record);
    Rng random(1, golden.record, "header");
    design.header = header_text(design.style.header, invented_content(random), random);
    design = settled(design);
    Typefaces typefaces;
    for (const Face face : {Face::sans, Face::bold, Face::dots})
        typefaces.faces[static_cast<std::size_t>(face)] =
            std::make_shared<const Typeface>(FontFile::find(face, ""), Typeface::shape_of(face));
    const Page page =
        compose(record, design, [&](const std::string& text, Face face, double size_mm) {
            return typefaces.of(face).extent_mm(text, size_mm);
        });
    const Labels labels = make_labels(page, image_from_page(page));
    RenderedPage rendered = Renderer(typefaces).render(page, image_from_page(page));
    return {std::move(rendered.image), label_text(labels)};
}

std::string golden_path(const char* name, const char* suffix) {
    return std::string(GOLDEN_FOLDER "/") + name + suffix;
}

class Golden : public testing::TestWithParam<GoldenPage> {};

TEST_P(Golden, PageAndLabelsEqualTheApprovedOnes) {
    const Printed printed = print(GetParam());
    const std::string image_path = golden_path(GetParam().name, ".png");
    const std::string label_path = golden_path(GetParam().name, ".txt");
    if (update_golden) {
        const Bytes png = encode_png(printed.image);
        write_file(image_path, png.data(), png.size());
        write_file(label_path, printed.yolo);
        GTEST_SKIP() << "written: " << image_path << "; inspect it";
    }
    EXPECT_EQ(printed.yolo, read_file(label_path));
    const std::string file = read_file(image_path);
    const Image golden = decode_png({file.begin(), file.end()});
    ASSERT_EQ(printed.image.width, golden.width);
    ASSERT_EQ(printed.image.height, golden.height);
    std::size_t different = 0;
    for (std::size_t i = 0; i < golden.pixels.size(); ++i)
        different += golden.pixels[i] != printed.image.pixels[i] ? 1 : 0;
    EXPECT_EQ(different, 0U) << "run golden_test --update-golden and inspect the changes";
}

INSTANTIATE_TEST_SUITE_P(Pages, Golden, testing::ValuesIn(k_pages),
                         [](const auto& page) { return "P" + std::string(page.param.name); });

} // namespace
} // namespace ecgpress

int main(int argc, char** argv) {
    testing::InitGoogleTest(&argc, argv);
    for (int i = 1; i < argc; ++i)
        ecgpress::update_golden |= std::string(argv[i]) == "--update-golden";
    return RUN_ALL_TESTS();
}
