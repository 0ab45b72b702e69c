// Old paper: grain, and a brown tint that is stronger towards the edges.
#include <algorithm>

#include "render/artifacts/list.hpp"
#include "render/filters/curves.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

void apply_yellowing(Scene& scene, const Dials& dials, Rng& random) {
    constexpr double k_edge_mm = 22; // decay length of the tint from the edge; by eye
    Field density = noise_field(scene.width_mm, scene.height_mm, Soil::k_haze_cells_per_mm,
                                {90, 3, 0.5}, random);
    for (int j = 0; j < density.rows; ++j)
        for (int i = 0; i < density.columns; ++i) {
            const double x = density.centre(i), y = density.centre(j);
            const double edge = std::min({x, scene.width_mm - x, y, scene.height_mm - y});
            float& value = density.row(j)[i];
            // Optical density for a tint of 1: 0.10, mottled by 0.03, and up to 0.22 more at the
            // edge.
            const double rim =
                edge > 4 * k_edge_mm ? 0 : double{fading(static_cast<float>(edge / k_edge_mm))};
            value = static_cast<float>(dials.values[0] *
                                       std::max(0.0, 0.10 + 0.03 * double{value} + 0.22 * rim));
        }
    scene.stain(density, {0.34, 0.52, 1.0}); // brown, by eye
    scene.soil.texture = std::max(scene.soil.texture, 0.8 + dials.strength);
}

} // namespace

Artifact yellowing() {
    return {"yellowing",
            "tint and grain of old paper",
            {{"tint", "relative to an old sheet", {{0.1, 0.4}, {0.4, 0.9}, {0.9, 1.4}}}},
            apply_yellowing};
}

} // namespace ecgpress
