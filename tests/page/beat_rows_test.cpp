#include <cmath>
#include <gtest/gtest.h>

#include "drawn_page.hpp"
#include "page/compose.hpp"
#include "page/labels.hpp"
#include "page/truth/beat_rows.hpp"

namespace ecgpress {
namespace {

using testing_support::boxes_extent;
using testing_support::drawn_record;
using testing_support::k_gap;
using testing_support::standard_design;

constexpr double k_beats_hz = 500;

/// Beats of one second, each point 40 samples after the one before; lead V1 has only R peaks.
RecordBeats regular_beats(int count) {
    RecordBeats result;
    result.source = "annotated";
    for (int i = 0; i < count; ++i) {
        RecordBeat beat;
        beat.symbol = i == 2 ? "V" : "N";
        for (const Lead lead : all_leads())
            for (std::size_t point = 0; point < k_fiducial_count; ++point)
                if (lead != Lead::V1 || point == index_of(Fiducial::r_peak))
                    beat.leads[index_of(lead)][point] =
                        500 * i + 40 * static_cast<std::int64_t>(point);
        result.beats.push_back(beat);
    }
    return result;
}

struct Printed {
    Record record;
    Page page;
    Labels labels;
};

Printed printed_3x4() {
    Printed result{drawn_record(k_beats_hz, 10, 1), {}, {}};
    result.record.leads_mv[index_of(Lead::II)][160] = k_gap;
    result.page = compose(result.record, standard_design("3x4", {Lead::II}), boxes_extent);
    result.labels = make_labels(result.page, image_from_page(result.page));
    return result;
}

std::vector<BeatRow> rows_of(const std::vector<BeatRow>& all, int number) {
    std::vector<BeatRow> rows;
    for (const BeatRow& row : all)
        if (row.number == number) rows.push_back(row);
    return rows;
}

TEST(BeatRows, AreThoseWithAPointInThePanel) {
    const Printed printed = printed_3x4();
    const std::vector<BeatRow> all = beat_rows(regular_beats(10), printed.page, printed.labels);
    for (const Panel& panel : printed.page.panels) {
        std::vector<std::uint32_t> wanted;
        for (std::uint32_t beat = 0; beat < 10; ++beat)
            for (std::int64_t point = 0; point < 9; ++point) {
                if (panel.lead == Lead::V1 && point != 4) continue;
                const std::int64_t sample = 500 * beat + 40 * point;
                const auto first = static_cast<std::int64_t>(panel.window.first);
                if (sample < first ||
                    sample >= first + static_cast<std::int64_t>(panel.window.count))
                    continue;
                if (wanted.empty() || wanted.back() != beat) wanted.push_back(beat);
            }
        std::vector<std::uint32_t> found;
        for (const BeatRow& row : rows_of(all, panel.number)) found.push_back(row.beat);
        EXPECT_EQ(found, wanted) << panel.number;
    }
    EXPECT_EQ(rows_of(all, 12).size(), 10U); // the strip
}

TEST(BeatRows, HavePositionsOfPrintedSamplesOnly) {
    const Printed printed = printed_3x4();
    const std::vector<BeatRow> all = beat_rows(regular_beats(10), printed.page, printed.labels);
    std::size_t shown = 0, not_shown = 0;
    for (std::size_t i = 0; i < printed.page.panels.size(); ++i) {
        const Panel& panel = printed.page.panels[i];
        for (const BeatRow& row : rows_of(all, panel.number))
            for (std::size_t point = 0; point < k_fiducial_count; ++point) {
                const std::int64_t sample = row.samples[point];
                if (sample == k_no_sample) continue;
                // From the geometry of the page, not from the labels' positions.
                const double time_s = static_cast<double>(sample) / k_beats_hz - panel.start_s;
                const double value_mv =
                    printed.record.lead_mv(panel.lead)[static_cast<std::size_t>(sample)];
                const bool is_shown =
                    time_s >= 0 && time_s < panel.duration_s - 1e-9 && !std::isnan(value_mv);
                ASSERT_EQ(std::isnan(row.points_px[point].x_px), !is_shown) << sample;
                (is_shown ? shown : not_shown) += 1;
                if (!is_shown) continue;
                const PointPx wanted = image_from_page(printed.page)(
                    PointMm{panel.x0_mm + 25 * time_s, panel.baseline_mm - 10 * value_mv});
                EXPECT_NEAR(row.points_px[point].x_px, wanted.x_px, 1e-6);
                EXPECT_NEAR(row.points_px[point].y_px, wanted.y_px, 1e-6);
            }
    }
    EXPECT_GT(shown, 300U);
    EXPECT_GT(not_shown, 5U);
}

TEST(BeatRows, HaveIntervals) {
    const Printed printed = printed_3x4();
    RecordBeats beats = regular_beats(10);
    beats.beats[4].at(Lead::II, Fiducial::r_peak) = k_no_sample; // a P wave that is not conducted
    const std::vector<BeatRow> strip = rows_of(beat_rows(beats, printed.page, printed.labels), 12);
    ASSERT_EQ(strip.size(), 10U);
    for (const BeatRow& row : strip) {
        EXPECT_EQ(row.source, "annotated");
        EXPECT_EQ(row.symbol, row.beat == 2 ? "V" : "N");
        EXPECT_DOUBLE_EQ(row.intervals_s[1], 0.24);
        EXPECT_DOUBLE_EQ(row.intervals_s[2], 0.16);
        EXPECT_DOUBLE_EQ(row.intervals_s[3], 0.40);
        if (row.beat == 0 || row.beat == 4)
            EXPECT_TRUE(std::isnan(row.intervals_s[0]));
        else
            EXPECT_DOUBLE_EQ(row.intervals_s[0], row.beat == 5 ? 2 : 1);
    }
    const auto all = beat_rows(beats, printed.page, printed.labels);
    const auto chest = rows_of(all, static_cast<int>(index_of(Lead::V1)));
    ASSERT_FALSE(chest.empty());
    for (const BeatRow& row : chest) {
        EXPECT_TRUE(std::isnan(row.intervals_s[1]) && std::isnan(row.intervals_s[2]) &&
                    std::isnan(row.intervals_s[3]));
        EXPECT_DOUBLE_EQ(row.intervals_s[0],
                         1); // also of the first row: the beat before is in the record
    }
}

} // namespace
} // namespace ecgpress
