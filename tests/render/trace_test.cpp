#include <cmath>
#include <gtest/gtest.h>
#include <limits>
#include <queue>

#include "core/random.hpp"
#include "hand_made_page.hpp"
#include "render/trace.hpp"

namespace ecgpress {
namespace {

constexpr double k_nan = std::numeric_limits<double>::quiet_NaN();

using Points = std::vector<PointPx>;

/// A trace with QRS complexes as it would fall on an image at some dpi.
Points beats(std::uint64_t seed, double dpi, double x0_px, double baseline_px, double duration_s) {
    Rng random(seed, 0, "trace test");
    const double px_per_mm = dpi / 25.4;
    Points points;
    for (const PointMm& p : testing_support::beat_trace(0, 0, duration_s, random))
        points.push_back({x0_px + p.x_mm * px_per_mm, baseline_px + p.y_mm * px_per_mm});
    return points;
}

bool in_capsule(double x, double y, const PointPx& a, const PointPx& b, double radius) {
    const double ex = b.x_px - a.x_px, ey = b.y_px - a.y_px, length2 = ex * ex + ey * ey;
    const double t =
        length2 == 0 ? 0 : std::clamp(((x - a.x_px) * ex + (y - a.y_px) * ey) / length2, 0.0, 1.0);
    const double dx = x - a.x_px - t * ex, dy = y - a.y_px - t * ey;
    return dx * dx + dy * dy <= radius * radius;
}

/// The truth by brute force: each pixel's share of 32 x 32 sub-pixels that lie within the radius of
/// the polyline.
std::vector<double> reference_coverage(const Points& points, double line_width_px, int width,
                                       int height) {
    constexpr int k_fine = 32;
    const double radius = line_width_px / 2;
    const int fine_width = width * k_fine, fine_height = height * k_fine;
    std::vector<bool> ink(static_cast<std::size_t>(fine_width) *
                          static_cast<std::size_t>(fine_height));
    const auto fine = [](double px, int size) {
        return std::clamp(static_cast<int>((px + 0.5) * k_fine), 0, size - 1);
    };
    for (std::size_t i = 0; i < points.size(); ++i) {
        const PointPx &a = points[i], &b = points[std::min(i + 1, points.size() - 1)];
        for (int y = fine(std::min(a.y_px, b.y_px) - radius - 0.1, fine_height);
             y <= fine(std::max(a.y_px, b.y_px) + radius + 0.1, fine_height); ++y)
            for (int x = fine(a.x_px - radius - 0.1, fine_width);
                 x <= fine(b.x_px + radius + 0.1, fine_width); ++x)
                if (in_capsule((x + 0.5) / k_fine - 0.5, (y + 0.5) / k_fine - 0.5, a, b, radius))
                    ink[static_cast<std::size_t>(y) * static_cast<std::size_t>(fine_width) +
                        static_cast<std::size_t>(x)] = true;
    }
    std::vector<double> coverage(static_cast<std::size_t>(width) *
                                 static_cast<std::size_t>(height));
    for (int y = 0; y < fine_height; ++y)
        for (int x = 0; x < fine_width; ++x)
            if (ink[static_cast<std::size_t>(y) * static_cast<std::size_t>(fine_width) +
                    static_cast<std::size_t>(x)])
                coverage[static_cast<std::size_t>(y / k_fine) * static_cast<std::size_t>(width) +
                         static_cast<std::size_t>(x / k_fine)] += 1.0 / (k_fine * k_fine);
    return coverage;
}

struct Accuracy {
    double mean_error = 0, largest_error = 0,
           area_ratio = 0; // errors over the pixels with ink, of 1
};

Accuracy accuracy(const Points& points, double line_width_px, int width, int height) {
    const InkMask mask = rasterise_trace(points, line_width_px, width, height);
    const auto reference = reference_coverage(points, line_width_px, width, height);
    Accuracy result;
    double drawn_area = 0, true_area = 0, count = 0;
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const double drawn = mask.at(x, y) / 255.0;
            const double truth =
                reference[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                          static_cast<std::size_t>(x)];
            drawn_area += drawn;
            true_area += truth;
            if (drawn == 0 && truth == 0) continue;
            count += 1;
            result.mean_error += std::abs(drawn - truth);
            result.largest_error = std::max(result.largest_error, std::abs(drawn - truth));
        }
    result.mean_error /= count;
    result.area_ratio = drawn_area / true_area;
    return result;
}

double area_px(const InkMask& mask) {
    double sum = 0;
    for (const std::uint8_t coverage : mask.coverage) sum += coverage / 255.0;
    return sum;
}

void expect_tight(const InkMask& mask) {
    const auto any = [&](const PixelRect& part) {
        for (int y = part.y; y < part.bottom(); ++y)
            for (int x = part.x; x < part.right(); ++x)
                if (mask.at(x, y) != 0) return true;
        return false;
    };
    const PixelRect& r = mask.rect;
    ASSERT_FALSE(r.empty());
    ASSERT_EQ(mask.coverage.size(),
              static_cast<std::size_t>(r.width) * static_cast<std::size_t>(r.height));
    EXPECT_TRUE(any({r.x, r.y, r.width, 1}));
    EXPECT_TRUE(any({r.x, r.bottom() - 1, r.width, 1}));
    EXPECT_TRUE(any({r.x, r.y, 1, r.height}));
    EXPECT_TRUE(any({r.right() - 1, r.y, 1, r.height}));
}

/// Ink pixels that can be reached from one of them over the 8 neighbours.
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
                 {200, 0.7}, {300, 3.54}, {403, 4.76}, {403, 6}};
    for (const auto& c : cases)
        for (std::uint64_t seed = 0; seed < 3; ++seed) {
            SCOPED_TRACE(testing::Message()
                         << "dpi " << c.dpi << ", width " << c.line_width_px << ", seed " << seed);
            const double px_per_mm = c.dpi / 25.4;
            const int width = static_cast<int>(12.5 * px_per_mm),
                      height = static_cast<int>(22 * px_per_mm);
            const Points points = beats(seed, c.dpi, 3.3, 16.7 * px_per_mm, 0.45);
            const Accuracy found = accuracy(points, c.line_width_px, width, height);
            EXPECT_LE(found.mean_error, 0.004);
            EXPECT_LE(found.largest_error, 0.035); // of which 1/64 is the reference
            EXPECT_NEAR(found.area_ratio, 1, 0.005);
        }
}

