#include <cmath>
#include <gtest/gtest.h>
#include <limits>

#include "core/random.hpp"
#include "parallel/packed.hpp"
#include "pipeline/checks/oracle.hpp"
#include "pipeline/checks/truth_check.hpp"
#include "pipeline/verify/oracle_report.hpp"

namespace ecgpress {
namespace {

constexpr double k_nan = std::numeric_limits<double>::quiet_NaN();
constexpr double k_rate_hz = 100;

std::vector<double> random_signal(std::uint64_t seed, std::size_t count, double gap_share) {
    Rng random(seed, 0, "oracle test");
    std::vector<double> signal;
    for (std::size_t i = 0; i < count; ++i)
        signal.push_back(random.uniform() < gap_share
                             ? k_nan
                             : std::sin(static_cast<double>(i) / 7) + random.uniform(-0.3, 0.3));
    return signal;
}

TEST(Oracle, AnyRateCausesNoOverflowAndBoundedTime) {
    const std::vector<double> signal(20'000, 1.0), reading(20'000, 100.0);
    for (const double rate_hz : {1e300, -1e300, std::numeric_limits<double>::infinity(), k_nan})
        EXPECT_LT(snr_db(signal, reading, rate_hz), 0);
}

/// The definition of the ratio, computed directly.
double plain_snr_db(const std::vector<double>& signal, const std::vector<double>& reading) {
    double power = 0, best = std::numeric_limits<double>::infinity();
    for (const double value : signal) power += std::isnan(value) ? 0 : value * value;
    for (int shift = -50; shift <= 50; ++shift) {
        const auto shifted = [&](std::size_t i) {
            const long at = static_cast<long>(i) + shift;
            return at < 0 || at >= static_cast<long>(reading.size())
                       ? k_nan
                       : reading[static_cast<std::size_t>(at)];
        };
        double sum = 0, count = 0;
        for (std::size_t i = 0; i < signal.size(); ++i) {
            const double difference = signal[i] - shifted(i);
            if (std::isnan(difference)) continue;
            sum += difference;
            ++count;
        }
        const double offset = count == 0 ? 0 : std::fmax(-1, std::fmin(1, sum / count));
        double noise = 0;
        for (std::size_t i = 0; i < signal.size(); ++i) {
            if (std::isnan(signal[i])) continue;
            const double read = shifted(i);
            const double error = std::isnan(read) ? signal[i] : signal[i] - read - offset;
            noise += error * error;
        }
        best = std::fmin(best, noise);
    }
    return 10 * std::log10(power / best);
}

TEST(Oracle, SnrMatchesItsDefinition) {
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        Rng random(seed, 1, "oracle test");
        const double gaps = seed % 3 == 0 ? 0.1 : 0;
        const auto signal = random_signal(seed, 80 + seed * 5, gaps);
        auto reading = random_signal(seed, signal.size(), 0);
        const auto shift = static_cast<std::ptrdiff_t>(random.below(70));
        std::rotate(reading.begin(), reading.begin() + shift, reading.end());
        for (double& value : reading) {
            value += random.uniform(-0.05, 0.05) + (seed % 2 == 0 ? 0.4 : 1.5);
            if (random.uniform() < gaps) value = k_nan;
        }
        EXPECT_NEAR(snr_db(signal, reading, k_rate_hz), plain_snr_db(signal, reading), 1e-6)
            << seed;
    }
}

TEST(Oracle, SnrOfUndefinedCases) {
    const auto signal = random_signal(1, 300, 0);
    EXPECT_EQ(snr_db(signal, signal, k_rate_hz), 200);
    EXPECT_TRUE(std::isnan(snr_db(std::vector<double>(300), signal, k_rate_hz)));
    EXPECT_TRUE(std::isnan(snr_db(std::vector<double>(300, k_nan), signal, k_rate_hz)));
    EXPECT_NEAR(snr_db(signal, std::vector<double>(300, k_nan), k_rate_hz), 0, 1e-9);
}

/// A lead whose samples are 0.8 px apart.
OracleLead random_lead(std::uint64_t seed, double gap_share) {
    OracleLead lead;
    lead.signal_mv = random_signal(seed, 250, gap_share);
    lead.rate_hz = k_rate_hz;
    lead.baseline_y_px = 80.3;
    lead.px_per_mv = 30;
    std::vector<PointPx> trace;
    for (std::size_t i = 0; i < lead.signal_mv.size(); ++i) {
        const double v = lead.signal_mv[i];
        trace.push_back(std::isnan(v) ? PointPx{k_nan, k_nan}
                                      : PointPx{10 + 0.8 * static_cast<double>(i), 80.3 - 30 * v});
    }
    lead.truth = make_trace_truth(trace, 300);
    lead.truth.sample_flags.assign(trace.size(), k_seen_well);
    return lead;
}

TEST(Oracle, SamplesGiveTheSignalToFloatPrecision) {
    for (std::uint64_t seed = 0; seed < 10; ++seed) {
        const OracleLead lead = random_lead(seed, 0.1);
        EXPECT_GT(snr_db(lead.signal_mv, read_samples(lead), k_rate_hz), 100);
        EXPECT_GT(snr_db(lead.signal_mv, read_columns(lead), k_rate_hz), 5);
    }
}

TEST(Oracle, ReadingsUnderTheirMinimumAreReported) {
    OracleScores scores, floors;
    scores.db = {70, 20, k_nan, 5};
    floors.db = {60, 25, 10, -100};
    const auto problems = under_floor(scores, floors);
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_NE(problems[0].find("columns"), std::string::npos);
    EXPECT_NE(problems[0].find("20.0 dB"), std::string::npos);
}

TEST(CheckTruth, AcceptsValidTruthAndFindsChanges) {
    for (std::uint64_t seed = 0; seed < 10; ++seed) {
        const OracleLead lead = random_lead(seed, 0.1);
        const auto problems = [&](const TraceTruth& truth) {
            OracleLead changed = lead;
            changed.truth = truth;
            return check_truth(changed).size();
        };
        EXPECT_EQ(problems(lead.truth), 0U);
        TraceTruth truth = lead.truth;
        truth.sample_y_px[7] += 0.01F; // no effect on a gap; moves a sample
        EXPECT_EQ(problems(truth), std::isnan(lead.signal_mv[7]) ? 0U : 1U);
        truth = lead.truth;
        truth.sample_x_px[11] = std::isnan(lead.signal_mv[11]) ? 5 : static_cast<float>(k_nan);
        EXPECT_EQ(problems(truth), 1U);
        truth = lead.truth;
        truth.sample_x_px.pop_back();
        EXPECT_EQ(problems(truth), 1U);
        truth = lead.truth;
        truth.column_steep[3] = 2;
        EXPECT_EQ(problems(truth), 1U);
    }
}

TEST(OracleReport, AddsUpOverRanks) {
    OracleReport all;
    for (const double db : {10.0, 30.0, k_nan}) {
        OracleReport rank;
        OracleScores scores;
        scores.db = {db, k_nan, k_nan, k_nan};
        rank.add(scores);
        all.add(unpacked<OracleReport>(packed(rank)));
    }
    EXPECT_EQ(all.describe("shards"),
              "oracle    samples: mean 20.0 dB, worst 10.0 dB, over 2 pages of shards\n");
}

} // namespace
} // namespace ecgpress
