// Grease: translucent spots, which also let the print of the back show through.
#include "render/artifacts/list.hpp"
#include "render/artifacts/stains.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

void apply_grease(Scene& scene, const Dials& dials, Rng& random) {
    Field density(scene.width_mm, scene.height_mm, Soil::k_cells_per_mm);
    const Field noise = mottle(scene, 6, random);
    for (int i = 0; i < dials.count(0); ++i) {
        const PointMm centre{random.uniform() * scene.width_mm, random.uniform() * scene.height_mm};
        const double radius_mm = random.uniform(4, 14), depth = random.uniform(0.5, 1);
        const Blob blob(centre, radius_mm, 0.35, 0.08, random);
        const double reach = blob.reach_mm();
        for_each_cell(density, centre.x_mm - reach, centre.y_mm - reach, centre.x_mm + reach,
                      centre.y_mm + reach, [&](double x, double y, float& value) {
                          const double inside = blob.depth_mm(x, y) / 1.2; // soft edge, by eye
                          if (inside < -3) return;
                          const double step = inside > 3 ? 1 : (inside + 3) / 6;
                          value += static_cast<float>(depth * step *
                                                      (1 + 0.15 * double{noise.at(x, y)}));
                      });
    }
    scene.stain(density, Spectra::k_grease);
    // Grease makes paper translucent; 3 % by eye.
    if (scene.print.show_through == 0) scene.print.show_through = 0.03;
}

} // namespace

Artifact grease() {
    return {"grease",
            "translucent spots",
            {{"count", "number", {{1, 1.4}, {1.5, 2.5}, {3, 5}}}},
            apply_grease};
}

} // namespace ecgpress
