// The filters of ECG machines: pass bands, and no shift in time.
#include <cmath>
#include <gtest/gtest.h>
#include <limits>

#include "core/elementary.hpp"
#include "signal/filter.hpp"

namespace ecgpress {
namespace {

constexpr double k_gap = std::numeric_limits<double>::quiet_NaN();

Record sine(double hz, double rate_hz, double seconds = 10) {
    Record record;
    record.name = "sine";
    record.rate_hz = rate_hz;
    auto& values = record.leads_mv[0];
    values.resize(static_cast<std::size_t>(seconds * rate_hz));
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = sin_of_turns(hz * static_cast<double>(i) / rate_hz);
    return record;
}

/// Returns the gain of a sine and checks that its phase does not change, seconds away from both
/// ends.
double left_of(double hz, double rate_hz, const FilterSettings& settings, double seconds = 10) {
    const Record before = sine(hz, rate_hz, seconds), after = filtered(before, settings);
    double product = 0, power = 0;
    const std::size_t count = before.leads_mv[0].size();
    for (std::size_t i = count / 5; i < count - count / 5; ++i) {
        product += before.leads_mv[0][i] * after.leads_mv[0][i];
        power += before.leads_mv[0][i] * before.leads_mv[0][i];
    }
    double rest = 0;
    for (std::size_t i = count / 5; i < count - count / 5; ++i) {
        const double e = after.leads_mv[0][i] - product / power * before.leads_mv[0][i];
        rest += e * e;
    }
    EXPECT_LT(std::sqrt(rest / power), 0.02) << hz << " Hz is shifted";
    return product / power;
}

TEST(Filter, LeavesHalfThePowerAtItsCorners) {
    const double half = std::sqrt(0.5);
    for (const double rate_hz : {500.0, 1000.0}) {
        for (const double hz : {35.0, 40.0, 100.0})
            EXPECT_NEAR(left_of(hz, rate_hz, {0, hz, 0}), half, 0.01) << hz;
        EXPECT_NEAR(left_of(0.5, rate_hz, {0.5, 0, 0}, 60), half, 0.02);
    }
}

TEST(Filter, PassesItsPassBand) {
    EXPECT_NEAR(left_of(5, 500, {0, 40, 0}), 1, 0.01);
    EXPECT_NEAR(left_of(10, 500, {0.5, 0, 0}), 1, 0.01);
    EXPECT_LT(std::abs(left_of(150, 500, {0, 40, 0})), 0.02);
    EXPECT_LT(std::abs(left_of(0.02, 500, {0.5, 0, 0}, 200)), 0.02);
    EXPECT_LT(std::abs(left_of(50, 500, {0, 0, 50})), 0.01);
    EXPECT_NEAR(left_of(45, 500, {0, 0, 50}), 1, 0.1);
    EXPECT_NEAR(left_of(10, 500, {0, 0, 60}), 1, 0.001);
}

TEST(Filter, IsNotAppliedAboveHalfTheRate) {
    const Record record = sine(20, 100);
    EXPECT_EQ(filtered(record, {0, 150, 60}).leads_mv, record.leads_mv);
    EXPECT_EQ(filtered(record, {}).leads_mv, record.leads_mv);
}

TEST(Filter, KeepsGapsAndFiltersPiecesSeparately) {
    Record record = sine(3, 500), alone = record;
    for (std::size_t i = 2000; i < 2100; ++i) record.leads_mv[0][i] = k_gap;
    alone.leads_mv[0].resize(2000);
    const FilterSettings settings{0.5, 40, 50};
    const auto whole = filtered(record, settings).leads_mv[0];
    const auto first = filtered(alone, settings).leads_mv[0];
    for (std::size_t i = 0; i < whole.size(); ++i) {
        EXPECT_EQ(std::isnan(whole[i]), i >= 2000 && i < 2100);
        if (i < 2000) {
            EXPECT_EQ(whole[i], first[i]);
        }
    }
}

TEST(Filter, AcceptsTheShortestPiecesAndKeepsFlatLeadsFlat) {
    Record record = sine(3, 500, 1);
    auto& values = record.leads_mv[0];
    for (std::size_t i = 0; i < values.size(); i += 3) values[i] = k_gap; // pieces of two
    for (std::size_t i = 1; i < 200; i += 3) values[i] = k_gap;           // and of one
    record.leads_mv[1].assign(500, 0.3);
    const Record after = filtered(record, {0.05, 150, 60});
    for (std::size_t i = 0; i < values.size(); ++i)
        EXPECT_EQ(std::isnan(values[i]), std::isnan(after.leads_mv[0][i]));
    EXPECT_EQ(after.leads_mv[1], record.leads_mv[1]);
    EXPECT_TRUE(after.leads_mv[2].empty());
}

} // namespace
} // namespace ecgpress
