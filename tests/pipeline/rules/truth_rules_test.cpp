#include <algorithm>
#include <gtest/gtest.h>
#include <map>

#include "pipeline/checks/truth_check.hpp"
#include "pipeline/rules/box_rules.hpp"
#include "pipeline/rules/truth_rules.hpp"
#include "right_page.hpp"

namespace ecgpress {
namespace {

using testing_support::Reports;
using testing_support::right_log;
using testing_support::right_page;
using testing_support::right_positions;
using testing_support::right_sample;
using testing_support::right_signal;

OracleLead lead_of(const PageRows& rows, const PageTruth& truth, std::size_t i) {
    OracleLead lead;
    lead.signal_mv = right_signal(i);
    lead.baseline_y_px = rows.leads[i].baseline_y_px;
    lead.px_per_mv = rows.leads[i].px_per_mv;
    lead.truth = truth.leads[i].trace;
    return lead;
}

Problems problems_of(const PageRows& rows, const PageTruth& truth) {
    Problems problems;
    for (std::size_t i = 0; i < rows.leads.size(); ++i) {
        for (std::string& problem : check_lead_truth(truth, i, rows))
            problems.push_back(std::move(problem));
        for (std::string& problem : check_truth(lead_of(rows, truth, i)))
            problems.push_back(std::move(problem));
    }
    return problems;
}

TEST(TruthRules, RightTruthHasNoProblem) {
    const PageRows rows = right_page();
    const Bytes file = truth_npz(right_sample(rows));
    const PageTruth truth = read_truth_npz(file);
    EXPECT_EQ(check_truth_file(file, truth, rows), Problems{});
    EXPECT_EQ(problems_of(rows, truth), Problems{});
}

TEST(TruthRules, EachWrongPositionIsFound) {
    const PageRows rows = right_page();
    const PageTruth right = read_truth_npz(truth_npz(right_sample(rows)));
    const std::vector<std::function<void(TraceTruth&)>> changes{
        [](auto& trace) { trace.sample_x_px[50] += 0.1F; },
        [](auto& trace) { trace.sample_y_px[50] += 0.1F; },
        [](auto& trace) { trace.column_y_px[40] += 0.3F; },
        [](auto& trace) { trace.column_y_px[40] = NAN; },
        [](auto& trace) { trace.column_steep[40] ^= 1; },
        [](auto& trace) { trace.first_column += 3; },
        [](auto& trace) { trace.sample_flags[9] = 0; },
        [](auto& trace) { trace.sample_flags[9] |= 64; },
        [](auto& trace) { trace.sample_flags.pop_back(); },
        [](auto& trace) { trace.sample_x_px.pop_back(); }};
    for (std::size_t i = 0; i < changes.size(); ++i) {
        PageTruth truth = right;
        changes[i](truth.leads[2].trace);
        EXPECT_FALSE(problems_of(rows, truth).empty()) << "change " << i;
    }
}

/// A trace that rises, turns back at x = `turn_px`, falls, and only then goes on through column 40.
std::vector<PointPx> turning_trace(const PageRows& rows, double turn_px) {
    std::vector<PointPx> points = right_positions(rows, 2);
    const double y = points[38].y_px;
    points[39] = {39.2, y};
    points[40] = {turn_px, y - 30};
    points[41] = {39.4, y};
    points[42] = {40.6, y + 30};
    return points;
}

std::size_t column_problems(const PageRows& rows, const PageTruth& truth) {
    const Problems problems = check_lead_truth(truth, 2, rows);
    return static_cast<std::size_t>(
        std::count_if(problems.begin(), problems.end(), [](const std::string& problem) {
            return problem.find("column_y_px at column") != std::string::npos;
        }));
}

TEST(TruthRules, ATraceThatTurnsAtAColumnsCentreMayCrossItOrNot) {
    const PageRows rows = right_page();
    PageTruth truth = read_truth_npz(truth_npz(right_sample(rows)));
    TraceTruth& trace = truth.leads[2].trace;
    const auto set_trace = [&](double turn_px) {
        const Bytes flags = trace.sample_flags;
        trace = make_trace_truth(turning_trace(rows, turn_px), rows.page.width_px);
        trace.sample_flags = flags;
        return static_cast<std::size_t>(40 - trace.first_column);
    };
    // As float32 this turn is on the centre, so the samples cross the column 40 px higher.
    const std::size_t turn = set_trace(40 - 1e-9);
    ASSERT_EQ(double{trace.sample_x_px[40]}, 40);
    ASSERT_GT(double{trace.column_y_px[turn]}, double{trace.sample_y_px[40]} + 35);
    EXPECT_EQ(column_problems(rows, truth), 0U);
    // Beside it, the position must be that of the samples.
    for (const std::size_t other : {turn - 3, turn + 3, turn + 40}) {
        TraceTruth changed = trace;
        std::swap(changed, trace);
        trace.column_y_px[other] += 3;
        EXPECT_EQ(column_problems(rows, truth), 1U) << other;
        std::swap(changed, trace);
    }
    // A trace that turns before the centre does not cross it there.
    set_trace(39.9);
    EXPECT_EQ(column_problems(rows, truth), 0U);
    trace.column_y_px[turn] = trace.sample_y_px[40];
    EXPECT_EQ(column_problems(rows, truth), 1U);
}

TEST(TruthRules, EachWrongArrayOfALeadIsFound) {
    const std::vector<std::function<void(LeadsRow&)>> changes{
        [](auto& lead) { lead.lead = Lead::V2; },       [](auto& lead) { lead.number = 5; },
        [](auto& lead) { lead.rhythm = true; },         [](auto& lead) { lead.inverted = true; },
        [](auto& lead) { lead.start_s = 1; },           [](auto& lead) { lead.first_sample = 1; },
        [](auto& lead) { lead.baseline_y_px += 1e-3; }, [](auto& lead) { lead.px_per_s = 26; },
        [](auto& lead) { lead.px_per_mv = 9; },         [](auto& lead) { lead.line_width_px = 1; },
        [](auto& lead) { lead.crop_px.x += 1; }};
    for (std::size_t i = 0; i < changes.size(); ++i) {
        const PageRows rows = right_page();
        Sample sample = right_sample(rows);
        LeadsRow lead = rows.leads[0];
        changes[i](lead);
        sample.leads[0].row = lead;
        const Bytes file = truth_npz(sample);
        EXPECT_FALSE(check_truth_file(file, read_truth_npz(file), rows).empty()) << "change " << i;
    }
}

TEST(TruthRules, APulseIsAtItsBaselineAndGain) {
    const PageRows rows = right_page();
    PageTruth truth = read_truth_npz(truth_npz(right_sample(rows)));
    for (const LeadsRow& lead : rows.leads)
        for (const double up : {0, 0, 10, 10, 10, 10, 0, 0})
            truth.pulses_px.push_back({5, lead.baseline_y_px - up});
    EXPECT_EQ(check_pulses(truth, rows), Problems{});
    std::vector<PointPx> all = truth.pulses_px;
    truth.pulses_px[11].y_px += 1;
    EXPECT_EQ(check_pulses(truth, rows).size(), 1U);
    // One pulse is that of the first or of the last row.
    const auto at = [&](std::size_t row) { return all.begin() + static_cast<long>(8 * row); };
    ASSERT_GT(all.size(), 16U);
    const std::size_t last = all.size() / 8 - 1;
    for (const auto& [row, wrong] : std::map<std::size_t, std::size_t>{{0, 0}, {1, 1}, {last, 0}}) {
        truth.pulses_px.assign(at(row), at(row + 1));
        EXPECT_EQ(check_pulses(truth, rows).size(), wrong) << row;
    }
    truth.pulses_px.assign(at(0), at(2));
    EXPECT_EQ(check_pulses(truth, rows).size(), 1U);
}

TEST(BoxRules, EachSideOfABoxIsItsInkAndThePadding) {
    const StatedRelease stated = read_stated_release(right_log());
    const auto reports_of = [&](const PageRows& rows) {
        std::vector<std::optional<RectPx>> ink_px;
        for (std::size_t i = 0; i < 3; ++i)
            ink_px.emplace_back(stroke_extent(right_positions(rows, i), 2, {0, 0, 140, 120}));
        Reports reports;
        check_boxes(rows, stated, ink_px, 1e-3, reports.report());
        return reports.all.size();
    };
    EXPECT_EQ(reports_of(right_page()), 0U);
    for (double RectPx::*side : {&RectPx::x0_px, &RectPx::y0_px, &RectPx::x1_px, &RectPx::y1_px}) {
        PageRows rows = right_page();
        rows.leads[1].box_px.*side += 0.01;
        EXPECT_EQ(reports_of(rows), 1U);
    }
    PageRows rows = right_page();
    rows.leads[1].box_px = {};
    EXPECT_EQ(reports_of(rows), 1U);
}

TEST(BoxRules, SampledPaddingIsThatOfMostBoxes) {
    StatedRelease stated = read_stated_release(right_log());
    stated.groups["plain"].styles.clear();
    PageRows rows = right_page();
    std::vector<std::optional<RectPx>> ink_px;
    for (std::size_t i = 0; i < 3; ++i)
        ink_px.emplace_back(stroke_extent(right_positions(rows, i), 2, {0, 0, 140, 120}));
    Reports reports;
    check_boxes(rows, stated, ink_px, 1e-3, reports.report());
    EXPECT_TRUE(reports.all.empty());
    rows.leads[2].box_px.y1_px += 1;
    check_boxes(rows, stated, ink_px, 1e-3, reports.report());
    EXPECT_EQ(reports.all.size(), 1U);
}

TEST(BoxRules, VisibleBoxHoldsVisibleSamples) {
    const PageRows rows = right_page();
    TraceTruth trace = right_sample(rows).leads[0].truth;
    LeadsRow lead = rows.leads[0];
    Reports reports;
    check_visible_box(lead, rows.page, trace, reports.report());
    EXPECT_TRUE(reports.all.empty());
    for (std::size_t i = 0; i < 40; ++i) trace.sample_flags[i] = k_in_frame; // 20 px are hidden
    check_visible_box(lead, rows.page, trace, reports.report());
    EXPECT_TRUE(reports.all.empty()); // ink may show between hidden samples
    for (std::size_t i = 0; i < 100; ++i) trace.sample_flags[i] = k_in_frame; // 50 px, or 2 s
    check_visible_box(lead, rows.page, trace, reports.report());
    EXPECT_EQ(reports.all.size(), 1U);
    reports.all.clear();
    lead.visible_box_px.x0_px += 50;
    check_visible_box(lead, rows.page, trace, reports.report());
    EXPECT_TRUE(reports.all.empty());
    lead.visible_box_px.x0_px += 20;
    check_visible_box(lead, rows.page, trace, reports.report());
    EXPECT_EQ(reports.all.size(), 1U);
}

} // namespace
} // namespace ecgpress
