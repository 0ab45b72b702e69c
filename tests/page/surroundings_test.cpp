// Everything that ECG machines print around the traces: pulses, names, separators, headers and
// footers.
#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>

#include "core/strings.hpp"
#include "drawn_page.hpp"
#include "page/compose.hpp"
#include "page/design_problems.hpp"
#include "page/header_text.hpp"
#include "page/layouts.hpp"
#include "page/settle.hpp"
#include "page/words.hpp"

namespace ecgpress {
namespace {

using namespace testing_support;

constexpr double k_touch_mm = 1e-9;

Page page_of(const PageDesign& design) {
    return compose(drawn_record(500, 10, 4), settled(design), boxes_extent);
}

TEST(Pulse, IsOneMillivoltForAFifthOfASecondAtEveryRow) {
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        Rng random(seed, 0, "pulse");
        PageDesign design = standard_design(seed % 2 == 0 ? "3x4+1R" : "12x1");
        PageStyle& style = design.style;
        style.pulse = seed % 3 == 0 ? PulsePlace::right : PulsePlace::left;
        style.paper_speed_mm_per_s = random.uniform(12, 50);
        style.gain_mm_per_mv = random.uniform(5, 20);
        style.pulse_foot_mm = random.uniform(0, 1.5);
        style.pulse_gap_mm = random.uniform(0, 4);
        style.pulse_rise_mm = seed % 5 == 0 ? random.uniform(0, style.pulse_foot_mm) : 0;
        const Page page = page_of(design);
        const int rows = design.rows + static_cast<int>(design.rhythm.size());
        ASSERT_EQ(page.pulses.size(), static_cast<std::size_t>(rows));
        for (int row = 0; row < rows; ++row) {
            const auto& path = page.pulses[static_cast<std::size_t>(row)].path_mm;
            ASSERT_EQ(path.size(), k_pulse_corners);
            const double baseline = style.margin_top_mm + row * style.row_height_mm;
            EXPECT_NEAR(path.front().y_mm, baseline, k_touch_mm);
            EXPECT_NEAR(path.back().y_mm, baseline, k_touch_mm);
            EXPECT_NEAR(baseline - path[2].y_mm, style.gain_mm_per_mv, k_touch_mm);
            EXPECT_NEAR(baseline - path[5].y_mm, style.gain_mm_per_mv, k_touch_mm);
            // From the start of one edge to the end of the other.
            EXPECT_NEAR(path[5].x_mm - path[1].x_mm, 0.2 * style.paper_speed_mm_per_s, k_touch_mm);
            for (std::size_t i = 1; i < path.size(); ++i)
                EXPECT_GE(path[i].x_mm, path[i - 1].x_mm - k_touch_mm);
            if (style.pulse == PulsePlace::left)
                EXPECT_NEAR(path.back().x_mm, style.margin_left_mm - style.pulse_gap_mm, 1e-6);
            else
                EXPECT_NEAR(path.front().x_mm,
                            page.width_mm - style.margin_right_mm + style.pulse_gap_mm, 1e-6);
        }
    }
}

TEST(Pulse, OnePerPageIsThatOfTheFirstOrTheLastRow) {
    for (const char* layout : {"3x4", "3x4+2R", "6x2"}) {
        PageDesign design = standard_design(layout);
        design.style.pulse = PulsePlace::left;
        design.style.chest_gain_mm_per_mv = 5;
        const Page all = page_of(design);
        for (const PulseRows rows : {PulseRows::first, PulseRows::last}) {
            design.style.pulse_rows = rows;
            const Page page = page_of(design);
            ASSERT_EQ(page.pulses.size(), 1U);
            const auto& wanted =
                (rows == PulseRows::first ? all.pulses.front() : all.pulses.back());
            for (std::size_t i = 0; i < k_pulse_corners; ++i) {
                EXPECT_EQ(page.pulses[0].path_mm[i].x_mm, wanted.path_mm[i].x_mm);
                EXPECT_EQ(page.pulses[0].path_mm[i].y_mm, wanted.path_mm[i].y_mm);
            }
        }
    }
}

TEST(Frames, AreAroundEachPanelAndTouchNothingElse) {
    for (const double gap_mm : {0.0, 4.0}) {
        PageDesign design = standard_design("3x4+1R");
        design.style.column_gap_mm = gap_mm;
        EXPECT_TRUE(page_of(design).frame_bars.empty());
        const Page usual = page_of(design);
        design.style.frame_width_mm = 0.5;
        const Page page = page_of(design);
        EXPECT_EQ(page.lines.size(), usual.lines.size());
        for (const Panel& panel : page.panels) { // its four sides are covered by bars
            const double x0 = panel.x0_mm, x1 = x0 + panel.width_mm,
                         y0 = panel.baseline_mm - design.style.row_height_mm / 2,
                         y1 = y0 + design.style.row_height_mm;
            const auto is_covered = [&](double x, double y) {
                return std::any_of(
                    page.frame_bars.begin(), page.frame_bars.end(), [&](const RectMm& bar) {
                        return x >= bar.x0_mm && x <= bar.x1_mm && y >= bar.y0_mm && y <= bar.y1_mm;
                    });
            };
            for (const double part : {0.0, 0.3, 1.0}) {
                EXPECT_TRUE(is_covered(x0 + part * (x1 - x0), y0));
                EXPECT_TRUE(is_covered(x0 + part * (x1 - x0), y1));
                EXPECT_TRUE(is_covered(x0, y0 + part * (y1 - y0)));
                EXPECT_TRUE(is_covered(x1, y0 + part * (y1 - y0)));
            }
            EXPECT_FALSE(is_covered((x0 + x1) / 2 + 1, (y0 + y1) / 2));
        }
        double ink_mm2 = 0;
        for (const RectMm& bar : page.frame_bars)
            ink_mm2 += (bar.x1_mm - bar.x0_mm) * (bar.y1_mm - bar.y0_mm);
        const double columns = gap_mm == 0 ? 5 : 8, heads = gap_mm == 0 ? 0.5 : 2;
        EXPECT_NEAR(ink_mm2 / 0.5, columns * 45 + 4 * (250 + heads) + 2 * 250.5 + 2 * 15, 1e-6);
    }
}

TEST(Names, CanBeBoldWhereOtherTextIsNot) {
    PageDesign design = standard_design("3x4");
    design.style.footer = FooterForm::joined;
    design.style.face = Face::mono;
    design.style.bold_names = true;
    for (const PrintedText& text : page_of(design).texts)
        EXPECT_EQ(text.face, text.panel >= 0 ? Face::bold : Face::mono);
}

TEST(Roll, IsTheNarrowestThatHoldsTheRows) {
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        Rng random(seed, 0, "roll");
        PageDesign design = standard_design(seed % 2 == 0 ? "3x5" : "3x4+1R");
        design.style.row_height_mm = random.uniform(8, 40);
        design.style.margin_top_mm = random.uniform(5, 20);
        design.style.margin_bottom_mm = random.uniform(5, 20);
        const Page fitted = page_of(design);
        design.style.paper = PaperSize::roll;
        const Page page = page_of(design);
        EXPECT_EQ(page.width_mm, fitted.width_mm);
        EXPECT_GE(page.height_mm, fitted.height_mm - k_touch_mm);
        EXPECT_LT(page.height_mm, std::max(58.0, fitted.height_mm + 58));
        EXPECT_NEAR(page.panels[0].baseline_mm - fitted.panels[0].baseline_mm,
                    (page.height_mm - fitted.height_mm) / 2, k_touch_mm);
        EXPECT_NEAR(page.panels.back().baseline_mm - page.panels[0].baseline_mm,
                    fitted.panels.back().baseline_mm - fitted.panels[0].baseline_mm, k_touch_mm);
    }
}

