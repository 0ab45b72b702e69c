#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>

#include "core/elementary.hpp"
#include "core/random.hpp"
#include "signal/filter.hpp"
#include "signal/measures.hpp"
#include "signal/ptbxl/ptbxl_source.hpp"
#include "signal/simulated/simulated.hpp"
#include "signal/simulated/simulated_heart.hpp"
#include "support/data_folders.hpp"

namespace ecgpress {
namespace {

/// A heartbeat whose waves are known: bells in the frontal plane, all in one direction.
struct Heart {
    double bpm = 70;
    double p_s = -0.16, t_s = 0.28; ///< centres of the waves, from the R wave
    double qrs_sigma_s = 0.012;
    double axis_degrees = 40;
    double scale = 1;
    bool has_p = true;
    double jitter = 0;       ///< of each interval, as a share of it
    double early_beat_s = 0; ///< so much earlier comes the sixth beat
};

double bell(double t_s, double centre_s, double sigma_s) {
    const double off = (t_s - centre_s) / sigma_s;
    return exp_of(-off * off / 2);
}

Record record_of(const Heart& heart, double rate_hz = 500) {
    Record record;
    record.name = "known";
    record.rate_hz = rate_hz;
    Rng rng(3, 0, "noise"), intervals(3, 0, "intervals");
    std::vector<double> beats;
    for (double beat = 0.5; beat < 10;
         beat += 60 / heart.bpm * (1 + heart.jitter * (2 * intervals.uniform() - 1)))
        beats.push_back(beat - (beats.size() == 5 ? heart.early_beat_s : 0));
    for (int i = 0; i < static_cast<int>(10 * rate_hz); ++i) {
        const double t = i / rate_hz;
        double value = 0;
        for (const double beat : beats)
            value += (heart.has_p ? 0.2 * bell(t, beat + heart.p_s, 0.02) : 0) +
                     1.2 * bell(t, beat, heart.qrs_sigma_s) +
                     0.35 * bell(t, beat + heart.t_s, 0.04);
        const double turns = heart.axis_degrees / 360;
        const double x = heart.scale * value * cos_of_turns(turns),
                     y = heart.scale * value * sin_of_turns(turns) * std::sqrt(3.0) / 2;
        const auto add = [&](Lead lead, double value_mv) {
            record.leads_mv[index_of(lead)].push_back(value_mv + 0.005 * rng.normal());
        };
        add(Lead::I, x);
        add(Lead::aVF, y);
        add(Lead::II, y + x / 2);
        add(Lead::III, y - x / 2);
        add(Lead::V2, 0.5 * heart.scale * value);
        add(Lead::V5, 0.8 * heart.scale * value);
    }
    return record;
}

Measures measures_of(const Record& record) {
    return measured(record, {0, record.sample_count()});
}

TEST(Measures, FollowTheWaves) {
    for (const double rate_hz : {100.0, 257.0, 500.0, 1000.0})
        for (const double bpm : {48.0, 70.0, 90.0}) {
            Heart heart;
            heart.bpm = bpm;
            const Measures first = measures_of(record_of(heart, rate_hz));
            ASSERT_TRUE(first.rate_bpm && first.pr_ms && first.qrs_ms && first.qt_ms) << bpm;
            EXPECT_NEAR(*first.rate_bpm, bpm, 1);
            EXPECT_NEAR(*first.qrs_axis_degrees, 40, 3);
            EXPECT_NEAR(*first.t_axis_degrees, 40, 4);
            EXPECT_NEAR(*first.p_axis_degrees, 40, 8);
            heart.p_s -= 0.04;
            const Measures longer_pr = measures_of(record_of(heart, rate_hz));
            ASSERT_TRUE(longer_pr.pr_ms) << bpm;
            EXPECT_NEAR(*longer_pr.pr_ms - *first.pr_ms, 40, 12) << bpm << " " << rate_hz;
            heart.t_s += 0.05;
            const Measures longer_qt = measures_of(record_of(heart, rate_hz));
            EXPECT_NEAR(*longer_qt.qt_ms - *first.qt_ms, 50, 12) << bpm << " " << rate_hz;
            heart.qrs_sigma_s *= 1.8;
            const Measures wide = measures_of(record_of(heart, rate_hz));
            EXPECT_GT(*wide.qrs_ms, *first.qrs_ms + 20) << bpm << " " << rate_hz;
        }
}

TEST(Measures, AxesTurnWithTheHeart) {
    for (int degrees = -170; degrees <= 180; degrees += 35) {
        Heart heart;
        heart.axis_degrees = degrees;
        const Measures found = measures_of(record_of(heart));
        ASSERT_TRUE(found.qrs_axis_degrees);
        const int off = std::abs(*found.qrs_axis_degrees - degrees);
        EXPECT_LE(std::min(off, 360 - off), 3) << degrees;
    }
}

TEST(Measures, DoNotDependOnOffsetsOrMissingLeads) {
    const Record record = record_of({});
    const Measures all = measures_of(record);
    Record moved = record;
    for (auto& lead : moved.leads_mv)
        for (double& value : lead) value += 3.5;
    const Measures of_moved = measures_of(moved);
    EXPECT_EQ(of_moved.rate_bpm, all.rate_bpm);
    EXPECT_NEAR(*of_moved.pr_ms, *all.pr_ms, 2);
    EXPECT_NEAR(*of_moved.qt_ms, *all.qt_ms, 2);
    EXPECT_NEAR(*of_moved.qrs_axis_degrees, *all.qrs_axis_degrees, 1);
    Record few = record;
    for (const Lead lead : {Lead::aVF, Lead::II, Lead::III}) few.leads_mv[index_of(lead)].clear();
    few.leads_mv[index_of(Lead::V2)].assign(record.sample_count(), std::nan(""));
    const Measures of_few = measures_of(few);
    EXPECT_EQ(of_few.rate_bpm, all.rate_bpm);
    EXPECT_NEAR(*of_few.qt_ms, *all.qt_ms, 10);
    EXPECT_FALSE(of_few.qrs_axis_degrees) << "no axis without aVF";
}

TEST(Measures, AreIrregularIfMostIntervalsChange) {
    for (const double bpm : {55.0, 80.0, 110.0}) {
        Heart heart;
        heart.bpm = bpm;
        for (const double jitter : {0.0, 0.04}) {
            heart.jitter = jitter;
            EXPECT_FALSE(measures_of(record_of(heart)).is_irregular) << bpm << ' ' << jitter;
        }
        heart.jitter = 0.35;
        EXPECT_TRUE(measures_of(record_of(heart)).is_irregular) << bpm;
        heart.jitter = 0;
        heart.early_beat_s = 20 / bpm;
        EXPECT_FALSE(measures_of(record_of(heart)).is_irregular) << "one early beat at " << bpm;
    }
}

TEST(Measures, WhatIsNotThereIsNotMeasured) {
    Heart heart;
    heart.has_p = false;
    const Measures without_p = measures_of(record_of(heart));
    EXPECT_FALSE(without_p.pr_ms);
    EXPECT_FALSE(without_p.p_axis_degrees);
    EXPECT_TRUE(without_p.qt_ms);
    Record flat;
    flat.rate_hz = 500;
    flat.leads_mv[0].assign(5000, 0.5);
    EXPECT_FALSE(measures_of(flat).rate_bpm);
    EXPECT_FALSE(measures_of(Record()).rate_bpm);
    Record tiny = record_of({});
    EXPECT_FALSE(measured(tiny, {0, 300}).rate_bpm) << "one beat is not a rate";
    EXPECT_FALSE(measured(tiny, {10'000, 300}).rate_bpm) << "a window after the end is empty";
    for (auto& lead : tiny.leads_mv)
        for (std::size_t i = 0; i < lead.size(); i += 50) lead[i] = std::nan(""); // gaps everywhere
    measures_of(tiny);                                                            // must not fail
}

/// The simulated heart knows its rate; its intervals are those of a healthy adult.
TEST(Measures, OfSimulatedRecordsAreThoseOfTheModel) {
    int measured_all = 0;
    constexpr int k_records = 60;
    for (std::uint64_t i = 0; i < k_records; ++i) {
        const Measures found = measures_of(simulate_record(5, i, i % 2 == 0 ? 500 : 100));
        ASSERT_TRUE(found.rate_bpm) << i;
        EXPECT_NEAR(*found.rate_bpm, simulated_rate_bpm(5, i, 10), 3) << i;
        EXPECT_FALSE(found.is_irregular) << i;
        if (!found.pr_ms || !found.qrs_ms || !found.qt_ms) continue;
        ++measured_all;
        EXPECT_TRUE(*found.pr_ms > 90 && *found.pr_ms < 230) << i << " " << *found.pr_ms;
        EXPECT_TRUE(*found.qrs_ms > 55 && *found.qrs_ms < 150) << i << " " << *found.qrs_ms;
        const int qtc_ms = qtc_bazett_ms(*found.qt_ms, *found.rate_bpm);
        EXPECT_TRUE(qtc_ms > 320 && qtc_ms < 480) << i << " " << qtc_ms;
    }
    EXPECT_GE(measured_all, k_records * 8 / 10);
}

TEST(Measures, QtcIsBazetts) {
    EXPECT_EQ(qtc_bazett_ms(400, 60), 400);
    EXPECT_EQ(qtc_bazett_ms(459, 103), 601);
    EXPECT_EQ(qtc_bazett_ms(360, 75), 402);
}

/// Measured values agree with what the cardiologists of PTB-XL have stated.
TEST(Measures, AgreeWithTheCodesOfRealRecords) {
    const auto folder = testing_support::ptbxl_folder();
    if (!folder) GTEST_SKIP() << "needs ECGPRESS_PTBXL, the root of PTB-XL";
    SourceSettings settings;
    settings.kind = "ptb-xl";
    settings.path = *folder;
    const auto source = open_ptbxl_source(settings);
    struct Share {
        int all = 0, alike = 0;
    } slow, fast, wide, narrow, left, right, steady, fibrillating;
    const auto count = [](Share& share, bool alike) {
        ++share.all;
        share.alike += alike ? 1 : 0;
    };
    for (std::size_t i = 0; i < source->catalogue().size(); ++i) {
        Record record;
        try {
            record = source->read(i);
        } catch (const std::exception&) { // a file that is not there
            continue;
        }
        const auto has = [&](const char* code) {
            const auto& classes = source->catalogue()[i].classes;
            return std::find(classes.begin(), classes.end(), code) != classes.end();
        };
        const Measures found = measures_of(record);
        ASSERT_TRUE(found.rate_bpm) << record.name;
        if (has("SBRAD")) count(slow, *found.rate_bpm < 65);
        if (has("STACH")) count(fast, *found.rate_bpm > 95);
        if (has("CLBBB") || has("CRBBB")) count(wide, found.qrs_ms.value_or(0) >= 110);
        if (has("NORM")) count(narrow, found.qrs_ms.value_or(0) < 115);
        if (has("SR")) count(steady, !found.is_irregular);
        if (has("AFIB")) count(fibrillating, found.is_irregular);
        const std::string axis = source->about(i).facts.heart_axis;
        if (axis == "LAD" || axis == "ALAD") count(left, found.qrs_axis_degrees.value_or(90) < 15);
        if (axis == "RAD" || axis == "ARAD") count(right, found.qrs_axis_degrees.value_or(0) > 75);
    }
    for (const Share& share : {slow, fast, wide, narrow, left, right, steady})
        EXPECT_GE(share.alike, share.all * 85 / 100) << share.alike << " of " << share.all;
    EXPECT_GE(fibrillating.alike, fibrillating.all * 70 / 100);
}

} // namespace
} // namespace ecgpress
