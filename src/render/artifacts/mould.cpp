// Mould: colonies in clusters (a Thomas process), each with its colour, and foxing around them.
#include <algorithm>
#include <array>

#include "core/elementary.hpp"
#include "render/artifacts/list.hpp"
#include "render/artifacts/stains.hpp"

namespace ecgpress {
namespace {

void add_colony(Field& density, const PointMm& centre, double radius_mm, double strength,
                const Field& noise) {
    const double reach = 2.2 * radius_mm + 1;
    for_each_cell(density, centre.x_mm - reach, centre.y_mm - reach, centre.x_mm + reach,
                  centre.y_mm + reach, [&](double x, double y, float& value) {
                      const double dx = x - centre.x_mm, dy = y - centre.y_mm;
                      const double d2 = (dx * dx + dy * dy) / (radius_mm * radius_mm);
                      if (d2 > 5) return;
                      const double body = exp_of(-1.3225 * d2) * (1 + 0.4 * double{noise.at(x, y)});
                      const double core = std::clamp(2.2 * (body - 0.32), 0.0, 1.0);
                      const double halo = 0.16 * exp_of(-0.5625 * d2);
                      value = std::max(value, static_cast<float>(core * strength + halo));
                  });
}

void apply(Scene& scene, const Dials& dials, Rng& random) {
    const std::array<Rgb, 4> spectra{Spectra::mould_dark, Spectra::mould_green,
                                     Spectra::mould_brown, Spectra::foxing};
    std::array<Field, 4> densities;
    const Field fine = mottle(scene, 0.9, random), broad = mottle(scene, 10, random);
    const int clusters = 3 + static_cast<int>(random.below(7));
    for (int cluster = 0; cluster < clusters; ++cluster) {
        const PointMm centre{random.uniform() * scene.width_mm, random.uniform() * scene.height_mm};
        const double spread_mm = 20 * exp_of(0.4 * random.normal()), pick = random.uniform();
        const std::size_t kind = pick < 0.45 ? 0 : pick < 0.70 ? 1 : pick < 0.9 ? 2 : 3;
        for (const std::size_t used : {kind, std::size_t{3}})
            if (densities[used].empty())
                densities[used] = Field(scene.width_mm, scene.height_mm, Soil::k_cells_per_mm);
        const int colonies = static_cast<int>(60 * dials.values[0] / 5 * random.uniform(0.6, 1.4));
        for (int i = 0; i < colonies; ++i) {
            const PointMm at{centre.x_mm + spread_mm * random.normal(),
                             centre.y_mm + spread_mm * random.normal()};
            const double radius_mm = std::min(5.0, 0.7 * exp_of(0.65 * random.normal()));
            add_colony(densities[kind], at, radius_mm, random.uniform(0.4, 1.3), fine);
        }
        const double wide = 1.3 * spread_mm;
        for_each_cell(
            densities[3], centre.x_mm - 3 * wide, centre.y_mm - 3 * wide, centre.x_mm + 3 * wide,
            centre.y_mm + 3 * wide, [&](double x, double y, float& value) {
                const double dx = x - centre.x_mm, dy = y - centre.y_mm;
                const double halo = exp_of(-(dx * dx + dy * dy) / (2 * wide * wide));
                value += static_cast<float>(
                    0.20 * halo * std::clamp(0.7 + 0.4 * double{broad.at(x, y)}, 0.0, 2.0));
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
            apply};
}

} // namespace ecgpress
