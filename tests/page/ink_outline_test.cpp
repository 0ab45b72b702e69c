#include <cmath>
#include <gtest/gtest.h>
#include <limits>
#include <random>

#include "core/elementary.hpp"
#include "page/ink_outline.hpp"

namespace ecgpress {
namespace {

double cross(const PointPx& o, const PointPx& a, const PointPx& b) {
    return (a.x_px - o.x_px) * (b.y_px - o.y_px) - (a.y_px - o.y_px) * (b.x_px - o.x_px);
}

double distance(const PointPx& a, const PointPx& b) {
    return std::hypot(a.x_px - b.x_px, a.y_px - b.y_px);
}

double area_of(const Corners& c) {
    return distance(c[0], c[1]) * distance(c[1], c[2]);
}

/// Twice the signed area of a polygon.
double double_area(const std::vector<PointPx>& polygon) {
    double sum = 0;
    for (std::size_t i = 0; i < polygon.size(); ++i) {
        const PointPx &a = polygon[i], &b = polygon[(i + 1) % polygon.size()];
        sum += a.x_px * b.y_px - a.y_px * b.x_px;
    }
    return sum;
}

/// The area of the smallest rectangle around the points at this angle.
double area_at(const std::vector<PointPx>& points, double angle) {
    const double c = std::cos(angle), s = std::sin(angle);
    double u0 = 1e300, u1 = -1e300, v0 = 1e300, v1 = -1e300;
    for (const PointPx& p : points) {
        const double u = c * p.x_px + s * p.y_px, v = c * p.y_px - s * p.x_px;
        u0 = std::min(u0, u);
        u1 = std::max(u1, u);
        v0 = std::min(v0, v);
        v1 = std::max(v1, v);
    }
    return (u1 - u0) * (v1 - v0);
}

class Random {
  public:
    explicit Random(unsigned seed) : engine_(seed) {}
    double between(double low, double high) {
        return low + (high - low) * (static_cast<double>(engine_()) / 4294967295.0);
    }
    std::vector<PointPx> points(std::size_t count, double size) {
        std::vector<PointPx> points;
        for (; count > 0; --count) points.push_back({between(0, size), between(0, size)});
        return points;
    }

  private:
    std::mt19937 engine_;
};

TEST(LeastRectangle, ContainsAllPointsAndNoAngleGivesASmallerOne) {
    Random random(3);
    for (std::size_t round = 0; round < 300; ++round) {
        const auto points = random.points(1 + round % 40, 100);
        const Corners found =
            turned_along(least_rectangle(points), {random.between(-1, 1), random.between(-1, 1)});
        for (std::size_t i = 0; i < 4; ++i) {
            const PointPx &a = found[i], &b = found[(i + 1) % 4], &c = found[(i + 2) % 4];
            if (points.size() > 2) {
                EXPECT_GT(cross(a, b, c), 0) << "clockwise with y down";
            }
            EXPECT_NEAR((b.x_px - a.x_px) * (c.x_px - b.x_px) +
                            (b.y_px - a.y_px) * (c.y_px - b.y_px),
                        0, 1e-6);
            for (const PointPx& point : points) EXPECT_GE(cross(a, b, point), -1e-6);
        }
        for (int degrees = 0; degrees < 90; ++degrees)
            EXPECT_LE(area_of(found), area_at(points, degrees * k_pi / 180) + 1e-6);
    }
}

TEST(LeastRectangle, FindsARotatedRectangleAndItsFirstCorner) {
    Random random(4);
    for (int round = 0; round < 200; ++round) {
        const double angle = random.between(-k_pi, k_pi), c = std::cos(angle), s = std::sin(angle);
        const double width = random.between(20, 400), height = random.between(10, 300);
        const auto at = [&](double u, double v) {
            return PointPx{500 + c * u - s * v, 300 + s * u + c * v};
        };
        std::vector<PointPx> points{at(0, 0), at(width, 0), at(width, height), at(0, height)};
        const std::vector<PointPx> corners = points;
        for (int i = 0; i < 30; ++i)
            points.push_back(at(random.between(0, width), random.between(0, height)));
        const Corners found = turned_along(least_rectangle(points), {c, s});
        for (std::size_t i = 0; i < 4; ++i) EXPECT_LT(distance(found[i], corners[i]), 1e-6);
    }
}

TEST(ClippedOutline, IsTheCompletePartInsideTheFrame) {
    Random random(5);
    const RectPx frame{20, 30, 70, 80};
    for (int round = 0; round < 200; ++round) {
        auto triangle = random.points(3, 100);
        if (double_area(triangle) < 0) std::swap(triangle[1], triangle[2]);
        const auto clipped = clipped_outline(triangle, frame);
        for (const PointPx& p : clipped)
            EXPECT_TRUE(p.x_px >= 20 - 1e-9 && p.x_px <= 70 + 1e-9 && p.y_px >= 30 - 1e-9 &&
                        p.y_px <= 80 + 1e-9);
        // Its area, by counting small cells.
        constexpr int k_cells = 200;
        int inside = 0;
        for (int row = 0; row < k_cells; ++row)
            for (int column = 0; column < k_cells; ++column) {
                const PointPx p{20 + (column + 0.5) * 50 / k_cells,
                                30 + (row + 0.5) * 50 / k_cells};
                inside += cross(triangle[0], triangle[1], p) >= 0 &&
                                  cross(triangle[1], triangle[2], p) >= 0 &&
                                  cross(triangle[2], triangle[0], p) >= 0
                              ? 1
                              : 0;
            }
        EXPECT_NEAR(double_area(clipped) / 2, inside * 2500.0 / k_cells / k_cells, 10);
    }
    const double nan = std::numeric_limits<double>::quiet_NaN();
    EXPECT_EQ(clipped_outline({{25, 35}, {nan, nan}, {60, 35}, {60, 60}}, frame).size(), 3U);
    EXPECT_TRUE(clipped_outline({{1, 1}, {9, 1}, {5, 9}}, frame).empty());
}

} // namespace
} // namespace ecgpress
