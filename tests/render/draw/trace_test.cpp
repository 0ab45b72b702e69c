#include <gtest/gtest.h>
#include <limits>
#include <queue>

#include "render/reference_stroke.hpp"

namespace ecgpress {
namespace {

using namespace testing_support;

constexpr double k_nan = std::numeric_limits<double>::quiet_NaN();
constexpr double k_pi = 3.14159265358979323846;

/// Steps in x of 0.1 to 6 px, jumps across the image and beyond it, with a few gaps.
Points random_polyline(Rng& random, double gap_share) {
    Points points{{random.uniform(-3, 5), random.uniform(0, 60)}};
    for (double x = points.back().x_px; x < 42;) {
        x += random.uniform(0.1, 6);
        points.push_back({x, random.uniform(-20, 80)});
        if (random.uniform() < gap_share) points.back().y_px = k_nan;
    }
    return points;
}

/// Number of ink pixels that are connected to one of them (8-neighbourhood).
std::size_t connected_count(const InkMask& mask) {
    std::vector<bool> seen(mask.coverage.size());
    const auto place = [&](int x, int y) {
        return static_cast<std::size_t>(y - mask.rect.y) *
                   static_cast<std::size_t>(mask.rect.width) +
               static_cast<std::size_t>(x - mask.rect.x);
    };
    std::queue<std::pair<int, int>> open;
    for (int y = mask.rect.y; y < mask.rect.bottom() && open.empty(); ++y)
        if (mask.at(mask.rect.x, y) != 0) open.push({mask.rect.x, y});
    seen[place(open.front().first, open.front().second)] = true;
    std::size_t count = 0;
    for (; !open.empty(); open.pop(), ++count)
        for (int i = 0; i < 9; ++i) {
            const int x = open.front().first + i % 3 - 1, y = open.front().second + i / 3 - 1;
            if (mask.at(x, y) == 0 || seen[place(x, y)]) continue;
            seen[place(x, y)] = true;
            open.push({x, y});
        }
    return count;
}

std::size_t ink_count(const InkMask& mask) {
    return mask.coverage.size() -
           static_cast<std::size_t>(std::count(mask.coverage.begin(), mask.coverage.end(), 0));
}

TEST(Trace, CoverageIsTheAreaUnderTheRoundPen) {
    const struct {
        double dpi, line_width_px;
    } cases[] = {{72, 0.3},  {100, 0.55}, {100, 1.18}, {150, 1.77}, {200, 2.36},
                 {200, 0.7}, {300, 3.54}, {403, 4.76}, {403, 8}};
    for (const auto& c : cases)
        for (std::uint64_t seed = 0; seed < 2; ++seed) {
            SCOPED_TRACE(testing::Message()
                         << "dpi " << c.dpi << ", width " << c.line_width_px << ", seed " << seed);
            const double px_per_mm = c.dpi / 25.4;
            const int width = static_cast<int>(12.5 * px_per_mm),
                      height = static_cast<int>(22 * px_per_mm);
            const Points points = beats(seed, c.dpi, 3.3, 16.7 * px_per_mm, 0.45);
            const Accuracy found = accuracy(points, c.line_width_px, width, height);
            EXPECT_LE(found.mean_error, 0.003);
            EXPECT_LE(found.largest_error, 0.03); // of which 1/128 is the error of the reference
            EXPECT_NEAR(found.area_ratio, 1, 0.004);
        }
}

TEST(Trace, RandomPolylinesWithSteepFlanksAreExact) {
    for (std::uint64_t seed = 0; seed < 30; ++seed) {
        Rng random(seed, 0, "polylines");
        const Points points = random_polyline(random, 0);
        const double width_px = random.uniform(0.3, 8);
        SCOPED_TRACE(testing::Message() << "seed " << seed << ", width " << width_px);
        const Accuracy found = accuracy(points, width_px, 40, 60);
        EXPECT_LE(found.mean_error, 0.004);
        EXPECT_LE(found.largest_error,
                  0.06); // where a round join is narrower than the distance of nodes
        EXPECT_NEAR(found.area_ratio, 1, 0.004);
    }
}

TEST(Trace, BrokenPolylinesAreExact) {
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        Rng random(seed, 0, "broken polylines");
        const Points points = random_polyline(random, 0.4);
        const double width_px = random.uniform(0.3, 4);
        SCOPED_TRACE(testing::Message() << "seed " << seed << ", width " << width_px);
        const Accuracy found = accuracy(points, width_px, 40, 60);
        EXPECT_LE(found.mean_error, 0.005);
        EXPECT_LE(found.largest_error, 0.06);
        EXPECT_NEAR(found.area_ratio, 1,
                    0.02); // single points: chords are inside the arcs of a disc
    }
}

TEST(Trace, PensThatMeetAcrossAShortGapCoverTheirUnion) {
    for (std::uint64_t seed = 0; seed < 12;
         ++seed) { // every third sample is missing, or two of three
        Points points = beats(seed, 100, 5, 90, 0.9);
        for (std::size_t i = 0; i < points.size(); ++i)
            if (i % 3 == 1 || (seed % 2 == 1 && i % 3 == 2)) points[i].y_px = k_nan;
        const Accuracy found = accuracy(points, 0.6 + 0.1 * static_cast<double>(seed), 100, 120);
        EXPECT_LE(found.mean_error, 0.01) << seed;
        EXPECT_NEAR(found.area_ratio, 1, 0.02) << seed;
    }
}

TEST(Trace, VerticalSegmentsAreExactToHalfANodePerSide) {
    const Points points{{5.2, 5.3},   {10.1, 80.2}, {12.0, 3.0}, {12.0, 70.0},
                        {30.0, 70.0}, {30.0, 70.0}, {50.3, 10.0}};
    for (const double width_px : {0.3, 0.73, 1.0, 2.4, 4.76}) {
        const Accuracy found = accuracy(points, width_px, 60, 90);
        EXPECT_LE(found.mean_error, 0.01) << width_px;
        EXPECT_LE(found.largest_error, 1.0 / 16 + 0.02) << width_px;
    }
}

TEST(Trace, StraightStrokesHaveTheAreaOfACapsule) {
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        Rng random(seed, 0, "capsules");
        const PointPx a{random.uniform(10, 30), random.uniform(10, 110)},
            b{random.uniform(30, 110), random.uniform(10, 110)};
        const double width_px = random.uniform(0.5, 8);
        const double truth = std::hypot(b.x_px - a.x_px, b.y_px - a.y_px) * width_px +
                             k_pi * width_px * width_px / 4;
        EXPECT_NEAR(area_px(rasterise_trace({a, b}, width_px, 120, 120)) / truth, 1, 0.004) << seed;
    }
}