TEST(Pulse, HasAStepWhereLimbAndChestLeadsShareARow) {
    PageDesign design = standard_design("3x4+1R");
    design.style.pulse = PulsePlace::left;
    design.style.chest_gain_mm_per_mv = 5;
    const Page page = page_of(design);
    const auto& shared = page.pulses[0].path_mm;
    EXPECT_NEAR(shared[0].y_mm - shared[2].y_mm, 10, k_touch_mm);
    EXPECT_NEAR(shared[0].y_mm - shared[5].y_mm, 5, k_touch_mm);
    EXPECT_NEAR(shared[3].x_mm - shared[1].x_mm, 2.5, k_touch_mm);
    EXPECT_NEAR(shared[5].x_mm - shared[1].x_mm, 5, k_touch_mm);
    EXPECT_EQ(page.pulses[3].path_mm[3].y_mm, page.pulses[3].path_mm[4].y_mm)
        << "the strip has only lead II";
}

TEST(Gain, ChestLeadsHaveTheirOwn) {
    PageDesign design = standard_design("3x4+3R");
    const Page same = page_of(design);
    design.style.chest_gain_mm_per_mv = 5;
    const Page page = page_of(design);
    for (std::size_t i = 0; i < page.panels.size(); ++i) {
        const Panel& panel = page.panels[i];
        const bool chest = index_of(panel.lead) >= index_of(Lead::V1);
        EXPECT_EQ(panel.gain_mm_per_mv, chest ? 5 : 10);
        for (std::size_t k = 0; k < panel.trace_mm.size(); k += 97)
            EXPECT_NEAR(panel.baseline_mm - panel.trace_mm[k].y_mm,
                        (same.panels[i].baseline_mm - same.panels[i].trace_mm[k].y_mm) *
                            (chest ? 0.5 : 1),
                        k_touch_mm);
    }
}

