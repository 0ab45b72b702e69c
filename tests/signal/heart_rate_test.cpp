#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <limits>

#include "core/random.hpp"
#include "signal/heart_rate.hpp"
#include "signal/ptbxl/ptbxl_source.hpp"
#include "signal/simulated/simulated.hpp"
#include "support/data_folders.hpp"

namespace ecgpress {
namespace {

constexpr double k_nan = std::numeric_limits<double>::quiet_NaN();

double bump(double t_s, double centre_s, double sigma_s) {
    const double off = (t_s - centre_s) / sigma_s;
    return std::exp(-off * off / 2);
}

/// Beats with P, QRS and T waves at these times, with baseline wander and noise.
std::vector<double> drawn_beats(const std::vector<double>& times_s, double rate_hz,
                                double duration_s, double r_mv) {
    Rng rng(7, 0, "noise");
    std::vector<double> signal_mv;
    for (double t = 0; t < duration_s; t += 1 / rate_hz) {
        double value = 0.4 * std::sin(1.9 * t) + 0.02 * rng.normal();
        for (const double beat : times_s)
            value += 0.12 * bump(t, beat - 0.16, 0.02) + r_mv * bump(t, beat, 0.011) -
                     0.25 * r_mv * bump(t, beat + 0.03, 0.012) + 0.3 * bump(t, beat + 0.26, 0.05);
        signal_mv.push_back(value);
    }
    return signal_mv;
}

std::vector<double> times_at(double bpm, double duration_s) {
    std::vector<double> times_s;
    for (double t = 0.3; t < duration_s - 0.2; t += 60 / bpm) times_s.push_back(t);
    return times_s;
}

TEST(HeartRate, FindsEveryBeatAndNothingElse) {
    for (const double rate_hz : {100.0, 250.0, 500.0})
        for (const double bpm : {40.0, 75.0, 120.0, 180.0})
            for (const double r_mv : {0.6, 2.0, -1.2}) {
                const auto times_s = times_at(bpm, 10);
                const auto found_s =
                    heart_beats({drawn_beats(times_s, rate_hz, 10, r_mv)}, rate_hz).times_s;
                ASSERT_EQ(found_s.size(), times_s.size()) << rate_hz << " " << bpm << " " << r_mv;
                for (std::size_t i = 0; i < times_s.size(); ++i)
                    EXPECT_NEAR(found_s[i], times_s[i], 0.03);
            }
}

/// Between beats that are two seconds apart, P and T waves are above the detector's mean. In 10 s
/// these records have 5 and 9 QRS complexes.
TEST(HeartRate, OfSlowHeartsIsNotThatOfTheirWaves) {
    const auto folder = testing_support::ptbxl_folder();
    if (!folder) GTEST_SKIP() << "needs ECGPRESS_PTBXL, the root of PTB-XL";
    SourceSettings settings;
    settings.kind = "ptb-xl";
    settings.path = *folder;
    const auto source = open_ptbxl_source(settings);
    bool found = false;
    for (std::size_t i = 0; i < source->catalogue().size(); ++i) {
        const std::string& name = source->catalogue()[i].name;
        const bool is_slow = name.find("00191_hr") != std::string::npos;
        if (!is_slow && name.find("00106_hr") == std::string::npos) continue;
        Record record;
        try {
            record = source->read(i);
        } catch (const std::exception&) { // a file that is not there
            continue;
        }
        const auto rate =
            heart_beats({record.leads_mv.begin(), record.leads_mv.end()}, record.rate_hz).rate_bpm;
        ASSERT_TRUE(rate);
        EXPECT_NEAR(*rate, is_slow ? 31 : 50, 3);
        found = true;
    }
    if (!found) GTEST_SKIP() << "needs the records 00106 and 00191 of PTB-XL";
}

/// A third of the leads may be useless: noise larger than the signal, a flat line, gaps.
TEST(HeartRate, OfSeveralLeadsIgnoresAFewBadOnes) {
    const auto times_s = times_at(75, 10);
    std::vector<std::vector<double>> leads_mv;
    for (const double r_mv : {0.6, 2.0, -1.2, 0.9, 0.4, 1.5})
        leads_mv.push_back(drawn_beats(times_s, 500, 10, r_mv));
    Rng rng(9, 0, "noise");
    leads_mv.emplace_back();
    for (int i = 0; i < 5000; ++i) leads_mv.back().push_back(5 * rng.normal());
    leads_mv.emplace_back(5000, 0.25);
    leads_mv.emplace_back(5000, k_nan);
    EXPECT_EQ(heart_beats(leads_mv, 500).times_s.size(), times_s.size());
    const auto rate = heart_beats(leads_mv, 500).rate_bpm;
    ASSERT_TRUE(rate);
    EXPECT_NEAR(*rate, 75, 0.5);
}

TEST(HeartRate, UsesTheMedianForIrregularBeats) {
    const std::vector<double> times_s = {0.4, 1.2, 2.0, 2.5, 3.7, 4.5, 5.3, 6.1}; // one early beat
    const auto rate = heart_rate_bpm({drawn_beats(times_s, 500, 6.6, 1)}, 500);
    ASSERT_TRUE(rate);
    EXPECT_NEAR(*rate, 75, 1.5);
}

TEST(HeartRate, CombinesShortStrips) {
    const auto strip = [](double first_s) {
        return drawn_beats({first_s, first_s + 0.8, first_s + 1.6}, 500, 2.5, 1);
    };
    const auto rate = heart_rate_bpm({strip(0.2), strip(0.5), strip(0.3)}, 500);
    ASSERT_TRUE(rate);
    EXPECT_NEAR(*rate, 75, 1.5);
}

TEST(HeartRate, IsUnknownForTooFewBeats) {
    EXPECT_FALSE(heart_rate_bpm({}, 500));
    EXPECT_FALSE(heart_rate_bpm({{}}, 500));
    EXPECT_FALSE(heart_rate_bpm({std::vector<double>(1250, 0.0)}, 500));
    EXPECT_FALSE(heart_rate_bpm({std::vector<double>(1250, k_nan)}, 500));
    EXPECT_FALSE(heart_rate_bpm({drawn_beats({0.5, 1.4}, 500, 2.5, 1)}, 500));
    EXPECT_FALSE(heart_rate_bpm({drawn_beats(times_at(60, 10), 20, 10, 1)}, 20));
    EXPECT_FALSE(heart_beats({}, 500).rate_bpm);
}

TEST(HeartRate, IgnoresIntervalsWithGaps) {
    std::vector<double> signal_mv = drawn_beats(times_at(60, 10), 500, 10, 1);
    std::fill(signal_mv.begin() + 2100, signal_mv.begin() + 3200, k_nan); // removes two beats
    const auto rate = heart_rate_bpm({signal_mv}, 500);
    ASSERT_TRUE(rate);
    EXPECT_NEAR(*rate, 60, 1);
}

/// The lag with the largest autocorrelation.
double rate_by_autocorrelation(const std::vector<double>& signal_mv, double rate_hz) {
    std::vector<double> steep;
    for (std::size_t i = 5; i < signal_mv.size(); ++i)
        steep.push_back(std::pow(signal_mv[i] - signal_mv[i - 5], 2));
    double best = 0;
    std::size_t best_lag = 1;
    for (auto lag = static_cast<std::size_t>(0.4 * rate_hz);
         lag < static_cast<std::size_t>(1.6 * rate_hz); ++lag) {
        double sum = 0;
        // Small shifts count as equal, because intervals vary from beat to beat.
        for (std::size_t i = 0; i + lag < steep.size(); ++i) sum += steep[i] * steep[i + lag];
        sum /= static_cast<double>(steep.size() - lag);
        if (sum > best) {
            best = sum;
            best_lag = lag;
        }
    }
    return 60 * rate_hz / static_cast<double>(best_lag);
}

TEST(HeartRate, OfSimulatedRecordsAgreesWithAutocorrelation) {
    int alike = 0;
    constexpr int k_records = 20;
    for (int i = 0; i < k_records; ++i) {
        const Record record = simulate_record(3, static_cast<std::uint64_t>(i), 500);
        const auto rate = heart_rate_bpm({record.lead_mv(Lead::II)}, 500);
        ASSERT_TRUE(rate) << i;
        const double other = rate_by_autocorrelation(record.lead_mv(Lead::II), 500);
        alike += std::abs(*rate / other - 1) < 0.05 ? 1 : 0;
    }
    EXPECT_GE(alike, k_records - 2); // autocorrelation fails for strong variation
}

} // namespace
} // namespace ecgpress
