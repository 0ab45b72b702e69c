#include "render/artifacts/stains.hpp"

#include <algorithm>

#include "core/elementary.hpp"
#include "render/filters/curves.hpp"

namespace ecgpress {

namespace {

/// Density near an outline at depth 0: decays exponentially over `in` mm inside, and as a Gaussian
/// over `out` mm outside.
float rim(float depth, float in, float out) {
    return depth > 0 ? fading(depth / in) : fading((depth / out) * (depth / out));
}

} // namespace

Field mottle(const Scene& scene, double cell_mm, Rng& random) {
    return noise_field(scene.width_mm, scene.height_mm, Soil::k_cells_per_mm, {cell_mm, 4, 0.6},
                       random);
}

// Densities (relative to `strength`) and lengths (mm) in both functions were chosen by eye.

void add_pool(Field& density, const Blob& blob, const PointMm& centre, double strength,
              const Field& noise) {
    const double reach = blob.reach_mm() + 1;
    for_each_cell(density, noise, centre.x_mm - reach, centre.y_mm - reach, centre.x_mm + reach,
                  centre.y_mm + reach, [&](double x, double y, float& value, float n) {
                      const auto depth = static_cast<float>(blob.depth_mm(x, y));
                      if (depth < -1) return;
                      const float inside = soft_step(depth / 0.10F);
                      const float edge = rim(depth, 0.7F, 0.14F) * 0.75F * (1 + 0.3F * n);
                      const float pool =
                          0.16F + 0.16F * fading(std::max(depth, 0.0F) / 4.5F) + 0.05F * n;
                      value += static_cast<float>(strength) *
                               std::max(0.0F, edge + inside * std::max(0.02F, pool));
                  });
}

void add_ring(Field& density, const PointMm& centre, double radius_mm, double strength,
              const Field& noise, Rng& random) {
    const Blob blob(centre, radius_mm, 0.012, 0.004, random);
    const double phase = random.uniform(), third = random.uniform(),
                 width_mm = random.uniform(1.6, 2.6);
    const double reach = radius_mm * 1.2 + 3;
    const Curve<1, 512> gaps([&](double turns) {
        return std::clamp(1.5 * (0.5 + 0.35 * cos_of_turns(turns + phase) +
                                 0.25 * cos_of_turns(3 * turns + third)),
                          0.04, 1.0);
    });
    for_each_cell(density, noise, centre.x_mm - reach, centre.y_mm - reach, centre.x_mm + reach,
                  centre.y_mm + reach, [&](double x, double y, float& value, float n) {
                      const auto depth = static_cast<float>(blob.depth_mm(x, y));
                      if (depth < -1 || depth > 8) return;
                      const float gap = gaps(static_cast<float>(blob.turns(x, y)));
                      const float width = static_cast<float>(width_mm) * (0.55F + 0.6F * gap),
                                  inner = width - depth;
                      const float film = soft_step(depth / 0.12F) * soft_step(inner / 0.35F);
                      const float sum = 0.55F * rim(depth, 0.55F, 0.16F) +
                                        0.22F * film * (1 + 0.35F * n) +
                                        (depth > -0.5F ? 0.30F * rim(inner, 0.6F, 0.22F) : 0);
                      value += static_cast<float>(strength) * gap * sum *
                               std::clamp(1 + 0.25F * n, 0.0F, 2.0F);
                  });
}

} // namespace ecgpress
