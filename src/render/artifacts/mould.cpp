// Mould: colonies in clusters (a Thomas process), one colour per cluster, with foxing around them.
// Numbers, sizes (mm) and densities were chosen by eye.
#include <algorithm>
#include <array>

#include "core/elementary.hpp"
#include "render/artifacts/list.hpp"
#include "render/artifacts/stains.hpp"
#include "render/filters/curves.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

/// Adds a colony with a dense core and a pale halo.
void add_colony(Field& density, const PointMm& centre, double radius_mm, double strength,
                const Field& noise) {
    const double reach = 2.2 * radius_mm + 1;
    for_each_cell(density, noise, centre.x_mm - reach, centre.y_mm - reach, centre.x_mm + reach,
                  centre.y_mm + reach, [&](double x, double y, float& value, float n) {
                      const double dx = x - centre.x_mm, dy = y - centre.y_mm;
                      const auto d2 =
                          static_cast<float>((dx * dx + dy * dy) / (radius_mm * radius_mm));
                      if (d2 > 5) return;
                      const float body = fading(1.3225F * d2) * (1 + 0.4F * n);
                      const float core = std::clamp(2.2F * (body - 0.32F), 0.0F, 1.0F);
                      const float halo = 0.16F * fading(0.5625F * d2);
                      value = std::max(value, core * static_cast<float>(strength) + halo);
                  });
}

void apply_mould(Scene& scene, const Dials& dials, Rng& random) {
    const std::array<Rgb, 4> spectra{Spectra::k_mould_dark, Spectra::k_mould_green,
                                     Spectra::k_mould_brown, Spectra::k_foxing};
    std::array<Field, 4> densities;
    const Field fine = mottle(scene, 0.9, random), broad = mottle(scene, 10, random);
    const int clusters = 3 + static_cast<int>(random.below(7));
    for (int cluster = 0; cluster < clusters; ++cluster) {
        const PointMm centre{random.uniform() * scene.width_mm, random.uniform() * scene.height_mm};
        const double spread_mm = 20 * exp_of(0.4 * random.normal()), pick = random.uniform();
        const std::size_t kind = pick < 0.45 ? 0 : pick < 0.70 ? 1 : pick < 0.9 ? 2 : 3;
        // Foxing (3) surrounds clusters of every colour.
        for (const std::size_t used : {kind, std::size_t{3}})
            if (densities[used].empty())
                densities[used] = Field(scene.width_mm, scene.height_mm, Soil::k_cells_per_mm);
        // 60 colonies per cluster on average for a cover of 5 %.
        const int colonies = static_cast<int>(60 * dials.values[0] / 5 * random.uniform(0.6, 1.4));
        for (int i = 0; i < colonies; ++i) {
            const PointMm at{centre.x_mm + spread_mm * random.normal(),
                             centre.y_mm + spread_mm * random.normal()};
            const double radius_mm = std::min(5.0, 0.7 * exp_of(0.65 * random.normal()));
            add_colony(densities[kind], at, radius_mm, random.uniform(0.4, 1.3), fine);
        }
        const double wide = 1.3 * spread_mm;
        for_each_cell(densities[3], broad, centre.x_mm - 3 * wide, centre.y_mm - 3 * wide,
                      centre.x_mm + 3 * wide, centre.y_mm + 3 * wide,
                      [&](double x, double y, float& value, float n) {
                          const double dx = x - centre.x_mm, dy = y - centre.y_mm;
                          const float halo =
                              fading(static_cast<float>((dx * dx + dy * dy) / (2 * wide * wide)));
                          value += 0.20F * halo * std::clamp(0.7F + 0.4F * n, 0.0F, 2.0F);
                      });
    }
    for (std::size_t kind = 0; kind < densities.size(); ++kind)
        if (!densities[kind].empty()) scene.stain(densities[kind], spectra[kind]);
}

} // namespace

Artifact mould() {
    return {"mould",
            "colonies of mould, and foxing",
            {{"cover_percent", "% of the page", {{1, 3}, {3, 8}, {8, 20}}}},
            apply_mould};
}

} // namespace ecgpress
