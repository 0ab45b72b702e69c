// Paper that was crumpled and smoothed out: large and small facets between creases.
#include <algorithm>
#include <cmath>
#include <cstddef>

#include "render/artifacts/list.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

struct Corner {
    double x, y, height;
};

/// Adds the plane through three corners, within their triangle.
void add_facet(Field& relief, const Corner& a, const Corner& b, const Corner& c) {
    const double area = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
    if (std::abs(area) < 1e-6) return;
    for_each_cell(relief, std::min({a.x, b.x, c.x}), std::min({a.y, b.y, c.y}),
                  std::max({a.x, b.x, c.x}), std::max({a.y, b.y, c.y}),
                  [&](double x, double y, float& value) {
                      // Barycentric coordinates.
                      const double u = ((x - a.x) * (c.y - a.y) - (y - a.y) * (c.x - a.x)) / area;
                      const double v = ((b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x)) / area;
                      // Half-open, so that each cell centre belongs to exactly one facet.
                      if (u < 0 || v < 0 || u + v >= 1) return;
                      value += static_cast<float>(a.height + u * (b.height - a.height) +
                                                  v * (c.height - a.height));
                  });
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
