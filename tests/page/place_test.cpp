// Positions of panels, names and separators on paper.
#include <gtest/gtest.h>
#include <set>

#include "drawn_page.hpp"
#include "page/compose.hpp"
#include "page/layouts.hpp"
#include "page/page_size.hpp"
#include "page/settle.hpp"
#include "page/warp.hpp"

namespace ecgpress {
namespace {

using testing_support::boxes_extent;
using testing_support::design_of;
using testing_support::drawn_record;
using testing_support::DrawnPage;
using testing_support::for_drawn_pages;
using testing_support::standard_design;

constexpr double k_close_mm = 1e-9;

TEST(Place, TheDefaultPageIsTheFrameworks) {
    const Page page = compose(drawn_record(500, 10, 1), standard_design("3x4"), boxes_extent);
    EXPECT_EQ(page.width_mm, 281.25);
    EXPECT_EQ(page.height_mm, 90);
    EXPECT_EQ(page.panels.size(), 12u);
    EXPECT_EQ(page.panels[0].x0_mm, 16.25);
    EXPECT_EQ(page.panels[0].baseline_mm, 30);
    EXPECT_EQ(page.panels[7].x0_mm, 16.25 + 3 * 62.5) << "V5, second row, fourth column";
    EXPECT_EQ(page.panels[7].lead, Lead::V5);
    EXPECT_EQ(page.panels[7].start_s, 7.5);
    EXPECT_EQ(page_size(standard_design("3x4", {Lead::II})).y1_mm, 105);
    EXPECT_EQ(page_size(standard_design("6x2")).y1_mm, 135);
    EXPECT_EQ(page_size(standard_design("12x1")).y1_mm, 225);
    EXPECT_EQ(page_size(standard_design("3x1")).x1_mm, 281.25);
}

TEST(Place, MaxSidePxReducesTheResolutionToFit) {
    PageDesign design = standard_design("3x4"); // 281.25 x 90 mm at 403 dpi: 4462 x 1428 px
    EXPECT_EQ(settled(design).style.dpi, 403);
    for (const double side_px : {640.0, 1280.0, 4461.0}) {
        design.style.max_side_px = side_px;
        const PageDesign fitted = settled(design);
        const ImageFromPage image =
            image_from_page(compose(drawn_record(500, 10, 1), fitted, boxes_extent));
        EXPECT_EQ(image.width_px(), side_px);
        EXPECT_EQ(image.height_px(), std::lround(side_px * 90 / 281.25));
        EXPECT_EQ(settled(fitted).style.dpi, fitted.style.dpi);
    }
    design.style.max_side_px = 5000;
    EXPECT_EQ(settled(design).style.dpi, 403) << "it never increases the resolution";
    design.style.max_side_px = 640;
    design.style.page_height_mm = 400;
    EXPECT_EQ(settled(design).style.dpi, 640 * 25.4 / 400) << "the longer side is the height";
}

TEST(Place, PanelsFillThePageFromMarginToMargin) {
    for_drawn_pages(9, [](const DrawnPage& drawn) {
        SCOPED_TRACE(drawn.what);
        const PageStyle& style = drawn.design.style;
        const auto grid = static_cast<std::size_t>(drawn.design.rows * drawn.design.columns);
        ASSERT_EQ(drawn.page.panels.size(), grid + drawn.design.rhythm.size());
        for (const Panel& panel : drawn.page.panels) {
            if (panel.column == 0) {
                EXPECT_NEAR(panel.x0_mm, style.margin_left_mm, k_close_mm);
            }
            if (panel.column == drawn.design.columns - 1 && !panel.rhythm) {
                EXPECT_NEAR(panel.x0_mm + panel.width_mm + style.margin_right_mm,
                            drawn.page.width_mm, k_close_mm);
            }
            EXPECT_NEAR(panel.baseline_mm, style.margin_top_mm + panel.row * style.row_height_mm,
                        k_close_mm);
            EXPECT_NEAR(panel.width_mm, panel.duration_s * style.paper_speed_mm_per_s, k_close_mm);
        }
        EXPECT_NEAR(drawn.page.panels.back().baseline_mm + style.margin_bottom_mm,
                    drawn.page.height_mm, k_close_mm);
        const RectMm size = page_size(drawn.design);
        EXPECT_EQ(size.x1_mm, drawn.page.width_mm);
        EXPECT_EQ(size.y1_mm, drawn.page.height_mm);
    });
}

TEST(Place, ColumnsHaveGapsAndRhythmStripsStartAtTheLeftMargin) {
    for_drawn_pages(9, [](const DrawnPage& drawn) {
        SCOPED_TRACE(drawn.what);
        const auto& panels = drawn.page.panels;
        for (std::size_t i = 1; i < panels.size(); ++i) {
            if (panels[i].rhythm) {
                EXPECT_EQ(panels[i].row, panels[i - 1].row + 1);
                EXPECT_EQ(panels[i].x0_mm, drawn.design.style.margin_left_mm);
                EXPECT_EQ(panels[i].duration_s, drawn.design.style.duration_s);
                EXPECT_EQ(panels[i].start_s, drawn.design.style.start_s);
            } else if (panels[i].column > 0) {
                EXPECT_EQ(panels[i].row, panels[i - 1].row);
                EXPECT_NEAR(panels[i - 1].x0_mm + panels[i - 1].width_mm +
                                drawn.design.style.column_gap_mm,
                            panels[i].x0_mm, k_close_mm);
            }
        }
    });
}

TEST(Place, ALargerPageKeepsItsSurplusAtTheRightAndBottom) {
    const Record record = drawn_record(100, 10, 2);
    PageDesign design = standard_design("6x2", {Lead::II});
    const Page fitted = compose(record, design, boxes_extent);
    design.style.page_width_mm = 297;
    design.style.page_height_mm = 210;
    const Page a4 = compose(record, design, boxes_extent);
    EXPECT_EQ(a4.width_mm, 297);
    EXPECT_EQ(a4.height_mm, 210);
    for (std::size_t i = 0; i < fitted.panels.size(); ++i) {
        EXPECT_EQ(a4.panels[i].x0_mm, fitted.panels[i].x0_mm);
        EXPECT_EQ(a4.panels[i].baseline_mm, fitted.panels[i].baseline_mm);
        EXPECT_EQ(a4.panels[i].width_mm, fitted.panels[i].width_mm);
    }
}

TEST(Place, NumbersAreUniqueAndALeadsFirstPanelHasItsLeadsNumber) {
    for_drawn_pages(9, [](const DrawnPage& drawn) {
        SCOPED_TRACE(drawn.what);
        std::set<int> numbers;
        std::set<Lead> leads;
        int further = 12;
        for (const Panel& panel : drawn.page.panels) {
            EXPECT_TRUE(numbers.insert(panel.number).second) << panel.number;
            const bool repeated = !panel.rhythm && !leads.insert(panel.lead).second;
            EXPECT_EQ(panel.number, panel.rhythm || repeated
                                        ? further++
                                        : static_cast<int>(index_of(panel.lead)));
        }
    });
}

TEST(Place, FurtherPanelsOfALeadAreNumberedFromTwelveOn) {
    const Layout twice = make_layout("twice", {{Lead::II, Lead::V1}, {Lead::II, Lead::V1}});
    const PageDesign design = design_of(twice, twice.choices[0], {Lead::II, Lead::V6});
    const Page page = compose(drawn_record(500, 10, 3), design, boxes_extent);
    std::vector<int> numbers;
    for (const Panel& panel : page.panels) numbers.push_back(panel.number);
    EXPECT_EQ(numbers, (std::vector<int>{1, 6, 12, 13, 14, 15}));
    EXPECT_EQ(page.panels[2].lead, Lead::II);
    EXPECT_EQ(page.panels[5].lead, Lead::V6);
}

TEST(Place, EachPanelHasItsLeadNameAboveItsBaseline) {
    for_drawn_pages(9, [](const DrawnPage& drawn) {
        SCOPED_TRACE(drawn.what);
        const PageStyle& style = drawn.design.style;
        ASSERT_EQ(drawn.page.texts.size(), drawn.page.panels.size());
        for (std::size_t i = 0; i < drawn.page.texts.size(); ++i) {
            const PrintedText& text = drawn.page.texts[i];
            const Panel& panel = drawn.page.panels[i];
            EXPECT_EQ(text.panel, static_cast<int>(i));
            EXPECT_EQ(text.text, name_of(panel.lead));
            EXPECT_LT(text.anchor_mm.y_mm, panel.baseline_mm);
            EXPECT_NEAR(text.anchor_mm.x_mm - panel.x0_mm, style.label_offset_x_mm, k_close_mm);
            EXPECT_NEAR(panel.baseline_mm - text.anchor_mm.y_mm, style.label_offset_y_mm,
                        k_close_mm);
            const RectMm extent = boxes_extent(text.text, style.face, style.font_size_mm);
            EXPECT_NEAR(text.ink_mm.x0_mm - text.anchor_mm.x_mm, extent.x0_mm, k_close_mm);
            EXPECT_NEAR(text.ink_mm.y0_mm - text.anchor_mm.y_mm, extent.y0_mm, k_close_mm);
            EXPECT_NEAR(text.ink_mm.x1_mm - text.anchor_mm.x_mm, extent.x1_mm, k_close_mm);
            EXPECT_NEAR(text.ink_mm.y1_mm - text.anchor_mm.y_mm, extent.y1_mm, k_close_mm);
        }
    });
}

TEST(Place, SeparatorsAreCentredBetweenColumnsOnBothSidesOfTheBaseline) {
    for_drawn_pages(9, [](const DrawnPage& drawn) {
        SCOPED_TRACE(drawn.what);
        const PageStyle& style = drawn.design.style;
        const auto& lines = drawn.page.lines;
        std::size_t next = 0;
        for (std::size_t i = 1; i < drawn.page.panels.size(); ++i) {
            const Panel &left = drawn.page.panels[i - 1], &right = drawn.page.panels[i];
            if (right.rhythm || right.column == 0) continue;
            for (const double side : {-1.0, 1.0}) {
                ASSERT_LT(next, lines.size());
                const PrintedLine& line = lines[next++];
                EXPECT_EQ(line.from_mm.x_mm, line.to_mm.x_mm);
                EXPECT_NEAR(line.from_mm.x_mm - (left.x0_mm + left.width_mm),
                            right.x0_mm - line.from_mm.x_mm, k_close_mm);
                EXPECT_NEAR((line.from_mm.y_mm - left.baseline_mm) * side, style.separator_inner_mm,
                            k_close_mm);
                EXPECT_NEAR((line.to_mm.y_mm - left.baseline_mm) * side, style.separator_outer_mm,
                            k_close_mm);
                EXPECT_EQ(line.width_mm, style.separator_width_mm);
            }
        }
        EXPECT_EQ(next, lines.size());
    });
}

TEST(Place, SwitchedOffNamesAndSeparatorsAreNotPrinted) {
    PageDesign design = standard_design("3x4", {Lead::II});
    design.style.show_lead_name = false;
    EXPECT_TRUE(compose(drawn_record(100, 10, 4), design, boxes_extent).texts.empty());
    design.style.show_lead_name = true;
    design.style.show_separator = false;
    const Page page = compose(drawn_record(100, 10, 4), design, boxes_extent);
    EXPECT_TRUE(page.lines.empty());
    EXPECT_EQ(page.texts.size(), 13u);
}

} // namespace
} // namespace ecgpress
