#include <cmath>
#include <gtest/gtest.h>
#include <limits>

#include "core/random.hpp"
#include "page/trace_truth.hpp"

namespace ecgpress {
namespace {

constexpr double k_nan = std::numeric_limits<double>::quiet_NaN();

/// Steps of 0.1 to 3 px, some gaps, partly outside the image.
std::vector<PointPx> random_trace(Rng& random) {
    std::vector<PointPx> trace;
    for (double x = random.uniform(-20, 30); x < 130; x += random.uniform(0.1, 3)) {
        if (random.uniform() < 0.05)
            trace.push_back({k_nan, k_nan});
        else
            trace.push_back(
                {x, random.uniform(0, 1) < 0.5 ? 40 + std::sin(x) : random.uniform(0, 90)});
    }
    return trace;
}

bool is_gap(const PointPx& point) {
    return std::isnan(point.x_px);
}

/// The trace's y at x; NaN in gaps.
double height_at(const std::vector<PointPx>& trace, double x_px) {
    for (std::size_t i = 0; i + 1 < trace.size(); ++i) {
        const PointPx &a = trace[i], &b = trace[i + 1];
        if (is_gap(a) || is_gap(b) || x_px < a.x_px || x_px > b.x_px) continue;
        return a.y_px + (b.y_px - a.y_px) * (x_px - a.x_px) / (b.x_px - a.x_px);
    }
    return k_nan;
}

/// The range of the trace's y within a column, found in small steps.
double moved_in(const std::vector<PointPx>& trace, int column) {
    double low = 1e9, high = -1e9;
    for (int step = 0; step <= 2000; ++step) {
        const double y = height_at(trace, column - 0.5 + step / 2000.0);
        if (std::isnan(y)) continue;
        low = std::min(low, y);
        high = std::max(high, y);
    }
    return high - low;
}

TEST(TraceTruth, ColumnsHaveTheTracesHeightAtTheirCentres) {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        Rng random(seed, 0, "trace truth");
        const auto trace = random_trace(random);
        const TraceTruth truth = make_trace_truth(trace, 100);
        ASSERT_EQ(truth.column_y_px.size(), truth.column_steep.size());
        const int end = truth.first_column + static_cast<int>(truth.column_y_px.size());
        EXPECT_GE(truth.first_column, 0);
        EXPECT_LE(end, 100);
        for (int column = 0; column < 100; ++column) {
            const double y = height_at(trace, column);
            const bool kept = column >= truth.first_column && column < end;
            if (!kept) {
                EXPECT_TRUE(std::isnan(y)) << seed << ' ' << column;
                continue;
            }
            const float found =
                truth.column_y_px[static_cast<std::size_t>(column - truth.first_column)];
            EXPECT_EQ(std::isnan(found), std::isnan(y)) << seed << ' ' << column;
            EXPECT_TRUE(std::isnan(y) || std::abs(found - y) < 1e-5) << seed << ' ' << column;
        }
    }
}

TEST(TraceTruth, ColumnsAreSteepWhereTheTraceMovesTwoPixels) {
    std::size_t steep = 0, calm = 0;
    for (std::uint64_t seed = 0; seed < 5; ++seed) {
        Rng random(seed, 0, "trace truth");
        const auto trace = random_trace(random);
        const TraceTruth truth = make_trace_truth(trace, 100);
        for (std::size_t i = 0; i < truth.column_steep.size(); ++i) {
            const double moved = moved_in(trace, truth.first_column + static_cast<int>(i));
            if (std::abs(moved - k_steep_px) < 0.1) continue; // step size of the reference
            EXPECT_EQ(truth.column_steep[i], moved > k_steep_px ? 1 : 0) << seed << ' ' << i;
            (moved > k_steep_px ? steep : calm) += 1;
        }
    }
    EXPECT_GT(steep, 20U);
    EXPECT_GT(calm, 20U);
}

TEST(TraceTruth, SamplesArePositionsInSinglePrecision) {
    Rng random(3, 0, "trace truth");
    const auto trace = random_trace(random);
    const TraceTruth truth = make_trace_truth(trace, 100);
    ASSERT_EQ(truth.sample_x_px.size(), trace.size());
    for (std::size_t i = 0; i < trace.size(); ++i) {
        EXPECT_EQ(std::isnan(truth.sample_x_px[i]), is_gap(trace[i]));
        EXPECT_EQ(std::isnan(truth.sample_y_px[i]), is_gap(trace[i]));
        if (is_gap(trace[i])) continue;
        EXPECT_EQ(truth.sample_x_px[i], static_cast<float>(trace[i].x_px));
        EXPECT_EQ(truth.sample_y_px[i], static_cast<float>(trace[i].y_px));
    }
}

TEST(TraceTruth, ATraceOutsideTheImageHasNoColumns) {
    EXPECT_TRUE(make_trace_truth({}, 100).column_y_px.empty());
    EXPECT_TRUE(make_trace_truth({{k_nan, k_nan}}, 100).column_y_px.empty());
    EXPECT_TRUE(make_trace_truth({{-9, 1}, {-3, 5}}, 100).column_y_px.empty());
    EXPECT_TRUE(make_trace_truth({{100, 1}, {103, 5}}, 100).column_y_px.empty());
    const TraceTruth dot = make_trace_truth({{k_nan, k_nan}, {7, 3.5}, {k_nan, k_nan}}, 100);
    EXPECT_EQ(dot.first_column, 7);
    EXPECT_EQ(dot.column_y_px, std::vector<float>{3.5F});
}

} // namespace
} // namespace ecgpress
