// Paper that was crumpled and smoothed out: large and small facets between creases.
#include <algorithm>
#include <cmath>
#include <cstddef>

#include "render/artifacts/list.hpp"
#include "render/draw/vectorised.hpp"
#include "render/filters/curves.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

struct Corner {
    double x, y, height;
};

/// A side of a triangle as a half-plane: which cells of a row are inside. The two triangles that
/// share a side compute the same numbers, so each cell belongs to exactly one of them.
struct Side {
    double x, y, dx, dy; ///< a point on the line, and its direction
    bool left;           ///< the inside is where the cross product is not negative

    Side(const Corner& a, const Corner& b, const Corner& inside) {
        const bool swapped = a.y > b.y || (a.y == b.y && a.x > b.x);
        const Corner &from = swapped ? b : a, &to = swapped ? a : b;
        x = from.x;
        y = from.y;
        dx = to.x - from.x;
        dy = to.y - from.y;
        left = at(inside.x, inside.y) >= 0;
    }
    double at(double px, double py) const { return dx * (py - y) - dy * (px - x); }
};

/// A value that changes linearly along a row of cells, from its first cell on.
struct Ramp {
    float first, step;
};

/// Adds a plane to the cells of a row that are inside three sides.
ECGPRESS_VECTORISED
void add_row(float* row, const Ramp& plane, const Ramp (&sides)[3], const int (&left)[3], int begin,
             int end) {
    const Ramp a = sides[0], b = sides[1], c = sides[2], height = plane;
    const int left_a = left[0], left_b = left[1], left_c = left[2];
    for (int i = begin; i < end; ++i) {
        const auto at = static_cast<float>(i);
        const int inside = static_cast<int>((a.first + a.step * at >= 0) == left_a) &
                           static_cast<int>((b.first + b.step * at >= 0) == left_b) &
                           static_cast<int>((c.first + c.step * at >= 0) == left_c);
        row[i] += kept_if(inside != 0, height.first + height.step * at);
    }
}

/// Adds the plane through three corners, within their triangle.
void add_facet(Field& relief, const Corner& a, const Corner& b, const Corner& c) {
    const double area = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
    if (std::abs(area) < 1e-6) return;
    const double slope_x =
        ((b.height - a.height) * (c.y - a.y) - (c.height - a.height) * (b.y - a.y)) / area;
    const double slope_y =
        ((c.height - a.height) * (b.x - a.x) - (b.height - a.height) * (c.x - a.x)) / area;
    const Side sides[] = {{a, b, c}, {b, c, a}, {c, a, b}};
    const int left[] = {sides[0].left, sides[1].left, sides[2].left};
    const auto cell = [&](double mm) {
        return static_cast<int>(std::max(0.0, mm * relief.cells_per_unit));
    };
    const int begin = cell(std::min({a.x, b.x, c.x})),
              end = std::min(relief.columns, cell(std::max({a.x, b.x, c.x})) + 1),
              bottom = std::min(relief.rows, cell(std::max({a.y, b.y, c.y})) + 1);
    if (begin >= end) return;
    const double step = 1 / relief.cells_per_unit;
    for (int row = cell(std::min({a.y, b.y, c.y})); row < bottom; ++row) {
        const double x = relief.centre(0), y = relief.centre(row);
        Ramp edges[3];
        for (std::size_t i = 0; i < 3; ++i)
            edges[i] = {static_cast<float>(sides[i].at(x, y)),
                        static_cast<float>(-sides[i].dy * step)};
        add_row(relief.row(row),
                {static_cast<float>(a.height + (x - a.x) * slope_x + (y - a.y) * slope_y),
                 static_cast<float>(slope_x * step)},
                edges, left, begin, end);
    }
}

/// Adds facets: a grid of randomly displaced corners, each cell divided along a random diagonal.
void add_facets(Field& relief, const Scene& scene, double cell_mm, double sigma_mm, Rng& random) {
    const int columns = static_cast<int>(scene.width_mm / cell_mm) + 3,
              rows = static_cast<int>(scene.height_mm / cell_mm) + 3;
    std::vector<Corner> corners;
    for (int j = 0; j < rows; ++j)
        for (int i = 0; i < columns; ++i) {
            const double dx = random.uniform(-0.42, 0.42), dy = random.uniform(-0.42, 0.42);
            corners.push_back(
                {(i - 0.5 + dx) * cell_mm, (j - 0.5 + dy) * cell_mm, sigma_mm * random.normal()});
        }
    for (int j = 0; j + 1 < rows; ++j)
        for (int i = 0; i + 1 < columns; ++i) {
            const Corner *const upper = corners.data() + std::ptrdiff_t{columns} * j + i,
                                *const lower = upper + columns;
            if (random.below(2) == 0) {
                add_facet(relief, upper[0], upper[1], lower[0]);
                add_facet(relief, lower[1], lower[0], upper[1]);
            } else {
                add_facet(relief, upper[0], upper[1], lower[1]);
                add_facet(relief, upper[0], lower[1], lower[0]);
            }
        }
}

void apply_crumple(Scene& scene, const Dials& dials, Rng& random) {
    // Three sizes of facets (55, 30 and 13 mm) and rounded creases; by eye.
    constexpr double k_round_mm = 0.5;
    Field facets(scene.width_mm, scene.height_mm, Sheet::k_cells_per_mm);
    add_facets(facets, scene, 55, 2 * dials.values[0], random);
    add_facets(facets, scene, 30, dials.values[0], random);
    add_facets(facets, scene, 13, 0.35 * dials.values[0], random);
    blur(facets, k_round_mm);
    Field& relief = scene.sheet.relief();
    for (std::size_t i = 0; i < relief.values.size(); ++i) relief.values[i] += facets.values[i];
}

} // namespace

Artifact crumple() {
    return {"crumple",
            "facets of crumpled paper",
            {{"sigma_mm",
              "mm, standard deviation of the corners' heights",
              {{0.15, 0.4}, {0.4, 0.9}, {0.9, 1.6}}}},
            apply_crumple};
}

} // namespace ecgpress
