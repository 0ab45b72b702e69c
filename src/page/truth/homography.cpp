#include "page/truth/homography.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace ecgpress {

namespace {

constexpr std::size_t k_unknowns = 8;
using Equations = std::array<std::array<double, k_unknowns + 1>, k_unknowns>;

/// Adds the equation sum(row[i] * x[i]) = value to normal equations.
void add(Equations& normal, const std::array<double, k_unknowns>& row, double value) {
    for (std::size_t i = 0; i < k_unknowns; ++i) {
        for (std::size_t k = 0; k < k_unknowns; ++k) normal[i][k] += row[i] * row[k];
        normal[i][k_unknowns] += row[i] * value;
    }
}

/// Solves the equations by elimination with pivots. Zeros if they have no single solution.
std::array<double, k_unknowns> solved(Equations& equations) {
    for (std::size_t i = 0; i < k_unknowns; ++i) {
        std::size_t pivot = i;
        for (std::size_t k = i + 1; k < k_unknowns; ++k)
            if (std::abs(equations[k][i]) > std::abs(equations[pivot][i])) pivot = k;
        std::swap(equations[i], equations[pivot]);
        if (equations[i][i] == 0) return {};
        for (std::size_t k = 0; k < k_unknowns; ++k) {
            if (k == i) continue;
            const double factor = equations[k][i] / equations[i][i];
            for (std::size_t column = i; column <= k_unknowns; ++column)
                equations[k][column] -= factor * equations[i][column];
        }
    }
    std::array<double, k_unknowns> values{};
    for (std::size_t i = 0; i < k_unknowns; ++i)
        values[i] = equations[i][k_unknowns] / equations[i][i];
    return values;
}

using Matrix = std::array<double, 9>;

Matrix product(const Matrix& a, const Matrix& b) {
    Matrix result{};
    for (std::size_t row = 0; row < 3; ++row)
        for (std::size_t column = 0; column < 3; ++column)
            for (std::size_t i = 0; i < 3; ++i)
                result[3 * row + column] += a[3 * row + i] * b[3 * i + column];
    return result;
}

/// A shift and a scale that bring points to numbers of about 1, which keeps the equations exact.
struct Norm {
    double x = 0, y = 0, scale = 1;

    explicit Norm(const std::vector<PointPx>& points) {
        for (const PointPx& point : points) x += point.x_px, y += point.y_px;
        x /= static_cast<double>(points.size());
        y /= static_cast<double>(points.size());
        double away = 0;
        for (const PointPx& point : points)
            away += std::abs(point.x_px - x) + std::abs(point.y_px - y);
        if (away > 0) scale = static_cast<double>(points.size()) / away;
    }
    PointPx operator()(const PointPx& point) const {
        return {(point.x_px - x) * scale, (point.y_px - y) * scale};
    }
    Matrix matrix() const { return {scale, 0, -x * scale, 0, scale, -y * scale, 0, 0, 1}; }
    Matrix inverse() const { return {1 / scale, 0, x, 0, 1 / scale, y, 0, 0, 1}; }
};

Homography fitted(const std::vector<PointPx>& from, const std::vector<PointPx>& to) {
    const Norm norm_from(from), norm_to(to);
    Equations normal{};
    for (std::size_t i = 0; i < from.size(); ++i) {
        const PointPx a = norm_from(from[i]), b = norm_to(to[i]);
        add(normal, {a.x_px, a.y_px, 1, 0, 0, 0, -a.x_px * b.x_px, -a.y_px * b.x_px}, b.x_px);
        add(normal, {0, 0, 0, a.x_px, a.y_px, 1, -a.x_px * b.y_px, -a.y_px * b.y_px}, b.y_px);
    }
    const auto h = solved(normal);
    Matrix matrix =
        product(norm_to.inverse(),
                product({h[0], h[1], h[2], h[3], h[4], h[5], h[6], h[7], 1}, norm_from.matrix()));
    const double last = matrix[8];
    for (double& value : matrix) value /= last;
    return {matrix};
}

} // namespace

PointPx Homography::operator()(const PointPx& point) const {
    const auto row = [&](std::size_t i) {
        return matrix[i] * point.x_px + matrix[i + 1] * point.y_px + matrix[i + 2];
    };
    return {row(0) / row(6), row(3) / row(6)};
}

CanonicalFrame canonical_frame(double width_mm, double height_mm,
                               const ImageFromPage& image_from_page) {
    constexpr int k_points_a_side = 16;
    std::vector<PointMm> paper;
    for (int row = 0; row < k_points_a_side; ++row)
        for (int column = 0; column < k_points_a_side; ++column)
            paper.push_back({width_mm * column / (k_points_a_side - 1),
                             height_mm * row / (k_points_a_side - 1)});
    const std::vector<PointPx> image = image_from_page(paper);
    std::vector<PointPx> from, to;
    for (std::size_t i = 0; i < paper.size(); ++i) {
        if (std::isnan(image[i].x_px)) continue;
        from.push_back(image[i]);
        to.push_back({(paper[i].x_mm - width_mm / 2) * k_canonical_px_per_mm +
                          k_canonical_width_px / 2 - 0.5,
                      (paper[i].y_mm - height_mm / 2) * k_canonical_px_per_mm +
                          k_canonical_height_px / 2 - 0.5});
    }
    if (from.size() < 4) return {};
    CanonicalFrame frame{fitted(from, to), 0};
    double squares = 0;
    for (std::size_t i = 0; i < from.size(); ++i) {
        const PointPx at = frame.homography(from[i]);
        const double dx = at.x_px - to[i].x_px, dy = at.y_px - to[i].y_px;
        squares += dx * dx + dy * dy;
    }
    frame.rms_px = std::sqrt(squares / static_cast<double>(from.size()));
    return frame;
}

} // namespace ecgpress
