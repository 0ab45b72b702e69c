#include <gtest/gtest.h>
#include <limits>

#include "render/reference_stroke.hpp"

namespace ecgpress {
namespace {

using namespace testing_support;

constexpr double k_lifted = std::numeric_limits<double>::quiet_NaN();

TEST(TraceEdges, RectangleIsTightForAnySeed) {
    std::size_t visible = 0;
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        Rng random(seed, 0, "tight");
        const double dpi = random.uniform(50, 250);
        const InkMask mask = rasterise_trace(
            beats(seed, dpi, random.uniform(-40, 100), random.uniform(-20, 220), 0.9),
            random.uniform(0.3, 5), 150, 200);
        EXPECT_EQ(intersection(mask.rect, {0, 0, 150, 200}), mask.rect);
        if (mask.rect.empty())
            EXPECT_TRUE(mask.coverage.empty());
        else
            EXPECT_TRUE(is_tight(mask)) << seed;
        visible += mask.rect.empty() ? 0 : 1;
    }
    EXPECT_GT(visible, 25U);
}

TEST(TraceEdges, GapsHaveNoInkAndCompleteSides) {
    for (std::uint64_t seed = 0; seed < 10; ++seed) {
        constexpr std::ptrdiff_t k_missing = 40; // 15.7 px
        Points whole = beats(seed, 200, 5, 120, 0.9);
        const auto gap = static_cast<std::ptrdiff_t>(100 + seed * 25);
        const Points left(whole.begin(), whole.begin() + gap),
            right(whole.begin() + gap + k_missing, whole.end());
        for (std::ptrdiff_t i = gap; i < gap + k_missing; ++i)
            (i % 2 == 0 ? whole[static_cast<std::size_t>(i)].x_px
                        : whole[static_cast<std::size_t>(i)].y_px) = k_lifted;
        const InkMask a = rasterise_trace(left, 2.36, 220, 160),
                      b = rasterise_trace(right, 2.36, 220, 160);
        const InkMask both = rasterise_trace(whole, 2.36, 220, 160);
        for (int y = 0; y < 160; ++y)
            for (int x = 0; x < 220; ++x) {
                ASSERT_NEAR(both.at(x, y), a.at(x, y) + b.at(x, y), 1) << x << ' ' << y;
                const bool inside = x > left.back().x_px + 2 && x < right.front().x_px - 2;
                ASSERT_FALSE(inside && both.at(x, y) != 0) << x << ' ' << y;
            }
    }
}

TEST(TraceEdges, AClippedImageIsAPartOfTheLargerOne) {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        Rng random(seed, 0, "clip");
        Points points = beats(seed, 150, 20, 90, 1.5);
        for (std::size_t i = 300; i < 360; i += 1 + seed % 4) points[i].y_px = k_lifted;
        const InkMask whole = rasterise_trace(points, 1.77, 300, 200);
        const int dx = static_cast<int>(random.below(150)),
                  dy = static_cast<int>(random.below(110));
        for (PointPx& p : points) p = {p.x_px - dx, p.y_px - dy};
        const InkMask part = rasterise_trace(points, 1.77, 80, 60);
        for (int y = 0; y < 60; ++y)
            for (int x = 0; x < 80; ++x)
                ASSERT_NEAR(part.at(x, y), whole.at(x + dx, y + dy), 1)
                    << seed << ' ' << x << ' ' << y;
    }
}

