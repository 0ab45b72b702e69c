// Coffee or tea: rings of a cup (radius 36 to 44 mm), a splash, and drops around it.
#include <cmath>

#include "core/elementary.hpp"
#include "render/artifacts/list.hpp"
#include "render/artifacts/stains.hpp"
#include "render/filters/curves.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

void apply_coffee(Scene& scene, const Dials& dials, Rng& random) {
    Field density(scene.width_mm, scene.height_mm, Soil::k_cells_per_mm);
    const Field noise = mottle(scene, 5, random);
    const double strength = dials.values[0];
    const auto anywhere = [&] {
        return PointMm{random.uniform(0.05, 0.95) * scene.width_mm,
                       random.uniform(0.05, 0.95) * scene.height_mm};
    };
    for (int i = 0; i < dials.count(1); ++i)
        add_ring(density, anywhere(), random.uniform(36, 44), strength, noise, random);
    const PointMm splash = anywhere();
    const Blob pool(splash, random.uniform(5, 16), 0.28, 0.06, random);
    add_pool(density, pool, splash, 0.7 * strength, noise);
    for (int i = 0; i < 14; ++i) {
        const double turns = random.uniform(), away_mm = std::abs(random.normal()) * 28;
        const PointMm drop{splash.x_mm + away_mm * cos_of_turns(turns),
                           splash.y_mm + away_mm * sin_of_turns(turns)};
        const double radius_mm = 0.3 * exp_of(random.uniform() * 1.9);
        add_pool(density, Blob(drop, radius_mm, 0.12, 0.03, random), drop,
                 strength * random.uniform(0.4, 0.9), noise);
    }
    scene.stain(density, random.uniform() < 0.75 ? Spectra::k_coffee : Spectra::k_tea);
    // The paper is slightly wavy where it was wet (height and cell by eye).
    const Field waves =
        noise_field(scene.width_mm, scene.height_mm, Sheet::k_cells_per_mm, {24, 2, 0.5}, random);
    Field& relief = scene.sheet.relief();
    for_each_cell(relief, waves, splash.x_mm - 30, splash.y_mm - 30, splash.x_mm + 30,
                  splash.y_mm + 30, [&](double x, double y, float& value, float wave) {
                      const double depth = pool.depth_mm(x, y);
                      const float wet = soft_step(static_cast<float>(depth / 2.5));
                      value += 0.22F * wet * wave;
                  });
}

} // namespace

Artifact coffee() {
    return {"coffee",
            "rings, a splash and drops of coffee or tea",
            {{"density", "optical, of a rim", {{0.2, 0.5}, {0.5, 1}, {1, 1.4}}},
             {"rings", "number", {{0.6, 1}, {1, 2}, {2, 3}}}},
            apply_coffee};
}

} // namespace ecgpress
