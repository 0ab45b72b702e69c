// The samples that a page shows, and their positions.
#include <gtest/gtest.h>

#include "core/error.hpp"
#include "drawn_page.hpp"
#include "page/compose.hpp"
#include "page/layouts.hpp"

namespace ecgpress {
namespace {

using testing_support::boxes_extent;
using testing_support::drawn_record;
using testing_support::DrawnPage;
using testing_support::for_drawn_pages;
using testing_support::k_gap;
using testing_support::standard_design;

bool same_value(double a, double b) {
    return a == b || (std::isnan(a) && std::isnan(b));
}

std::string message_of(const Record& record, const PageDesign& design) {
    try {
        compose(record, design, boxes_extent);
    } catch (const DataError& error) {
        return error.what();
    }
    return "";
}

TEST(Compose, APanelsSignalIsThatOfItsWindow) {
    for_drawn_pages(9, [](const DrawnPage& drawn) {
        SCOPED_TRACE(drawn.what);
        for (const Panel& panel : drawn.page.panels) {
            const auto& values = drawn.record.lead_mv(panel.lead);
            ASSERT_EQ(panel.signal_mv.size(), panel.window.count);
            ASSERT_EQ(panel.trace_mm.size(), panel.window.count);
            ASSERT_LE(panel.window.first + panel.window.count, values.size());
            EXPECT_EQ(panel.rate_hz, drawn.record.rate_hz);
            EXPECT_NEAR(static_cast<double>(panel.window.first) / panel.rate_hz, panel.start_s,
                        0.5001 / panel.rate_hz);
            EXPECT_NEAR(static_cast<double>(panel.window.count) / panel.rate_hz, panel.duration_s,
                        1.0001 / panel.rate_hz);
            for (std::size_t i = 0; i < panel.window.count; ++i)
                ASSERT_TRUE(same_value(panel.signal_mv[i], values[panel.window.first + i])) << i;
        }
    });
}

TEST(Compose, ConsecutiveColumnsTileTheWindowWithNoSampleSharedOrLost) {
    int rows_seen = 0;
    for_drawn_pages(9, [&](const DrawnPage& drawn) {
        SCOPED_TRACE(drawn.what);
        if (drawn.design.style.column_time != ColumnTime::consecutive) return;
        const PageStyle& style = drawn.design.style;
        const SampleWindow whole =
            sample_window(style.start_s, style.duration_s, drawn.record.rate_hz);
        std::size_t next = 0;
        for (const Panel& panel : drawn.page.panels) {
            if (panel.rhythm || panel.column == 0) next = whole.first;
            EXPECT_EQ(panel.window.first, next);
            next = panel.window.first + panel.window.count;
            if (!panel.rhythm && panel.column + 1 < drawn.design.columns) continue;
            EXPECT_EQ(next, whole.first + whole.count);
            ++rows_seen;
        }
    });
    EXPECT_GT(rows_seen, 100);
}

TEST(Compose, ACompleteRecordIsPrintedCompletelyAtEveryRate) {
    for (const double rate_hz : {100.0, 125.0, 128.0, 250.0, 257.0, 360.0, 500.0, 999.0, 1000.0})
        for (const char* name : {"3x4", "6x2", "12x1"}) {
            const Record record = drawn_record(rate_hz, 10, 5);
            const Page page = compose(record, standard_design(name, {Lead::II}), boxes_extent);
            std::size_t printed = 0;
            for (const Panel& panel : page.panels)
                if (panel.row == 0) printed += panel.window.count;
            EXPECT_EQ(printed, record.sample_count()) << name << " at " << rate_hz;
            EXPECT_EQ(page.panels.back().signal_mv, record.lead_mv(Lead::II)) << "rhythm strip";
        }
}

TEST(Compose, SameColumnsShowTheSameFirstSeconds) {
    PageDesign design = standard_design("3x4", {Lead::V1});
    design.style.column_time = ColumnTime::same;
    const Page page = compose(drawn_record(500, 10, 6), design, boxes_extent);
    for (const Panel& panel : page.panels) {
        EXPECT_EQ(panel.start_s, 0);
        EXPECT_EQ(panel.window.first, 0u);
        EXPECT_EQ(panel.window.count, panel.rhythm ? 5000u : 1250u);
    }
    design.rhythm.clear();
    const Page short_page = compose(drawn_record(500, 2.5, 6), design, boxes_extent);
    EXPECT_EQ(short_page.panels.size(), 12u) << "such a page needs only 2.5 s";
}

TEST(Compose, TimeAndMillivoltsCanBeReadBackFromEveryPosition) {
    for_drawn_pages(9, [](const DrawnPage& drawn) {
        SCOPED_TRACE(drawn.what);
        const PageStyle& style = drawn.design.style;
        for (const Panel& panel : drawn.page.panels)
            for (std::size_t i = 0; i < panel.trace_mm.size(); ++i) {
                const PointMm& point = panel.trace_mm[i];
                ASSERT_EQ(std::isnan(point.x_mm), std::isnan(panel.signal_mv[i]));
                ASSERT_EQ(std::isnan(point.y_mm), std::isnan(panel.signal_mv[i]));
                if (std::isnan(point.x_mm)) continue;
                const double time_s =
                    panel.start_s + (point.x_mm - panel.x0_mm) / style.paper_speed_mm_per_s;
                ASSERT_NEAR(time_s * panel.rate_hz, static_cast<double>(panel.window.first + i),
                            1e-6);
                ASSERT_NEAR((panel.baseline_mm - point.y_mm) / style.gain_mm_per_mv,
                            panel.signal_mv[i], 1e-9);
            }
    });
}

TEST(Compose, TheTraceHasGapsExactlyWhereTheRecordHasThem) {
    Record record = drawn_record(100, 10, 7);
    auto& values = record.leads_mv[index_of(Lead::V1)];
    for (const std::size_t i : {500u, 501u, 502u, 600u, 749u}) values[i] = k_gap;
    const Page page = compose(record, standard_design("3x4"), boxes_extent);
    for (const Panel& panel : page.panels)
        for (std::size_t i = 0; i < panel.trace_mm.size(); ++i) {
            const bool gap = panel.lead == Lead::V1 &&
                             (i <= 2 || i == 100 || i == 249); // the third column starts at 500
            EXPECT_EQ(std::isnan(panel.trace_mm[i].x_mm), gap) << name_of(panel.lead) << ' ' << i;
            EXPECT_EQ(std::isnan(panel.signal_mv[i]), gap) << name_of(panel.lead) << ' ' << i;
        }
}

TEST(Compose, AnUnprintableRecordIsRejectedWithTheNameOfItsLead) {
    const PageDesign design = standard_design("3x4", {Lead::II});
    const auto refused = [&](auto damage) {
        Record record = drawn_record(100, 10, 8);
        damage(record.leads_mv[index_of(Lead::aVF)]);
        const std::string message = message_of(record, design);
        EXPECT_NE(message.find("aVF"), std::string::npos) << message;
    };
    using Values = std::vector<double>;
    refused([](Values& values) { values.clear(); });
    refused([](Values& values) { values.assign(values.size(), 0.25); });
    refused([](Values& values) { values.assign(values.size(), k_gap); });
    refused([](Values& values) { // only its own 2.5 s: samples 250 to 499
        std::fill(values.begin() + 250, values.begin() + 500, k_gap);
    });
    EXPECT_NE(message_of(drawn_record(100, 9, 8), design), "") << "too short";
    EXPECT_EQ(message_of(drawn_record(100, 10, 8), design), "");
}

TEST(Compose, ALeadThatIsNotPrintedMayBeMissing) {
    const Layout& strip = *find_layout(standard_layouts(), "3x1");
    Record record = drawn_record(100, 10, 9);
    record.leads_mv[index_of(Lead::V6)].clear();
    for (std::size_t choice = 0; choice < strip.choices.size(); ++choice) {
        const PageDesign design = testing_support::design_of(strip, strip.choices[choice]);
        EXPECT_EQ(message_of(record, design).empty(), choice != 3) << choice;
        PageDesign with_strip = design;
        with_strip.rhythm = {Lead::V6};
        EXPECT_NE(message_of(record, with_strip), "") << "a rhythm strip shows it";
    }
}

} // namespace
} // namespace ecgpress