TEST(TraceEdges, ExtremeValuesAreClippedToTheImage) {
    constexpr double k_inf = std::numeric_limits<double>::infinity();
    const Points hostile[] = {
        {{10, 20}, {12, 1e9}, {14, 20}},
        {{10, 20}, {12, -1e300}, {14, 1e300}, {16, 20}},
        {{-1e300, 5}, {1e300, 25}},
        {{-1e9, -1e9}, {1e9, 1e9}},
        {{10, k_inf}, {11, 20}, {12, -k_inf}, {k_inf, 3}},
        {{10, 20}, {10 + 1e-13, 30}, {10 + 2e-13, -30}, {12, 20}},
        {{10, 20}, {10, 20}, {10, 20}},
        {{-1e300, 5},
         {-1e200, k_lifted},
         {-1e100, 7},
         {k_lifted, 7},
         {20, 8},
         {21, k_lifted},
         {1e300, 9}},
    };
    for (const Points& points : hostile)
        for (const double width_px : {0.3, 2.36, 1e300}) {
            const InkMask mask = rasterise_trace(points, width_px, 50, 40);
            EXPECT_EQ(intersection(mask.rect, {0, 0, 50, 40}), mask.rect);
            EXPECT_LE(mask.coverage.size(), 2000U);
            EXPECT_TRUE(is_tight(mask));
        }
    const InkMask flank = rasterise_trace(hostile[0], 1, 50, 40);
    EXPECT_EQ(flank.rect.bottom(), 40);
    EXPECT_EQ(flank.rect.y, 20); // the edge of the pen at 19.5 is the upper edge of that row
}

TEST(TraceEdges, NothingVisibleIsAnEmptyMask) {
    EXPECT_TRUE(rasterise_trace({}, 1, 50, 40).rect.empty());
    EXPECT_TRUE(rasterise_trace({{k_lifted, k_lifted}, {3, k_lifted}}, 1, 50, 40).rect.empty());
    EXPECT_TRUE(rasterise_trace({{-20, 5}, {-10, 5}}, 1, 50, 40).rect.empty());
    EXPECT_TRUE(rasterise_trace({{60, 5}, {1e9, 5}}, 1, 50, 40).rect.empty());
    EXPECT_TRUE(rasterise_trace({{5, 1e9}, {6, 1e9}}, 1, 50, 40).rect.empty());
    EXPECT_TRUE(rasterise_trace({{5, 5}, {6, 6}}, 0, 50, 40).rect.empty());
    EXPECT_TRUE(rasterise_trace({{5, 5}, {6, 6}}, 1, 0, 0).rect.empty());
}

TEST(TraceEdges, MoreColumnsPerPixelShowTheSameInk) {
    for (std::uint64_t seed = 0; seed < 12; ++seed) {
        Rng random(seed, 0, "columns");
        const double width_px = random.uniform(0.3, 4);
        Points points = beats(seed, random.uniform(80, 250), random.uniform(-20, 20), 90, 0.6);
        for (std::size_t i = 50; i < 60; ++i) points[i].y_px = k_lifted;
        const InkMask plain = rasterise_trace(points, width_px, 120, 160);
        for (const int columns : {2, 4}) {
            const InkMask fine = rasterise_trace(points, width_px, 120, 160, columns);
            for (int y = 0; y < 160; ++y)
                for (int x = 0; x < 120; ++x) {
                    int sum = 0;
                    for (int i = 0; i < columns; ++i) sum += fine.at(x * columns + i, y);
                    ASSERT_NEAR(sum, columns * plain.at(x, y), columns) << x << ' ' << y;
                }
        }
    }
}

TEST(Rect, CoverageIsTheExactArea) {
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
        Rng random(seed, 0, "rect");
        RectPx rect{random.uniform(-5, 25), random.uniform(-5, 25), 0, 0};
        rect.x1_px = rect.x0_px + random.uniform(0.01, 12);
        rect.y1_px = rect.y0_px + random.uniform(0.01, 12);
        const InkMask mask = rasterise_rect(rect, 30, 20);
        for (int y = 0; y < 20; ++y)
            for (int x = 0; x < 30; ++x) {
                const double w = std::min(rect.x1_px, x + 1.0) - std::max(rect.x0_px, 1.0 * x);
                const double h = std::min(rect.y1_px, y + 1.0) - std::max(rect.y0_px, 1.0 * y);
                ASSERT_NEAR(mask.at(x, y), 255 * std::max(0.0, w) * std::max(0.0, h), 0.5001);
            }
        EXPECT_TRUE(mask.rect.empty() || is_tight(mask)) << seed;
    }
    EXPECT_TRUE(rasterise_rect({5, 5, 5, 9}, 30, 20).rect.empty());
    EXPECT_TRUE(rasterise_rect({-1e300, 30, 1e300, 40}, 30, 20).rect.empty());
}

} // namespace
} // namespace ecgpress
