// Torn edges, a missing corner, punched holes and pin holes: parts where paper is missing.
#include <algorithm>

#include "core/elementary.hpp"
#include "render/artifacts/list.hpp"
#include "render/artifacts/shapes.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

std::vector<PointMm> disc(const PointMm& centre, double radius_mm) {
    constexpr int k_corners = 48;
    std::vector<PointMm> points;
    points.reserve(k_corners);
    for (int i = 0; i < k_corners; ++i)
        points.push_back({centre.x_mm + radius_mm * cos_of_turns(i / double{k_corners}),
                          centre.y_mm + radius_mm * sin_of_turns(i / double{k_corners})});
    return points;
}

/// Shows the white core of the paper along a tear.
void bare(Scene& scene, const std::vector<PointMm>& path, double width_mm, Rng& random) {
    if (scene.soil.fibre.empty())
        scene.soil.fibre = Field(scene.width_mm, scene.height_mm, Soil::k_cells_per_mm);
    for (const PointMm& at : path) {
        const double reach = width_mm * random.uniform(0.6, 1.5);
        for_each_cell(scene.soil.fibre, at.x_mm - reach, at.y_mm - reach, at.x_mm + reach,
                      at.y_mm + reach, [&](double x, double y, float& value) {
                          const double dx = x - at.x_mm, dy = y - at.y_mm;
                          const double d = std::sqrt(dx * dx + dy * dy) / reach;
                          if (d < 1)
                              value = std::max(
                                  value, static_cast<float>(0.9 * std::min(1.0, 2.5 * (1 - d))));
                      });
    }
}

/// Cuts off a corner. Paths start 2 mm outside the page. Shapes by eye.
void tear_corner(Scene& scene, double size_mm, Rng& random) {
    const bool right = random.below(2) == 0, bottom = random.below(2) == 0;
    const double x = right ? scene.width_mm + 2 : -2, y = bottom ? scene.height_mm + 2 : -2;
    const double sx = right ? -1 : 1, sy = bottom ? -1 : 1;
    const PointMm a{x + sx * (size_mm + 4) * random.uniform(0.7, 1.4), y},
        b{x, y + sy * (size_mm + 4) * random.uniform(0.6, 1.1)};
    std::vector<PointMm> path = wavering(a, b, 0.03 * size_mm + 0.6, random);
    bare(scene, path, 1.0, random);
    path.push_back({x, y});
    scene.soil.cuts.push_back(polygon(scene, path));
}

/// Cuts a narrow wedge from the left or right edge. Shapes by eye.
void tear_edge(Scene& scene, double length_mm, Rng& random) {
    const bool right = random.below(2) == 0;
    const double x = right ? scene.width_mm + 2 : -2, sign = right ? -1 : 1;
    const double y = random.uniform(0.2, 0.8) * scene.height_mm;
    const PointMm end{x + sign * length_mm, y + random.uniform(-0.4, 0.4) * length_mm};
    std::vector<PointMm> upper = wavering({x, y - 0.5 - 0.02 * length_mm}, end, 0.5, random);
    const std::vector<PointMm> lower = wavering(end, {x, y + 0.5 + 0.02 * length_mm}, 0.5, random);
    upper.insert(upper.end(), lower.begin(), lower.end());
    bare(scene, upper, 0.6, random);
    scene.soil.cuts.push_back(polygon(scene, upper));
}

void apply_tears(Scene& scene, const Dials& dials, Rng& random) {
    const double length_mm = dials.values[0];
    if (random.uniform() < 0.6) tear_corner(scene, length_mm * 0.5, random);
    if (length_mm > 8 && random.uniform() < 0.7) tear_edge(scene, length_mm * 0.6, random);
    if (random.uniform() < 0.5) {
        // ISO 838: two holes of 6 mm diameter, 80 mm apart, 12 mm from the edge.
        const double from_edge_mm = 12 + random.normal();
        for (const double offset : {-40.0, 40.0})
            scene.soil.cuts.push_back(
                polygon(scene, disc({from_edge_mm, scene.height_mm / 2 + offset}, 3)));
    }
    // Pin and staple holes near the upper edge, 0.6 to 1.2 mm in diameter.
    const int pins = static_cast<int>(random.below(4));
    for (int i = 0; i < pins; ++i)
        scene.soil.cuts.push_back(polygon(
            scene, disc({random.uniform(0.05, 0.95) * scene.width_mm, random.uniform(3, 12)},
                        random.uniform(0.3, 0.6))));
}

} // namespace

Artifact tears() {
    return {"tears",
            "tears, a missing corner, holes",
            {{"length_mm", "mm, of a tear", {{3, 15}, {15, 60}, {60, 130}}}},
            apply_tears};
}

} // namespace ecgpress
