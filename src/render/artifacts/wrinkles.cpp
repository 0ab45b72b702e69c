// Ridges that remain when paper was held and pressed; they end within the page. Sizes by eye.
#include "core/elementary.hpp"
#include "render/artifacts/list.hpp"
#include "render/artifacts/shapes.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

void apply_wrinkles(Scene& scene, const Dials& dials, Rng& random) {
    for (int i = 0; i < dials.count(0); ++i) {
        const double length_mm = 38 * exp_of(0.5 * random.normal()), turns = random.uniform();
        const PointMm middle{random.uniform() * scene.width_mm, random.uniform() * scene.height_mm};
        const double dx = cos_of_turns(turns) * length_mm / 2,
                     dy = sin_of_turns(turns) * length_mm / 2;
        Ridge ridge;
        ridge.from = {middle.x_mm - dx, middle.y_mm - dy};
        ridge.to = {middle.x_mm + dx, middle.y_mm + dy};
        ridge.height_mm =
            dials.values[1] * random.uniform(0.5, 1) * (random.below(2) == 0 ? 1 : -1);
        const double width_mm = random.uniform(2.5, 7);
        ridge.left_mm = width_mm * random.uniform(0.6, 1.5);
        ridge.right_mm = width_mm * random.uniform(0.6, 1.5);
        ridge.bow_mm = 0.06 * length_mm * random.normal();
        ridge.sharpness = random.uniform(0.9, 1.4);
        ridge.taper = random.uniform(0.5, 1.2);
        add_ridge(scene.sheet, ridge);
    }
}

} // namespace

Artifact wrinkles() {
    return {"wrinkles",
            "ridges that end within the page",
            {{"count", "number", {{3, 6}, {6, 12}, {12, 18}}},
             {"height_mm", "mm", {{0.4, 0.9}, {0.9, 1.9}, {1.9, 2.6}}}},
            apply_wrinkles};
}

} // namespace ecgpress
