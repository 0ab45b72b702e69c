#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <limits>
#include <utility>

#include "core/error.hpp"
#include "core/random.hpp"
#include "signal/record.hpp"

namespace ecgpress {
namespace {

constexpr double k_gap_mv = std::numeric_limits<double>::quiet_NaN();

TEST(SampleWindow, ConsecutiveWindowsTileTheRecord) {
    for (const double rate_hz : {100.0, 128.0, 250.0, 257.0, 360.0, 499.999, 500.0, 1000.0, 33.3})
        for (const double duration_s : {2.5, 10.0 / 3, 10.0 / 7, 5.0, 0.7, 1.1}) {
            std::size_t next = 0;
            for (int k = 0; k < 40; ++k) {
                const SampleWindow window = sample_window(k * duration_s, duration_s, rate_hz);
                ASSERT_EQ(window.first, next)
                    << rate_hz << " Hz, window " << k << " of " << duration_s << " s";
                ASSERT_NEAR(static_cast<double>(window.count), duration_s * rate_hz, 1);
                next = window.first + window.count;
            }
        }
}

TEST(SampleWindow, IsTheNearestSample) {
    Rng rng(1, 0, "test");
    for (int i = 0; i < 1000; ++i) {
        const double start_s = rng.uniform(0, 9), duration_s = rng.uniform(0.1, 5),
                     rate_hz = rng.uniform(50, 1000);
        const SampleWindow window = sample_window(start_s, duration_s, rate_hz);
        EXPECT_LE(std::abs(static_cast<double>(window.first) - start_s * rate_hz), 0.5 + 1e-5);
        EXPECT_LE(std::abs(static_cast<double>(window.first + window.count) -
                           (start_s + duration_s) * rate_hz),
                  0.5 + 1e-5);
    }
}

TEST(SampleWindow, FourColumnsOfTenSecondsAt257Hz) {
    EXPECT_EQ(sample_window(0, 2.5, 257).count, 643U); // 642.5 rounds up
    EXPECT_EQ(sample_window(2.5, 2.5, 257).first, 643U);
    EXPECT_EQ(sample_window(0, 10, 257).count, 2570U);
}

Record wave_record() {
    Record record;
    record.name = "wave";
    record.rate_hz = 100;
    for (auto& values : record.leads_mv)
        for (int i = 0; i < 1000; ++i) values.push_back(std::sin(i * 0.1));
    return record;
}

/// The message of the DataError that `record` causes, "" if there is none.
std::string complaint(const Record& record, double start_s = 0, double duration_s = 10) {
    try {
        require_printable(record, {Lead::II, Lead::aVR}, start_s, duration_s);
    } catch (const DataError& error) {
        return error.what();
    }
    return "";
}

TEST(RequirePrintable, AcceptsACompleteRecordAndOneWithGaps) {
    Record record = wave_record();
    EXPECT_EQ(complaint(record), "");
    for (std::size_t i = 0; i < 999; ++i)
        record.leads_mv[index_of(Lead::II)][i] = i < 500 ? 0.1 : k_gap_mv;
    EXPECT_EQ(complaint(record), "");
    record.leads_mv[index_of(Lead::V1)].clear(); // not requested
    EXPECT_EQ(complaint(record), "");
    EXPECT_EQ(record.sample_count(), 1000U);
    EXPECT_EQ(Record{}.sample_count(), 0U);
}

TEST(RequirePrintable, ReportsAMissingLead) {
    Record record = wave_record();
    record.leads_mv[index_of(Lead::aVR)].clear();
    EXPECT_NE(complaint(record).find("record wave: lead aVR is missing"), std::string::npos)
        << complaint(record);
}

TEST(RequirePrintable, ReportsTheLengthOfAShortRecord) {
    const Record record = wave_record();
    EXPECT_EQ(complaint(record, 7.5, 2.5), "");
    const std::string text = complaint(record, 7.5, 2.52);
    EXPECT_NE(text.find("lead II has 1000 samples"), std::string::npos) << text;
    EXPECT_NE(text.find("750 to 1002"), std::string::npos) << text;
}

TEST(RequirePrintable, ReportsAWindowWithoutAValue) {
    Record record = wave_record();
    auto& values = record.leads_mv[index_of(Lead::II)];
    for (std::size_t i = 250; i < 500; ++i) values[i] = k_gap_mv;
    EXPECT_NE(complaint(record, 2.5, 2.5).find("lead II has no value"), std::string::npos);
    EXPECT_EQ(complaint(record, 2.5, 2.51), "");
    EXPECT_EQ(complaint(record, 2.49, 2.5), "");
    EXPECT_NE(complaint(record, 2, 0).find("no value"), std::string::npos)
        << "an empty window shows nothing";
}

TEST(RequirePrintable, ReportsAFlatLeadEvenWithGaps) {
    Record record = wave_record();
    auto& values = record.leads_mv[index_of(Lead::aVR)];
    for (double& value : values) value = 0.25;
    EXPECT_NE(complaint(record).find("lead aVR is flat"), std::string::npos);
    values[0] = values[17] = k_gap_mv;
    EXPECT_NE(complaint(record).find("lead aVR is flat"), std::string::npos);
    values[999] = 0.251; // flat only in the printed window
    EXPECT_NE(complaint(record, 0, 2.5).find("lead aVR is flat"), std::string::npos);
    EXPECT_EQ(complaint(record, 7.5, 2.5), "");
    EXPECT_EQ(complaint(record, 0, 0.9), "") << "a heart is still for so long between two beats";
}

/// The positions of gaps in a lead that has the value 0 in the first and last samples.
std::pair<std::size_t, std::size_t> padding_found(std::size_t first, std::size_t last,
                                                  double rate_hz) {
    Record record = wave_record();
    record.rate_hz = rate_hz;
    auto& values = record.leads_mv[index_of(Lead::V3)];
    std::fill(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(first), 0.);
    std::fill(values.end() - static_cast<std::ptrdiff_t>(last), values.end(), 0.);
    const Record before = record;
    remove_padding(record);
    EXPECT_EQ(record.lead_mv(Lead::II), before.lead_mv(Lead::II)) << "another lead was changed";
    std::size_t head = 0, tail = 0;
    while (head < values.size() && std::isnan(values[head])) ++head;
    while (tail < values.size() - head && std::isnan(values[values.size() - 1 - tail])) ++tail;
    for (std::size_t i = head; i < values.size() - tail; ++i)
        EXPECT_EQ(values[i], before.lead_mv(Lead::V3)[i]);
    return {head, tail};
}

TEST(RemovePadding, EqualSamplesOfASecondAtAnEndAreGaps) {
    using Found = std::pair<std::size_t, std::size_t>;
    EXPECT_EQ(padding_found(0, 0, 100), Found(0, 0));
    EXPECT_EQ(padding_found(99, 99, 100), Found(0, 0)) << "less than a second";
    EXPECT_EQ(padding_found(100, 99, 100), Found(100, 0));
    EXPECT_EQ(padding_found(99, 250, 100), Found(0, 250));
    EXPECT_EQ(padding_found(300, 300, 250), Found(300, 300));
    EXPECT_EQ(padding_found(300, 100, 250), Found(300, 0));
    EXPECT_EQ(padding_found(500, 500, 100), Found(0, 0)) << "the whole lead: it is flat";
}

TEST(RemovePadding, GapsAroundItAndPausesInsideStay) {
    Record record = wave_record();
    auto& values = record.leads_mv[index_of(Lead::I)];
    std::fill(values.begin(), values.begin() + 10, k_gap_mv);
    std::fill(values.begin() + 10, values.begin() + 150, -0.5);
    std::fill(values.begin() + 400, values.begin() + 600, -0.5);
    remove_padding(record);
    EXPECT_TRUE(std::isnan(values[9]) && std::isnan(values[149]));
    EXPECT_EQ(values[150], std::sin(15.));
    EXPECT_EQ(values[400], -0.5);
    EXPECT_EQ(values[599], -0.5);
}

TEST(RequirePrintable, ReportsAnImpossibleValue) {
    Record record = wave_record();
    double& value = record.leads_mv[index_of(Lead::II)][700];
    for (const double wrong : {1000.5, -1e300, std::numeric_limits<double>::infinity()}) {
        value = wrong;
        EXPECT_NE(complaint(record, 0, 2.5).find("in sample 700"), std::string::npos);
    }
    value = -999; // large, but possible for a drifting electrode
    EXPECT_EQ(complaint(record), "");
}

} // namespace
} // namespace ecgpress
