// Hairline kinks of paper that was bent sharply: short (about 14 mm), thin and curved. By eye.
#include "core/elementary.hpp"
#include "render/artifacts/list.hpp"
#include "render/artifacts/shapes.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

void apply_kinks(Scene& scene, const Dials& dials, Rng& random) {
    for (int i = 0; i < dials.count(0); ++i) {
        const double length_mm = 14 * exp_of(0.45 * random.normal()), turns = random.uniform();
        const PointMm from{random.uniform() * scene.width_mm, random.uniform() * scene.height_mm};
        Ridge ridge;
        ridge.from = from;
        ridge.to = {from.x_mm + cos_of_turns(turns) * length_mm,
                    from.y_mm + sin_of_turns(turns) * length_mm};
        ridge.height_mm = dials.values[1] * (random.below(2) == 0 ? 1 : -1);
        ridge.left_mm = random.uniform(0.5, 1.2);
        ridge.right_mm = random.uniform(0.5, 1.2);
        ridge.bow_mm = 0.12 * length_mm * random.normal();
        add_ridge(scene.sheet, ridge);
    }
}

} // namespace

Artifact kinks() {
    return {"kinks",
            "short sharp kinks",
            {{"count", "number", {{4, 7}, {8, 15}, {16, 22}}},
             {"height_mm", "mm", {{0.10, 0.15}, {0.15, 0.22}, {0.22, 0.28}}}},
            apply_kinks};
}

} // namespace ecgpress
