#include "render/artifacts/stains.hpp"

#include <algorithm>

#include "core/elementary.hpp"

namespace ecgpress {

namespace {

double soft_step(double x) {
    return 1 / (1 + exp_of(-x));
}

/// Dense on the line and within `in`, at once nothing within `out` outside.
double rim(double depth, double in, double out) {
    return depth > 0 ? exp_of(-depth / in) : exp_of(-(depth / out) * (depth / out));
}

} // namespace

Field mottle(const Scene& scene, double cell_mm, Rng& random) {
    return noise_field(scene.width_mm, scene.height_mm, Soil::k_cells_per_mm, {cell_mm, 4, 0.6},
                       random);
}

void add_pool(Field& density, const Blob& blob, const PointMm& centre, double strength,
              const Field& noise) {
    const double reach = blob.reach_mm() + 1;
    for_each_cell(density, centre.x_mm - reach, centre.y_mm - reach, centre.x_mm + reach,
                  centre.y_mm + reach, [&](double x, double y, float& value) {
                      const double depth = blob.depth_mm(x, y);
                      if (depth < -1) return;
                      const double n = double{noise.at(x, y)};
                      const double inside = soft_step(depth / 0.10);
                      const double edge = rim(depth, 0.7, 0.14) * 0.75 * (1 + 0.3 * n);
                      const double pool =
                          0.16 + 0.16 * exp_of(-std::max(depth, 0.0) / 4.5) + 0.05 * n;
                      value += static_cast<float>(
                          strength * std::max(0.0, edge + inside * std::max(0.02, pool)));
                  });
}

void add_ring(Field& density, const PointMm& centre, double radius_mm, double strength,
              const Field& noise, Rng& random) {
    const Blob blob(centre, radius_mm, 0.012, 0.004, random);
    const double phase = random.uniform(), third = random.uniform(),
                 width_mm = random.uniform(1.6, 2.6);
    const double reach = radius_mm * 1.2 + 3;
    for_each_cell(
        density, centre.x_mm - reach, centre.y_mm - reach, centre.x_mm + reach, centre.y_mm + reach,
        [&](double x, double y, float& value) {
            const double depth = blob.depth_mm(x, y);
            if (depth < -1 || depth > 8) return;
            const double turns = blob.turns(x, y), n = double{noise.at(x, y)};
            const double gap = std::clamp(1.5 * (0.5 + 0.35 * cos_of_turns(turns + phase) +
                                                 0.25 * cos_of_turns(3 * turns + third)),
                                          0.04, 1.0);
            const double width = width_mm * (0.55 + 0.6 * gap), inner = width - depth;
            const double film = soft_step(depth / 0.12) * soft_step(inner / 0.35);
            const double sum = 0.55 * rim(depth, 0.55, 0.16) + 0.22 * film * (1 + 0.35 * n) +
                               (depth > -0.5 ? 0.30 * rim(inner, 0.6, 0.22) : 0);
            value += static_cast<float>(strength * gap * sum * std::clamp(1 + 0.25 * n, 0.0, 2.0));
        });
}

} // namespace ecgpress