TEST(Trace, LonePointIsADisc) {
    for (const double width_px : {1.0, 2.36, 4.76, 9.5}) {
        const InkMask dot = rasterise_trace({{20.3, 15.7}}, width_px, 40, 40);
        EXPECT_NEAR(area_px(dot) / (k_pi * width_px * width_px / 4), 1, 0.015) << width_px;
        const InkMask between_gaps =
            rasterise_trace({{1, k_nan}, {20.3, 15.7}, {k_nan, 3}}, width_px, 40, 40);
        EXPECT_EQ(between_gaps.coverage, dot.coverage);
    }
}

TEST(Trace, QrsFlanksHaveNoGaps) {
    for (const double width_px : {0.3, 0.5, 1.18, 2.36}) {
        Points points;
        for (int i = 0; i < 60; ++i)
            points.push_back({10 + i * 0.79, i % 20 == 10 ? 30.0 : 620.0 + i % 3});
        const InkMask mask = rasterise_trace(points, width_px, 100, 700);
        EXPECT_EQ(connected_count(mask), ink_count(mask)) << width_px;
        EXPECT_GT(mask.rect.height, 580) << width_px;
    }
}

/// Limit of the error of a centre of ink. Pixels show the position of a horizontal stroke only at
/// its edges: if it is 1.5 px thick and covers one pixel and half of the next, the centre of its
/// ink is 1/3 px from the centre of the first pixel, but its own centre 1/4 px. A stroke thinner
/// than a pixel can be inside one.
double centre_tolerance_px(double line_width_px) {
    return 1 / (8 * line_width_px) + 0.03; // plus curvature within a column
}