TEST(Trace, RandomPolylinesWithSteepFlanksAreExact) {
    for (std::uint64_t seed = 0; seed < 30; ++seed) {
        Rng random(seed, 0, "polylines");
        Points points{{random.uniform(-3, 5), random.uniform(0, 60)}};
        while (points.back().x_px < 42)
            points.push_back(
                {points.back().x_px + random.uniform(0.1, 6), random.uniform(-20, 80)});
        const double width_px = random.uniform(0.3, 6);
        SCOPED_TRACE(testing::Message() << "seed " << seed << ", width " << width_px);
        const Accuracy found = accuracy(points, width_px, 40, 60);
        EXPECT_LE(found.mean_error, 0.006);
        EXPECT_LE(found.largest_error, 0.05);
        EXPECT_NEAR(found.area_ratio, 1, 0.005);
    }
}

TEST(Trace, VerticalSegmentsAreRightToHalfANodeASide) {
    const Points points{{5.2, 5.3},   {10.1, 80.2}, {12.0, 3.0}, {12.0, 70.0},
                        {30.0, 70.0}, {30.0, 70.0}, {50.3, 10.0}};
    for (const double width_px : {0.3, 0.73, 1.0, 2.4, 4.76}) {
        const Accuracy found = accuracy(points, width_px, 60, 90);
        EXPECT_LE(found.mean_error, 0.01) << width_px;
        EXPECT_LE(found.largest_error, 1.0 / 16 + 0.02) << width_px;
    }
}

TEST(Trace, LonePointIsADisc) {
    for (const double width_px : {1.0, 2.36, 4.76, 9.5}) {
        const InkMask dot = rasterise_trace({{20.3, 15.7}}, width_px, 40, 40);
        EXPECT_NEAR(area_px(dot) / (std::acos(-1.0) * width_px * width_px / 4), 1, 0.015)
            << width_px;
        const InkMask between_gaps =
            rasterise_trace({{1, k_nan}, {20.3, 15.7}, {k_nan, 3}}, width_px, 40, 40);
        EXPECT_EQ(between_gaps.coverage, dot.coverage);
    }
}

TEST(Trace, RectangleIsTightWhateverTheSeed) {
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        Rng random(seed, 0, "tight");
        const double dpi = random.uniform(50, 250);
        const InkMask mask = rasterise_trace(
            beats(seed, dpi, random.uniform(-40, 100), random.uniform(-20, 220), 0.9),
            random.uniform(0.3, 5), 150, 200);
        if (mask.rect.empty()) {
            EXPECT_TRUE(mask.coverage.empty());
            continue;
        }
        expect_tight(mask);
        EXPECT_EQ(intersection(mask.rect, {0, 0, 150, 200}), mask.rect);
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

TEST(Trace, GapsBreakTheLineAndEachPieceIsDrawnWhole) {
    for (std::uint64_t seed = 0; seed < 10; ++seed) {
        Points whole = beats(seed, 200, 5, 120, 0.9);
        const std::size_t gap = 100 + seed * 25;
        Points left(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(gap));
        Points right(whole.begin() + static_cast<std::ptrdiff_t>(gap) + 1, whole.end());
        (seed % 2 == 0 ? whole[gap].x_px : whole[gap].y_px) = k_nan;
        const InkMask a = rasterise_trace(left, 2.36, 220, 160),
                      b = rasterise_trace(right, 2.36, 220, 160);
        const InkMask both = rasterise_trace(whole, 2.36, 220, 160);
        for (int y = 0; y < 160; ++y)
            for (int x = 0; x < 220; ++x)
                ASSERT_NEAR(both.at(x, y), std::max(a.at(x, y), b.at(x, y)), 1) << x << ' ' << y;
    }
}

TEST(Trace, ClippedImageIsAPieceOfTheLargerOne) {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        Rng random(seed, 0, "clip");
        const Points points = beats(seed, 150, 20, 90, 1.5);
        const InkMask whole = rasterise_trace(points, 1.77, 300, 200);
        const int dx = static_cast<int>(random.below(150)),
                  dy = static_cast<int>(random.below(110));
        Points moved = points;
        for (PointPx& p : moved) p = {p.x_px - dx, p.y_px - dy};
        const InkMask part = rasterise_trace(moved, 1.77, 80, 60);
        for (int y = 0; y < 60; ++y)
            for (int x = 0; x < 80; ++x)
                ASSERT_NEAR(part.at(x, y), whole.at(x + dx, y + dy), 1)
                    << seed << ' ' << x << ' ' << y;
    }
}

