// The beats of simulated records: against what is measured in their signals, and detected beats
// against them.
#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <optional>
#include <vector>

#include "signal/heart_rate.hpp"
#include "signal/measures.hpp"
#include "signal/median.hpp"
#include "signal/simulated/simulated.hpp"
#include "signal/simulated/simulated_beats.hpp"

namespace ecgpress {
namespace {

constexpr std::uint64_t k_beat_records = 60;

double interval_ms(const RecordBeat& beat, Fiducial from, Fiducial to, double rate_hz) {
    return static_cast<double>(beat.at(Lead::II, to) - beat.at(Lead::II, from)) / rate_hz * 1000;
}

TEST(SimulatedBeats, HaveTheirPointsInOrder) {
    for (std::uint64_t index = 0; index < k_beat_records; ++index) {
        const RecordBeats found = simulated_beats(3, index, 500);
        EXPECT_EQ(found.source, "simulated");
        for (const RecordBeat& beat : found.beats)
            for (const Lead lead : all_leads()) {
                const FiducialSamples& samples = beat.leads[index_of(lead)];
                ASSERT_TRUE(std::is_sorted(samples.begin(), samples.end()));
                for (const BeatWave wave : {BeatWave::p, BeatWave::qrs, BeatWave::t}) {
                    ASSERT_EQ(beat.at(lead, onset_of(wave)), beat.at(Lead::I, onset_of(wave)));
                    ASSERT_EQ(beat.at(lead, offset_of(wave)), beat.at(Lead::I, offset_of(wave)));
                }
            }
    }
}

TEST(SimulatedBeats, AreTheSameAtBothRates) {
    for (std::uint64_t index = 0; index < 10; ++index) {
        const RecordBeats fine = simulated_beats(3, index, 500),
                          coarse = simulated_beats(3, index, 100);
        ASSERT_EQ(fine.beats.size(), coarse.beats.size());
        for (std::size_t i = 0; i < fine.beats.size(); ++i)
            for (std::size_t point = 0; point < k_fiducial_count; ++point)
                ASSERT_LE(std::abs(static_cast<double>(fine.beats[i].leads[1][point]) / 5 -
                                   static_cast<double>(coarse.beats[i].leads[1][point])),
                          1.2)
                    << k_fiducial_names[point];
    }
}

/// Differences of the model's intervals from those that measured() finds in the noisy record.
class Differences {
  public:
    void add(std::optional<int> measured_ms, std::vector<double> model_ms) {
        if (measured_ms) values_.push_back(median_of(model_ms) - *measured_ms);
    }
    double median() { return median_of(values_); }
    double spread() {
        const double middle = median();
        std::vector<double> off;
        for (const double value : values_) off.push_back(std::abs(value - middle));
        return median_of(off);
    }
    std::size_t count() const { return values_.size(); }

  private:
    std::vector<double> values_;
};

TEST(SimulatedBeats, HaveTheIntervalsThatAMachineMeasures) {
    Differences pr, qrs, qt;
    for (std::uint64_t index = 0; index < k_beat_records; ++index) {
        const Record record = simulate_record(3, index, 500);
        const Measures found = measured(record, {0, record.sample_count()});
        std::vector<double> prs, qrss, qts;
        for (const RecordBeat& beat : simulated_beats(3, index, 500).beats) {
            prs.push_back(interval_ms(beat, Fiducial::p_onset, Fiducial::qrs_onset, 500));
            qrss.push_back(interval_ms(beat, Fiducial::qrs_onset, Fiducial::qrs_offset, 500));
            qts.push_back(interval_ms(beat, Fiducial::qrs_onset, Fiducial::t_offset, 500));
        }
        pr.add(found.pr_ms, prs);
        qrs.add(found.qrs_ms, qrss);
        qt.add(found.qt_ms, qts);
    }
    for (const Differences* one : {&pr, &qrs, &qt}) EXPECT_GE(one->count(), k_beat_records - 3);
    // Machines low-pass before they measure, so their complexes begin earlier and end later.
    EXPECT_NEAR(pr.median(), 0, 5);
    EXPECT_NEAR(qrs.median(), -10, 5);
    EXPECT_NEAR(qt.median(), -6, 5);
    for (Differences* one : {&pr, &qrs, &qt}) EXPECT_LE(one->spread(), 3);
}

/// Share of the model's R peaks in [0.1 s, 9.9 s] that have a detected one within 10 ms, over leads
/// whose deflection is `least_mv` or more.
double found_share(std::uint64_t seed, double least_mv) {
    std::size_t all = 0, near = 0;
    for (std::uint64_t index = 0; index < k_beat_records; ++index) {
        const Record record = simulate_record(seed, index, 500);
        const RecordBeats detected = detected_beats(record);
        for (const RecordBeat& beat : simulated_beats(seed, index, 500).beats)
            for (const Lead lead : all_leads()) {
                const std::int64_t peak = beat.at(lead, Fiducial::r_peak);
                if (peak < 50 || peak >= 4950) continue;
                if (std::abs(record.lead_mv(lead)[static_cast<std::size_t>(peak)]) < least_mv)
                    continue;
                ++all;
                near +=
                    std::any_of(detected.beats.begin(), detected.beats.end(),
                                [&](const RecordBeat& other) {
                                    return std::abs(other.at(lead, Fiducial::r_peak) - peak) <= 5;
                                })
                        ? 1
                        : 0;
            }
    }
    EXPECT_GT(all, 1000U);
    return static_cast<double>(near) / static_cast<double>(all);
}

TEST(DetectedBeats, HaveTheRPeaksOfTheModel) {
    EXPECT_GE(found_share(3, 0), 0.99);
    EXPECT_GE(found_share(3, 0.4), 0.999);
}

TEST(DetectedBeats, HaveNoOtherPointsAndNoneWhereALeadIsMissing) {
    Record record = simulate_record(3, 0, 500);
    record.leads_mv[index_of(Lead::V1)].clear();
    const RecordBeats found = detected_beats(record);
    EXPECT_EQ(found.source, "detected");
    ASSERT_GE(found.beats.size(), 5U);
    for (const RecordBeat& beat : found.beats) {
        EXPECT_EQ(beat.symbol, "");
        EXPECT_EQ(beat.leads[index_of(Lead::V1)], k_no_samples);
        for (std::size_t i = 0; i < k_fiducial_count; ++i)
            EXPECT_EQ(beat.leads[0][i] == k_no_sample, i != index_of(Fiducial::r_peak));
    }
}

} // namespace
} // namespace ecgpress