TEST(Trace, ColumnsCentresLieOnAStraightLine) {
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        Rng random(seed, 0, "lines");
        const double slope = random.uniform(-2, 2), width_px = random.uniform(1, 6);
        const auto y_px = [&](double x_px) { return 150.3 + slope * (x_px - 50); };
        Points points;
        for (double x = 0; x <= 100; x += random.uniform(0.2, 2)) points.push_back({x, y_px(x)});
        const InkMask mask = rasterise_trace(points, width_px, 100, 300);
        for (int x = 10; x < 90; ++x)
            ASSERT_NEAR(column_centre_px(mask, x), y_px(x), centre_tolerance_px(width_px))
                << seed << ' ' << x;
    }
}

TEST(Trace, ColumnsCentresFollowASmoothCurve) {
    for (const double width_px : {1.18, 2.36, 4.76}) {
        const auto y_px = [&](double x_px) { return 90 + 60 * std::sin(x_px / 40); }; // slope 1.5
        Points points;
        for (double x = 0; x <= 400; x += 0.394) points.push_back({x, y_px(x)});
        const InkMask mask = rasterise_trace(points, width_px, 400, 200);
        for (int x = 10; x < 390; ++x)
            ASSERT_NEAR(column_centre_px(mask, x), y_px(x), centre_tolerance_px(width_px))
                << width_px << ' ' << x;
    }
}

TEST(Trace, ColumnCentresReproduceTheSignal) {
    const double dpi = 200, px_per_mm = dpi / 25.4, reach_px = 0.15 * px_per_mm + 0.5;
    for (std::uint64_t seed = 0; seed < 5; ++seed) {
        const Points points = beats(seed, dpi, 10, 150, 2.4);
        const InkMask mask = rasterise_trace(points, 0.3 * px_per_mm, 500, 200);
        double sum = 0, calm = 0;
        for (std::size_t i = 20; i + 20 < points.size(); ++i) {
            const int x = static_cast<int>(std::lround(points[i].x_px));
            double low = points[i].y_px, high = low; // extent of the pen in this column
            for (std::size_t k = i - 20; k < i + 20; ++k) {
                if (std::abs(points[k].x_px - x) > reach_px) continue;
                low = std::min(low, points[k].y_px);
                high = std::max(high, points[k].y_px);
            }
            const double error = std::abs(column_centre_px(mask, x) - points[i].y_px);
            ASSERT_LE(error, high - low + 0.1) << seed << ' ' << i;
            ASSERT_GT(mask.at(x, static_cast<int>(std::lround(points[i].y_px))), 0);
            if (high - low > 2) continue;
            sum += error;
            ++calm;
        }
        EXPECT_GT(calm, 500);
        EXPECT_LT(sum / calm, 0.5);
    }
}

TEST(Trace, CoverageMovesContinuouslyWithTheTrace) {
    constexpr double k_step_px = 0.02;
    // A stroke has few edges in a pixel, and each of them sweeps at most the area of one step.
    constexpr int k_most_change = static_cast<int>(2 * 255 * k_step_px) + 3;
    for (std::uint64_t seed = 0; seed < 6; ++seed) {
        const Points start = beats(seed, 150, 20, 90, 0.9);
        InkMask before = rasterise_trace(start, 1.77, 180, 130);
        const double area = area_px(before);
        for (int k = 1; k <= 60; ++k) { // more than one pixel, alternately in both directions
            Points moved = start;
            for (PointPx& p : moved) (seed % 2 == 0 ? p.x_px : p.y_px) += k * k_step_px;
            InkMask after = rasterise_trace(moved, 1.77, 180, 130);
            for (int y = 0; y < 130; ++y)
                for (int x = 0; x < 180; ++x)
                    ASSERT_LE(std::abs(after.at(x, y) - before.at(x, y)), k_most_change)
                        << seed << ' ' << k << ' ' << x << ' ' << y;
            ASSERT_NEAR(area_px(after) / area, 1, 0.001);
            before = std::move(after);
        }
    }
}

} // namespace
} // namespace ecgpress