TEST(Cabrera, ReordersTheLimbLeadsAndInvertsAVR) {
    PageDesign design = standard_design("3x4+1R", {Lead::aVR});
    const Page standard = page_of(design);
    design.style.lead_order = LeadOrder::cabrera;
    const Page page = page_of(design);
    std::vector<std::string> down;
    for (int column = 0; column < 4; ++column)
        for (const Panel& panel : page.panels)
            if (panel.column == column && !panel.rhythm)
                down.push_back(printed_name(panel, LeadNames::standard));
    EXPECT_EQ(join(down, " "), "aVL I -aVR II aVF III V1 V2 V3 V4 V5 V6");
    for (const Panel& panel : page.panels) {
        EXPECT_EQ(panel.inverted, panel.lead == Lead::aVR && !panel.rhythm);
        if (!panel.rhythm) {
            EXPECT_EQ(panel.number, static_cast<int>(index_of(panel.lead)));
        }
        if (!panel.inverted) continue;
        const std::size_t first = panel.window.first;
        const Record record = drawn_record(500, 10, 4);
        const auto& lead = record.lead_mv(Lead::aVR);
        for (std::size_t i = 0; i < panel.signal_mv.size(); ++i) {
            EXPECT_EQ(panel.signal_mv[i], -lead[first + i]);
            EXPECT_NEAR(panel.baseline_mm - panel.trace_mm[i].y_mm, -10 * lead[first + i],
                        k_touch_mm);
        }
    }
    EXPECT_EQ(standard.panels.back().signal_mv, page.panels.back().signal_mv);
}

TEST(Names, FollowTheirForm) {
    Panel panel;
    panel.lead = Lead::aVL;
    EXPECT_EQ(printed_name(panel, LeadNames::capitals), "AVL");
    EXPECT_EQ(printed_name(panel, LeadNames::c_leads), "aVL");
    panel.lead = Lead::V4;
    EXPECT_EQ(printed_name(panel, LeadNames::c_leads), "C4");
    EXPECT_EQ(printed_name(panel, LeadNames::capitals), "V4");
}

