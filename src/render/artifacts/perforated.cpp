// Edges where the sheet was torn off along a perforation, or at a recorder's cutting bar: small
// ragged teeth.
#include <algorithm>

#include "render/artifacts/list.hpp"
#include "render/artifacts/shapes.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

/// Cuts the teeth along the left or right edge. Every second one or two of them is torn deeper.
void tear_off(Scene& scene, bool right, double tooth_mm, Rng& random) {
    const double edge = right ? scene.width_mm : 0, inwards = right ? -1 : 1;
    const double pitch_mm = random.uniform(1.2, 3), slant = 0.004 * random.normal();
    std::vector<PointMm> path{{edge - 3 * inwards, -3}};
    for (double y = -3; y < scene.height_mm + 3; y += pitch_mm / 2) {
        const bool tooth = path.size() % 2 == 0;
        const double depth = tooth ? 0.15 * tooth_mm : tooth_mm * random.uniform(0.5, 1.2);
        const double lean = slant * (y - scene.height_mm / 2) + 0.02 * tooth_mm * random.normal();
        path.push_back(
            {edge + inwards * (std::max(0.0, lean) + depth), y + 0.1 * pitch_mm * random.normal()});
    }
    path.push_back({edge - 3 * inwards, scene.height_mm + 3});
    scene.soil.cuts.push_back(polygon(scene, path));
}

void apply_perforated(Scene& scene, const Dials& dials, Rng& random) {
    const double sides = random.uniform();
    if (sides < 0.75) tear_off(scene, /*right=*/true, dials.values[0], random);
    if (sides > 0.4) tear_off(scene, /*right=*/false, dials.values[0], random);
}

} // namespace

Artifact perforated() {
    return {"perforated",
            "edges torn off at a perforation",
            {{"tooth_mm", "mm, depth of a tooth", {{0.3, 0.5}, {0.5, 0.9}, {0.9, 1.6}}}},
            apply_perforated};
}

} // namespace ecgpress
