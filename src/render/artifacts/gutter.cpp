// A page bound in a book or folder: it bends down at one side, where it is darker.
#include <algorithm>

#include "core/elementary.hpp"
#include "render/artifacts/list.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

void apply_gutter(Scene& scene, const Dials& dials, Rng& random) {
    // The slope decays exponentially from the binding; darkness three times as fast. By eye.
    const double reach_mm = random.uniform(20, 45), half_mm = scene.width_mm / 2;
    const bool left = random.below(2) == 0;
    const double most = dials.values[0];
    scene.sheet.bend = Bend(scene.width_mm, scene.height_mm, 0, [=](double q) {
        const double from_side_mm = (left ? q + 1 : 1 - q) * half_mm;
        return (left ? 1 : -1) * most * exp_of(-from_side_mm / reach_mm);
    });
    Field dark(scene.width_mm, scene.height_mm, Soil::k_cells_per_mm);
    for (int j = 0; j < dark.rows; ++j)
        for (int i = 0; i < dark.columns; ++i) {
            const double x = dark.centre(i), from_side_mm = left ? x : scene.width_mm - x;
            if (from_side_mm < 3 * reach_mm)
                dark.row(j)[i] =
                    static_cast<float>(0.8 * most * exp_of(-from_side_mm / (reach_mm / 3)));
        }
    scene.stain(dark, {1, 1, 1});
}

} // namespace

Artifact gutter() {
    return {"gutter",
            "dip at the binding of a book",
            {{"slope_rad", "rad, at the binding", {{0.1, 0.3}, {0.3, 0.55}, {0.55, 0.8}}}},
            apply_gutter};
}

} // namespace ecgpress