TEST(Trace, ColumnsCentresGiveTheSignalBack) {
    const double dpi = 200, px_per_mm = dpi / 25.4;
    for (std::uint64_t seed = 0; seed < 5; ++seed) {
        const Points points = beats(seed, dpi, 10, 150, 2.4);
        const InkMask mask = rasterise_trace(points, 0.3 * px_per_mm, 500, 200);
        for (std::size_t i = 20; i + 20 < points.size(); ++i) {
            const auto slope = [&](std::size_t k) {
                return std::abs(points[k + 1].y_px - points[k].y_px) /
                       (points[k + 1].x_px - points[k].x_px);
            };
            double steepest = 0;
            for (std::size_t k = i - 10; k < i + 10; ++k) steepest = std::max(steepest, slope(k));
            if (steepest > 2) continue;
            const int x = static_cast<int>(std::lround(points[i].x_px));
            double sum = 0, moment = 0;
            for (int y = 0; y < 200; ++y) {
                sum += mask.at(x, y);
                moment += static_cast<double>(y) * mask.at(x, y);
            }
            ASSERT_NEAR(moment / sum, points[i].y_px, 0.5 + 0.5 * slope(i)) << seed << ' ' << i;
            ASSERT_GT(mask.at(x, static_cast<int>(std::lround(points[i].y_px))), 0);
        }
    }
}

TEST(Trace, HostileValuesAreClippedToTheImage) {
    constexpr double k_inf = std::numeric_limits<double>::infinity();
    const Points hostile[] = {
        {{10, 20}, {12, 1e9}, {14, 20}},
        {{10, 20}, {12, -1e300}, {14, 1e300}, {16, 20}},
        {{-1e300, 5}, {1e300, 25}},
        {{-1e9, -1e9}, {1e9, 1e9}},
        {{10, k_inf}, {11, 20}, {12, -k_inf}, {k_inf, 3}},
        {{10, 20}, {10 + 1e-13, 30}, {10 + 2e-13, -30}, {12, 20}},
        {{10, 20}, {10, 20}, {10, 20}},
    };
    for (const Points& points : hostile)
        for (const double width_px : {0.3, 2.36, 1e300}) {
            const InkMask mask = rasterise_trace(points, width_px, 50, 40);
            EXPECT_EQ(intersection(mask.rect, {0, 0, 50, 40}), mask.rect);
            EXPECT_LE(mask.coverage.size(), 2000U);
            expect_tight(mask);
        }
    const InkMask flank = rasterise_trace(hostile[0], 1, 50, 40);
    EXPECT_EQ(flank.rect.bottom(), 40);
    EXPECT_EQ(flank.rect.y, 20); // the pen's rim at 19.5 is that row's upper edge
}

TEST(Trace, NothingVisibleIsAnEmptyMask) {
    EXPECT_TRUE(rasterise_trace({}, 1, 50, 40).rect.empty());
    EXPECT_TRUE(rasterise_trace({{k_nan, k_nan}, {3, k_nan}}, 1, 50, 40).rect.empty());
    EXPECT_TRUE(rasterise_trace({{-20, 5}, {-10, 5}}, 1, 50, 40).rect.empty());
    EXPECT_TRUE(rasterise_trace({{60, 5}, {1e9, 5}}, 1, 50, 40).rect.empty());
    EXPECT_TRUE(rasterise_trace({{5, 1e9}, {6, 1e9}}, 1, 50, 40).rect.empty());
    EXPECT_TRUE(rasterise_trace({{5, 5}, {6, 6}}, 0, 50, 40).rect.empty());
    EXPECT_TRUE(rasterise_trace({{5, 5}, {6, 6}}, 1, 0, 0).rect.empty());
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
        if (!mask.rect.empty()) expect_tight(mask);
    }
    EXPECT_TRUE(rasterise_rect({5, 5, 5, 9}, 30, 20).rect.empty());
    EXPECT_TRUE(rasterise_rect({-1e300, 30, 1e300, 40}, 30, 20).rect.empty());
}

} // namespace
} // namespace ecgpress