TEST(Footer, ListsExactlyWhatIsApplied) {
    PageStyle style;
    style.footer = FooterForm::joined;
    EXPECT_EQ(footer_text(style), "25mm/s 10mm/mV");
    style.paper_speed_mm_per_s = 12.5;
    style.gain_mm_per_mv = 20;
    style.chest_gain_mm_per_mv = 5;
    style.high_pass_hz = 0.05;
    style.low_pass_hz = 150;
    style.notch_hz = 50;
    EXPECT_EQ(footer_text(style), "12.5mm/s 20/5mm/mV 0.05-150Hz AC50");
    style.footer = FooterForm::boxed;
    EXPECT_EQ(footer_text(style), "12.5 mm/sec   20/5 mm/mV   50~   0.05-150 Hz");
    style.footer = FooterForm::limb_chest;
    EXPECT_EQ(footer_text(style),
              "Speed: 12.5 mm/sec   Limb: 20 mm/mV   Chest: 5 mm/mV   F 50~   0.05-150 Hz");
    style.high_pass_hz = style.notch_hz = 0;
    style.chest_gain_mm_per_mv = 0;
    EXPECT_EQ(footer_text(style),
              "Speed: 12.5 mm/sec   Limb: 20 mm/mV   Chest: 20 mm/mV   <150 Hz");
    style.footer = FooterForm::none;
    EXPECT_EQ(footer_text(style), "");
}

TEST(Surroundings, ArePlacedAsTheStyleDefines) {
    PageDesign design = standard_design("3x4");
    PageStyle& style = design.style;
    style.header = HeaderForm::full;
    style.footer = FooterForm::boxed;
    style.page_height_mm = 150;
    Rng random(3, 0, "header");
    design.header = header_text(style.header, invented_content(random), random);
    const Page page = page_of(design);
    EXPECT_EQ(page.texts.size(), 12 + 4 + 5 + 4 + 1);
    const PrintedText& first = page.texts[12];
    EXPECT_EQ(first.anchor_mm.x_mm, style.margin_left_mm);
    EXPECT_EQ(first.anchor_mm.y_mm, style.header_top_mm);
    const PrintedText& footer = page.texts.back();
    EXPECT_NEAR(footer.ink_mm.x1_mm, page.width_mm - style.margin_right_mm, k_touch_mm);
    EXPECT_EQ(footer.anchor_mm.y_mm, page.height_mm - style.footer_bottom_mm);
    const RectMm ink = footer.ink_mm;
    ASSERT_EQ(page.lines.size(), 3 * 3 * 2 + 4U);
    for (std::size_t i = page.lines.size() - 4; i < page.lines.size(); ++i)
        for (const PointMm& end : {page.lines[i].from_mm, page.lines[i].to_mm}) {
            EXPECT_TRUE(end.x_mm < ink.x0_mm || end.x_mm > ink.x1_mm);
            EXPECT_TRUE(end.y_mm < ink.y0_mm || end.y_mm > ink.y1_mm);
        }
}

TEST(Names, StandOnTheirTracesAndOnThePage) {
    const auto width_mm = [](const RectMm& ink) { return ink.x1_mm - ink.x0_mm; };
    for (std::uint64_t seed = 0; seed < 30; ++seed) {
        Rng random(seed, 0, "names");
        PageDesign design = standard_design(seed % 2 == 0 ? "3x4+1R" : "12x1");
        design.style = drawn_style(random);
        design = settled(design);
        Record record = drawn_record(500, 10, seed);
        if (seed % 3 == 0) record = with_gaps(std::move(record), seed);
        const Page usual = compose(record, design, boxes_extent);
        design.style.label_place = LabelPlace::trace;
        const Page page = compose(record, design, boxes_extent);
        for (std::size_t i = 0; i < page.texts.size(); ++i) {
            const RectMm& ink = page.texts[i].ink_mm;
            EXPECT_EQ(ink.x0_mm, usual.texts[i].ink_mm.x0_mm);
            EXPECT_NEAR(ink.y0_mm - page.texts[i].anchor_mm.y_mm,
                        usual.texts[i].ink_mm.y0_mm - usual.texts[i].anchor_mm.y_mm, k_touch_mm);
            int above = 0, below = 0;
            for (const PointMm& at : page.panels[i].trace_mm) {
                if (!(at.x_mm >= ink.x0_mm && at.x_mm <= ink.x1_mm)) continue;
                const double middle = (ink.y0_mm + ink.y1_mm) / 2;
                above += at.y_mm <= middle + k_touch_mm ? 1 : 0;
                below += at.y_mm >= middle - k_touch_mm ? 1 : 0;
            }
            const bool at_edge = ink.y0_mm < k_touch_mm || ink.y1_mm > page.height_mm - k_touch_mm;
            if (!at_edge) {
                EXPECT_NEAR(above, below, 2) << width_mm(ink);
            }
            EXPECT_GE(ink.y0_mm, -k_touch_mm);
            EXPECT_LE(ink.y1_mm, page.height_mm + k_touch_mm);
        }
    }
}

