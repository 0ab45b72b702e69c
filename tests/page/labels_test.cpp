#include <cmath>
#include <gtest/gtest.h>
#include <utility>

#include "core/elementary.hpp"
#include "drawn_page.hpp"
#include "page/compose.hpp"
#include "page/labels.hpp"

namespace ecgpress {
namespace {

using testing_support::boxes_extent;
using testing_support::drawn_record;
using testing_support::DrawnPage;
using testing_support::for_drawn_pages;
using testing_support::k_gap;
using testing_support::standard_design;

constexpr double k_close_px = 1e-7;
constexpr int k_spokes = 12;    // a multiple of 4, to include the extremes of a disc
constexpr double k_walk_px = 3; // accuracy of crossings of the edge; samples are exact

Labels labels_of(const Page& page) {
    return make_labels(page, image_from_page(page));
}

void take_in(RectPx& extent, double x_px, double y_px) {
    extent.x0_px = std::min(extent.x0_px, x_px);
    extent.y0_px = std::min(extent.y0_px, y_px);
    extent.x1_px = std::max(extent.x1_px, x_px);
    extent.y1_px = std::max(extent.y1_px, y_px);
}

/// Reference extent of a stroke: filled pens at small steps between joined samples, from positions
/// in mm, in edge coordinates, without parts outside the page. It is too small by at most one step
/// of walk and pen.
RectPx walked_extent(const Panel& panel, const PageStyle& style, const RectPx& frame) {
    const double px_per_mm = style.dpi / 25.4, reach_px = style.trace_width_mm / 2 * px_per_mm;
    RectPx extent{1e300, 1e300, -1e300, -1e300};
    const auto press_pen = [&](double x_px, double y_px) {
        for (int spoke = 0; spoke < k_spokes; ++spoke)
            for (const double part : {0.5, 1.0}) {
                const double angle = 2 * k_pi * spoke / k_spokes;
                const double x = x_px + part * reach_px * std::cos(angle);
                const double y = y_px + part * reach_px * std::sin(angle);
                const double slack = 1e-9; // a rim that touches the edge from inside is included
                if (x >= -slack && y >= -slack && x <= frame.x1_px + slack &&
                    y <= frame.y1_px + slack)
                    take_in(extent, x, y);
            }
    };
    for (std::size_t i = 0; i < panel.trace_mm.size(); ++i) {
        const PointMm& from = panel.trace_mm[i];
        if (std::isnan(from.x_mm)) continue;
        const bool joined =
            i + 1 < panel.trace_mm.size() && !std::isnan(panel.trace_mm[i + 1].x_mm);
        const PointMm& to = joined ? panel.trace_mm[i + 1] : from;
        const double length_px = px_per_mm * std::hypot(to.x_mm - from.x_mm, to.y_mm - from.y_mm);
        const int steps = 1 + static_cast<int>(length_px / k_walk_px);
        for (int step = 0; step <= steps; ++step) {
            const double part = static_cast<double>(step) / steps;
            press_pen((from.x_mm + part * (to.x_mm - from.x_mm)) * px_per_mm,
                      (from.y_mm + part * (to.y_mm - from.y_mm)) * px_per_mm);
        }
    }
    return extent;
}

/// Expects that `extent` contains the reference and exceeds it by at most one step.
void expect_tight(const RectPx& extent, const RectPx& walked, double step_px) {
    for (const auto& [outer, inner] : {std::pair{walked.x0_px, extent.x0_px},
                                       {walked.y0_px, extent.y0_px},
                                       {extent.x1_px, walked.x1_px},
                                       {extent.y1_px, walked.y1_px}}) {
        EXPECT_GE(outer - inner, -k_close_px);
        EXPECT_LE(outer - inner, step_px);
    }
}

void expect_near(const RectPx& a, const RectPx& b) {
    EXPECT_NEAR(a.x0_px, b.x0_px, k_close_px);
    EXPECT_NEAR(a.y0_px, b.y0_px, k_close_px);
    EXPECT_NEAR(a.x1_px, b.x1_px, k_close_px);
    EXPECT_NEAR(a.y1_px, b.y1_px, k_close_px);
}

/// A page of 100 x 50 mm at 10 px/mm with one panel, whose trace is `trace_mm`, a pen of 0.4 mm and
/// no padding.
Page one_trace(std::vector<PointMm> trace_mm) {
    Page page;
    page.width_mm = 100;
    page.height_mm = 50;
    page.style.dpi = 254;
    page.style.trace_width_mm = 0.4;
    page.style.box_padding_x_mm = page.style.box_padding_y_mm = 0;
    Panel panel;
    panel.rate_hz = 100;
    panel.window = {0, trace_mm.size()};
    panel.trace_mm = std::move(trace_mm);
    page.panels.push_back(panel);
    return page;
}

PanelLabels label_of(const Page& page) {
    return labels_of(page).panels.at(0);
}

TEST(Labels, DescribeThePageAndItsPanelsInOrder) {
    for_drawn_pages(6, [](const DrawnPage& drawn) {
        SCOPED_TRACE(drawn.what);
        const Labels labels = labels_of(drawn.page);
        const ImageFromPage map = image_from_page(drawn.page);
        EXPECT_EQ(labels.width_px, map.width_px());
        EXPECT_EQ(labels.height_px, map.height_px());
        EXPECT_EQ(labels.px_per_mm, map.px_per_mm());
        ASSERT_EQ(labels.panels.size(), drawn.page.panels.size());
        for (std::size_t i = 0; i < labels.panels.size(); ++i) {
            EXPECT_EQ(labels.panels[i].lead, drawn.page.panels[i].lead);
            EXPECT_EQ(labels.panels[i].number, drawn.page.panels[i].number);
            EXPECT_EQ(labels.panels[i].rhythm, drawn.page.panels[i].rhythm);
        }
    });
}

TEST(Labels, InkMatchesTheReferenceAndTheBoxIsPaddedAndClipped) {
    for_drawn_pages(6, [](const DrawnPage& drawn) {
        SCOPED_TRACE(drawn.what);
        const PageStyle& style = drawn.page.style;
        const Labels labels = labels_of(drawn.page);
        const double pad_x_px = style.box_padding_x_mm * style.dpi / 25.4;
        const double pad_y_px = style.box_padding_y_mm * style.dpi / 25.4;
        for (std::size_t i = 0; i < labels.panels.size(); ++i) {
            const PanelLabels& panel = labels.panels[i];
            const RectPx frame = image_from_page(drawn.page).frame();
            const RectPx walked = walked_extent(drawn.page.panels[i], style, frame);
            expect_tight(panel.ink_px, walked, k_walk_px + 0.15 * panel.line_width_px);
            EXPECT_NEAR(panel.line_width_px, style.trace_width_mm * style.dpi / 25.4, k_close_px);
            expect_near(panel.box_px,
                        {std::max(0.0, panel.ink_px.x0_px - pad_x_px),
                         std::max(0.0, panel.ink_px.y0_px - pad_y_px),
                         std::min<double>(labels.width_px, panel.ink_px.x1_px + pad_x_px),
                         std::min<double>(labels.height_px, panel.ink_px.y1_px + pad_y_px)});
        }
    });
}

TEST(Labels, SamplePositionsFollowFromTimeAndMillivolts) {
    for_drawn_pages(6, [](const DrawnPage& drawn) {
        SCOPED_TRACE(drawn.what);
        const Labels labels = labels_of(drawn.page);
        for (std::size_t i = 0; i < labels.panels.size(); ++i) {
            const PanelLabels& label = labels.panels[i];
            const Panel& panel = drawn.page.panels[i];
            ASSERT_EQ(label.trace_px.size(), panel.signal_mv.size());
            for (std::size_t k = 0; k < label.trace_px.size(); ++k) {
                const PointPx& point = label.trace_px[k];
                ASSERT_EQ(std::isnan(point.x_px), std::isnan(panel.signal_mv[k]));
                ASSERT_EQ(std::isnan(point.y_px), std::isnan(panel.signal_mv[k]));
                if (std::isnan(point.x_px)) continue;
                const double time_s = static_cast<double>(k) / panel.rate_hz;
                ASSERT_NEAR(point.x_px, label.first_x_px + time_s * label.px_per_s, k_close_px);
                ASSERT_NEAR((label.baseline_y_px - point.y_px) / label.px_per_mv,
                            panel.signal_mv[k], k_close_px);
            }
        }
    });
}

TEST(Labels, ScalesAndBaselinesAreThePagesInPixels) {
    PageDesign design = standard_design("3x4");
    design.style.dpi = 254; // 10 px/mm
    const Labels labels = labels_of(compose(drawn_record(500, 10, 1), design, boxes_extent));
    for (const PanelLabels& panel : labels.panels) {
        EXPECT_NEAR(panel.px_per_s, 250, k_close_px);
        EXPECT_NEAR(panel.px_per_mv, 100, k_close_px);
    }
    EXPECT_NEAR(labels.panels[0].baseline_y_px, 300 - 0.5, k_close_px);
    EXPECT_NEAR(labels.panels[11].baseline_y_px, 600 - 0.5, k_close_px);
    EXPECT_NEAR(labels.panels[0].first_x_px, 162.5 - 0.5, k_close_px);
    EXPECT_NEAR(labels.panels[1].first_x_px, 162.5 + 625 - 0.5, k_close_px);
}

TEST(Labels, TheFirstSamplesPositionIsKnownEvenInAGap) {
    Record record = drawn_record(500, 10, 2);
    const Labels whole = labels_of(compose(record, standard_design("6x2"), boxes_extent));
    for (auto& values : record.leads_mv) values[0] = values[2500] = k_gap;
    const Labels broken = labels_of(compose(record, standard_design("6x2"), boxes_extent));
    for (std::size_t i = 0; i < whole.panels.size(); ++i) {
        EXPECT_TRUE(std::isnan(broken.panels[i].trace_px[0].x_px));
        EXPECT_EQ(broken.panels[i].first_x_px, whole.panels[i].first_x_px);
        EXPECT_NEAR(whole.panels[i].first_x_px, whole.panels[i].trace_px[0].x_px, k_close_px);
        EXPECT_GT(broken.panels[i].ink_px.x0_px, whole.panels[i].ink_px.x0_px)
            << "a gap has no ink";
    }
}

TEST(Labels, ASingleSampleBetweenGapsIsADot) {
    const PanelLabels alone = label_of(one_trace({{k_gap, k_gap}, {20, 30}, {k_gap, k_gap}}));
    expect_near(alone.ink_px, {198, 298, 202, 302});
    expect_near(alone.box_px, {198, 298, 202, 302});
    const PanelLabels outlier =
        label_of(one_trace({{10, 30}, {10.1, 30}, {k_gap, k_gap}, {30, 12}, {k_gap, k_gap}}));
    expect_near(outlier.box_px, {98, 118, 302, 302});
}

TEST(Labels, OnlyInkOnThePageIsBoxed) {
    // Vertically through the upper edge: the ink ends at the crossing, independent of the trace
    // outside.
    const PanelLabels up = label_of(one_trace({{20, 10}, {20, -5}, {60, -5}}));
    expect_near(up.ink_px, {198, 0, 202, 102});
    // At 45 degrees: the far side of the pen crosses the edge sqrt(2) radii beyond the trace.
    const PanelLabels slanted = label_of(one_trace({{20, 10}, {40, -10}}));
    EXPECT_NEAR(slanted.ink_px.x1_px, 300 + 2 * std::sqrt(2.0), k_close_px);
    EXPECT_NEAR(slanted.ink_px.y1_px, 102, k_close_px);
    const PanelLabels beyond = label_of(one_trace({{90, 45}, {99, 49}, {99, 60}}));
    expect_near(beyond.box_px, {898, 448, 992, 500});
    EXPECT_EQ(beyond.crop_px, (PixelRect{898, 448, 94, 52}));
    // Above the page, a gap, and below it: no ink between.
    const PanelLabels apart = label_of(one_trace({{20, -5}, {k_gap, k_gap}, {30, 60}}));
    EXPECT_TRUE(apart.box_px.empty());
}

TEST(Labels, ATraceOffThePageHasNoBoxAndNoCropHoweverWideThePadding) {
    for (const PointMm place : {PointMm{50, -1}, {50, 51}, {-1, 25}, {101, 25}}) {
        Page page = one_trace({place, {place.x_mm + 0.01, place.y_mm}});
        page.style.box_padding_x_mm = page.style.box_padding_y_mm = 10;
        const PanelLabels labels = label_of(page);
        EXPECT_TRUE(labels.box_px.empty()) << place.x_mm << ", " << place.y_mm;
        EXPECT_TRUE(labels.crop_px.empty()) << place.x_mm << ", " << place.y_mm;
        EXPECT_TRUE(labels.ink_px.empty());
    }
    // Half of the pen is on the page, so there is ink.
    EXPECT_FALSE(label_of(one_trace({{50, -0.1}, {51, -0.1}})).box_px.empty());
    EXPECT_TRUE(label_of(one_trace({{k_gap, k_gap}})).box_px.empty());
}

TEST(Labels, ACropIsExactlyThePixelsThatTheBoxTouches) {
    int clipped = 0;
    for_drawn_pages(6, [&](const DrawnPage& drawn) {
        SCOPED_TRACE(drawn.what);
        const Labels labels = labels_of(drawn.page);
        for (const PanelLabels& panel : labels.panels) {
            const PixelRect& crop = panel.crop_px;
            const RectPx& box = panel.box_px;
            ASSERT_FALSE(box.empty());
            EXPECT_GE(crop.x, 0);
            EXPECT_GE(crop.y, 0);
            EXPECT_LE(crop.right(), labels.width_px);
            EXPECT_LE(crop.bottom(), labels.height_px);
            EXPECT_LE(crop.x, box.x0_px);
            EXPECT_LE(crop.y, box.y0_px);
            EXPECT_GE(crop.right(), box.x1_px);
            EXPECT_GE(crop.bottom(), box.y1_px);
            EXPECT_GT(crop.x + 1, box.x0_px);
            EXPECT_GT(crop.y + 1, box.y0_px);
            EXPECT_LT(crop.right() - 1, box.x1_px);
            EXPECT_LT(crop.bottom() - 1, box.y1_px);
            clipped += box.y0_px == 0 || box.y1_px == labels.height_px ? 1 : 0;
        }
    });
    EXPECT_GT(clipped, 10) << "some sampled pages have traces across the edge";
}

TEST(Labels, ANameBoxIsTheTextsExtentWithinThePageThenPaddedAndClipped) {
    int outside = 0;
    for_drawn_pages(6, [&](const DrawnPage& drawn) {
        SCOPED_TRACE(drawn.what);
        const Labels labels = labels_of(drawn.page);
        const double px_per_mm = drawn.page.style.dpi / 25.4;
        const double pad_x_px = drawn.page.style.name_box_padding_x_mm * px_per_mm,
                     pad_y_px = drawn.page.style.name_box_padding_y_mm * px_per_mm;
        for (std::size_t i = 0; i < labels.panels.size(); ++i) {
            const RectMm& ink = drawn.page.texts[i].ink_mm;
            const RectPx whole{ink.x0_mm * px_per_mm, ink.y0_mm * px_per_mm, ink.x1_mm * px_per_mm,
                               ink.y1_mm * px_per_mm};
            const auto& box = labels.panels[i].name_box_px;
            const bool on_page = whole.x1_px > 0 && whole.y1_px > 0;
            ASSERT_EQ(box.has_value(), on_page) << "padding alone gives no box";
            outside += on_page ? 0 : 1;
            if (box)
                expect_near(*box, {std::max(0.0, whole.x0_px - pad_x_px),
                                   std::max(0.0, whole.y0_px - pad_y_px),
                                   std::min<double>(labels.width_px, whole.x1_px + pad_x_px),
                                   std::min<double>(labels.height_px, whole.y1_px + pad_y_px)});
        }
    });
    EXPECT_GT(outside, 0) << "some sampled pages have names above the edge";
}

/// The published framework's page is 4480 px wide. It adds 30 px to the width and the height of
/// each box, without moving its centre.
TEST(Labels, BothKindsOfBoxesHaveTheFrameworksPaddingAtItsSize) {
    constexpr double k_framework_px = 15;
    PageDesign design = standard_design("3x4");
    design.style.page_width_mm = 282.36;
    const Page page = compose(drawn_record(500, 10, 4), design, boxes_extent);
    const Labels labels = labels_of(page);
    EXPECT_EQ(labels.width_px, 4480);
    for (std::size_t i = 0; i < labels.panels.size(); ++i) {
        const RectPx name = image_from_page(page)(page.texts[i].ink_mm);
        ASSERT_TRUE(labels.panels[i].name_box_px);
        const RectPx& box = *labels.panels[i].name_box_px;
        for (const double padding_px : {name.x0_px - box.x0_px, name.y0_px - box.y0_px,
                                        box.x1_px - name.x1_px, box.y1_px - name.y1_px})
            EXPECT_NEAR(padding_px, k_framework_px, 0.1);
        const RectPx &ink = labels.panels[i].ink_px, &trace = labels.panels[i].box_px;
        for (const double padding_px : {ink.x0_px - trace.x0_px, trace.x1_px - ink.x1_px})
            EXPECT_NEAR(padding_px, k_framework_px, 1);
    }
}

TEST(Labels, ANameOfADistortedPageIsPaddedAsOneOfAFlatPage) {
    const Page page = compose(drawn_record(500, 10, 5), standard_design("3x1"), boxes_extent);
    const ImageFromPage map = image_from_page(page);
    Labels labels = make_labels(page, map);
    InkRects rects;
    rects.traces = rects.drawn_traces = std::vector<PixelRect>(3, PixelRect{100, 500, 900, 80});
    rects.names = {{200, 300, 10, 40}, {2, 300, 10, 40}, {}};
    set_ink(labels, page, map, rects);
    const double pad_px = page.style.name_box_padding_x_mm * map.px_per_mm();
    ASSERT_TRUE(labels.panels[0].name_box_px);
    expect_near(*labels.panels[0].name_box_px,
                {200 - pad_px, 300 - pad_px, 210 + pad_px, 340 + pad_px});
    ASSERT_TRUE(labels.panels[1].name_box_px);
    expect_near(*labels.panels[1].name_box_px, {0, 300 - pad_px, 12 + pad_px, 340 + pad_px});
    EXPECT_FALSE(labels.panels[2].name_box_px) << "its ink is not in the image";
}

TEST(Labels, HiddenNamesAndOtherTextsHaveNoNameBox) {
    PageDesign design = standard_design("3x4");
    design.style.show_lead_name = false;
    Page page = compose(drawn_record(100, 10, 3), design, boxes_extent);
    PrintedText title;
    title.text = "title";
    title.ink_mm = {10, 10, 30, 14};
    page.texts.push_back(title);
    for (const PanelLabels& panel : labels_of(page).panels)
        EXPECT_FALSE(panel.name_box_px.has_value());
}

} // namespace
} // namespace ecgpress
