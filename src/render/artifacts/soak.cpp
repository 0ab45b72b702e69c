// A page that stood in water: nested tide lines, with tinted and wavy paper behind them. Lengths
// (mm) and densities were chosen by eye.
#include <algorithm>

#include "render/artifacts/list.hpp"
#include "render/artifacts/stains.hpp"
#include "render/filters/curves.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

void apply_soak(Scene& scene, const Dials& dials, Rng& random) {
    const std::uint64_t side = random.below(4);
    const double share = dials.values[0];
    Field coast =
        noise_field(scene.width_mm, scene.height_mm, Soil::k_cells_per_mm, {45, 5, 0.5}, random);
    const Field noise = mottle(scene, 9, random);
    const double second_mm = random.uniform(7, 10), third_mm = random.uniform(17, 22);
    const auto from_side = [&](double x, double y) { // distance inside the wet part, mm
        const double w = scene.width_mm, h = scene.height_mm;
        return side == 0   ? share * h - y
               : side == 1 ? share * w - x
               : side == 2 ? share * h - (h - y)
                           : share * w - (w - x);
    };
    Field density(scene.width_mm, scene.height_mm, Soil::k_cells_per_mm);
    for (int j = 0; j < density.rows; ++j)
        for (int i = 0; i < density.columns; ++i) {
            const double depth =
                from_side(density.centre(i), density.centre(j)) + 7 * double{coast.row(j)[i]};
            coast.row(j)[i] = static_cast<float>(depth);
            if (depth < -1.5) continue;
            const double n = double{noise.row(j)[i]};
            const auto tide = [&](double offset, double waver) {
                const auto s = static_cast<float>(depth - offset + waver * n);
                return double{s > 0 ? fading(s / 1.6F) : fading((s / 0.25F) * (s / 0.25F))};
            };
            const double lines =
                0.55 * tide(0, 0) + 0.28 * tide(second_mm, 0.8) + 0.18 * tide(third_mm, 1.6);
            const double wet = double{soft_step(static_cast<float>(depth / 0.4))};
            density.row(j)[i] =
                static_cast<float>(std::max(0.0, lines * (1 + 0.35 * n) + wet * (0.15 + 0.03 * n)));
        }
    scene.stain(density, Spectra::k_water);
    const Field waves =
        noise_field(scene.width_mm, scene.height_mm, Sheet::k_cells_per_mm, {34, 3, 0.45}, random);
    Field& relief = scene.sheet.relief();
    for (int j = 0; j < relief.rows; ++j)
        for (int i = 0; i < relief.columns; ++i) {
            // A soft transition: a step at the tide line would cast a shadow that real paper does
            // not have.
            const double depth = double{coast.at(relief.centre(i), relief.centre(j))};
            const double wet = double{soft_step(static_cast<float>(depth / 6))};
            relief.row(j)[i] +=
                static_cast<float>(0.42 * dials.strength * wet + 0.1 * wet) * waves.row(j)[i];
        }
}

} // namespace

Artifact soak() {
    return {"soak",
            "a page that got wet from one side",
            {{"share", "of the page", {{0.10, 0.20}, {0.20, 0.45}, {0.45, 0.8}}}},
            apply_soak};
}

} // namespace ecgpress