TEST(Separators, HaveFiveForms) {
    PageDesign design = standard_design("3x4");
    const auto lines = [&](SeparatorForm form) {
        design.style.separator_form = form;
        return page_of(design).lines;
    };
    EXPECT_EQ(lines(SeparatorForm::bars).size(), 18U);
    EXPECT_EQ(lines(SeparatorForm::tick).size(), 9U);
    for (const PrintedLine& tick : lines(SeparatorForm::tick))
        EXPECT_NEAR(std::fmod(tick.from_mm.y_mm + 1, 15), 0, k_touch_mm); // above a baseline
    EXPECT_EQ(lines(SeparatorForm::bar).size(), 9U);
    EXPECT_NEAR(lines(SeparatorForm::bar)[0].to_mm.y_mm - lines(SeparatorForm::bar)[0].from_mm.y_mm,
                6, k_touch_mm);
    const auto dots = lines(SeparatorForm::dots);
    ASSERT_EQ(dots.size(), 3U);
    EXPECT_GT(dots[0].dot_pitch_mm, 0);
    EXPECT_NEAR(dots[0].to_mm.y_mm - dots[0].from_mm.y_mm, 2 * 15 + 6, k_touch_mm);
    const auto full = lines(SeparatorForm::line);
    ASSERT_EQ(full.size(), 3U);
    EXPECT_EQ(full[0].dot_pitch_mm, 0);
    EXPECT_NEAR(full[0].to_mm.y_mm - full[0].from_mm.y_mm, 3 * 15, k_touch_mm);
}

TEST(Settle, FitsEveryLayoutOnEverySheetAtEverySpeed) {
    for (const Layout& layout : standard_layouts())
        for (const PaperSize paper :
             {PaperSize::letter, PaperSize::a4, PaperSize::z_fold, PaperSize::letter_portrait,
              PaperSize::a4_portrait, PaperSize::roll})
            for (const double speed : {12.5, 25.0, 50.0}) {
                PageDesign design = standard_design(layout.name);
                design.style.paper = paper;
                design.style.paper_speed_mm_per_s = speed;
                design.style.row_height_mm = 30;
                design.style.fit_to_page = true;
                design = settled(design);
                const PageDesign again = settled(design);
                EXPECT_NEAR(again.style.margin_top_mm, design.style.margin_top_mm, 1e-9);
                EXPECT_NEAR(again.style.row_height_mm, design.style.row_height_mm, 1e-9);
                EXPECT_EQ(join(design_problems(design), "\n"), "") << layout.name << speed;
                EXPECT_LE(design.style.row_height_mm, 30);
                EXPECT_LE(design.style.duration_s, 10);
                const Page page = page_of(design);
                const PageStyle& style = page.style;
                EXPECT_NEAR(page.panels.front().baseline_mm - 30,
                            page.height_mm - 30 - page.panels.back().baseline_mm, 1e-6);
                EXPECT_LE(style.margin_left_mm + style.duration_s * speed + style.margin_right_mm,
                          page.width_mm + 1e-6);
            }
}

} // namespace
} // namespace ecgpress
