#include <gtest/gtest.h>

#include "pipeline/rules/row_rules.hpp"
#include "right_page.hpp"

namespace ecgpress {
namespace {

using testing_support::Reports;
using testing_support::right_log;
using testing_support::right_page;

std::vector<std::string> problems_of(const PageRows& rows) {
    Reports reports;
    check_rows(rows, read_stated_release(right_log()), reports.report());
    return reports.all;
}

TEST(RowRules, RightRowsHaveNoProblem) {
    EXPECT_EQ(problems_of(right_page()), std::vector<std::string>{});
}

TEST(RowRules, EachWrongValueOfAPageIsFound) {
    const std::vector<std::function<void(ManifestRow&)>> changes{
        [](auto& page) { page.name = "7_3by4"; },
        [](auto& page) { page.seed = 4; },
        [](auto& page) { page.group = "other"; },
        [](auto& page) { page.layout = "12x1"; },
        [](auto& page) { page.look = "other"; },
        [](auto& page) { page.preset = "fax"; },
        [](auto& page) { page.columns = 4; },
        [](auto& page) { page.leads = 4; },
        [](auto& page) { page.dpi = 30; },
        [](auto& page) { page.px_per_mm = 1.01; },
        [](auto& page) { page.paper_speed_mm_per_s = 50; },
        [](auto& page) { page.gain_mm_per_mv = 20; },
        [](auto& page) { page.rate_hz = 500; },
        [](auto& page) { page.sheet = 8; },
        [](auto& page) { page.record = "s"; },
        [](auto& page) { page.split = Split::test; },
        [](auto& page) { page.image_crc32 = 0; },
        [](auto& page) { page.oracle.db[0] = 90; },
        [](auto& page) { page.datasets = DatasetSet::from_bits(1); },
        [](auto& page) { page.datasets.add(Dataset::overlap); }};
    for (std::size_t i = 0; i < changes.size(); ++i) {
        PageRows rows = right_page();
        changes[i](rows.page);
        EXPECT_FALSE(problems_of(rows).empty()) << "change " << i;
    }
}

TEST(RowRules, EachWrongValueOfALeadIsFound) {
    const std::vector<std::function<void(LeadsRow&)>> changes{
        [](auto& lead) { lead.name = "7_3by1_lead_2"; },
        [](auto& lead) { lead.lead = Lead::V1; },
        [](auto& lead) { lead.number = 12; },
        [](auto& lead) { lead.rhythm = true; },
        [](auto& lead) { lead.inverted = true; },
        [](auto& lead) { lead.split = Split::val; },
        [](auto& lead) { lead.record = "s"; },
        [](auto& lead) { lead.start_s = 1; },
        [](auto& lead) { lead.first_sample = 2; },
        [](auto& lead) { lead.sample_count = 199; },
        [](auto& lead) { lead.first_x_px += 0.1; },
        [](auto& lead) { lead.baseline_y_px += 0.1; },
        [](auto& lead) { lead.px_per_s *= 2; },
        [](auto& lead) { lead.px_per_mv += 0.01; },
        [](auto& lead) { lead.line_width_px = 3; },
        [](auto& lead) { lead.mask_line_width_px = 3; },
        [](auto& lead) { lead.mask_columns_per_px = 2; },
        [](auto& lead) { lead.box_px.x1_px = 141; },
        [](auto& lead) { lead.box_px.y0_px -= 2; },
        [](auto& lead) { lead.visible_box_px.x0_px += 3; },
        [](auto& lead) { lead.name_box_px.x0_px = -1; },
        [](auto& lead) { lead.name_box_px.x1_px = lead.name_box_px.x0_px + 2; },
        [](auto& lead) { lead.name_box_px.y1_px = lead.name_box_px.y0_px + 1.5; },
        [](auto& lead) { lead.crop_px.width += 1; },
        [](auto& lead) { lead.visible_fraction = 1.5; },
        [](auto& lead) { lead.target_ink_px = 0; },
        [](auto& lead) { lead.other_ink_px = 30; },
        [](auto& lead) { lead.ratio = 0.1; },
        [](auto& lead) { lead.datasets = "segmentation"; },
        [](auto& lead) { lead.datasets += ";with-overlap"; },
        [](auto& lead) { lead.crop_crc32 = 0; },
        [](auto& lead) { lead.mask_visible_crc32 = 1; }};
    for (std::size_t i = 0; i < changes.size(); ++i) {
        PageRows rows = right_page();
        changes[i](rows.leads[1]);
        const auto problems = problems_of(rows);
        ASSERT_FALSE(problems.empty()) << "change " << i;
    }
}

TEST(RowRules, NamesMayStandOnTheirTracesIfTheStyleSaysSo) {
    std::string log = right_log();
    const std::string key = "\"row_offset_mm\": 0";
    log.replace(log.find(key), key.size(), key + R"(, "label_place": {"baseline": 1, "trace": 2})");
    const auto count = [](const PageRows& rows, const std::string& stated) {
        Reports reports;
        check_rows(rows, read_stated_release(stated), reports.report());
        return reports.all.size();
    };
    PageRows rows = right_page();
    for (const double up_px : {0.0, 3.0, -3.0}) { // from the baseline of a trace of +-5 px
        RectPx& name = rows.leads[up_px == 0 ? 0 : up_px > 0 ? 1 : 2].name_box_px;
        const double middle_px = rows.leads[up_px == 0 ? 0 : up_px > 0 ? 1 : 2].baseline_y_px;
        name.y0_px = middle_px - up_px - 2;
        name.y1_px = middle_px - up_px + 2;
    }
    EXPECT_EQ(count(rows, log), 0U);
    EXPECT_EQ(count(rows, right_log()), 2U);
    rows.leads[1].name_box_px.y0_px -= 20;
    rows.leads[1].name_box_px.y1_px -= 20;
    EXPECT_EQ(count(rows, log), 1U);
}

TEST(RowRules, RecordsHaveOnePatient) {
    Reports reports;
    RecordRules records;
    ManifestRow page = right_page().page;
    records.add(page, reports.report());
    page.index = page.sheet = 8;
    records.add(page, reports.report());
    EXPECT_TRUE(reports.all.empty());
    page.patient = "other";
    records.add(page, reports.report());
    EXPECT_EQ(reports.all.size(), 1U);
}

} // namespace
} // namespace ecgpress
