// Straight folds of letters or of fan-fold paper.
#include "core/elementary.hpp"
#include "render/artifacts/list.hpp"
#include "render/artifacts/shapes.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

void apply_folds(Scene& scene, const Dials& dials, Rng& random) {
    const int count = dials.count(0);
    // Folds at regular intervals, alternately up and down. Each is a wide tent with a narrow crest,
    // where print wears off. Widths (mm) and deviations were chosen by eye.
    const bool upright = random.uniform() < 0.7;
    const double length_mm = upright ? scene.width_mm : scene.height_mm;
    const double across_mm = upright ? scene.height_mm : scene.width_mm;
    for (int i = 0; i < count; ++i) {
        const double at = length_mm * (i + 1.0) / (count + 1) + 4 * random.normal();
        const double askew = 1.5 * random.normal();
        // Vertical folds if `upright`, else horizontal ones.
        const auto place = [&](double along, double beside) {
            return upright ? PointMm{along, beside} : PointMm{beside, along};
        };
        Ridge fold;
        fold.from = place(at - askew, -1);
        fold.to = place(at + askew, across_mm + 1);
        fold.taper = 0;
        fold.height_mm = dials.values[1] * random.uniform(0.7, 1.2) * (i % 2 == 0 ? 1 : -1);
        fold.left_mm = random.uniform(9, 26);
        fold.right_mm = random.uniform(9, 26);
        fold.sharpness = 1;
        add_ridge(scene.sheet, fold); // the tent
        fold.height_mm = random.uniform(0.1, 0.25) * (fold.height_mm > 0 ? 1 : -1);
        fold.left_mm = random.uniform(0.6, 1.1);
        fold.right_mm = random.uniform(0.6, 1.1);
        fold.wear = dials.values[2];
        add_ridge(scene.sheet, fold); // its crest
    }
}

} // namespace

Artifact folds() {
    return {"folds",
            "straight folds across the page",
            {{"count", "number", {{1, 1.4}, {1.5, 2.4}, {2.5, 3.4}}},
             {"height_mm", "mm", {{0.8, 1.6}, {1.6, 3.4}, {3.4, 5}}},
             {"wear", "of the print on the crest", {{0.05, 0.2}, {0.2, 0.6}, {0.6, 0.95}}}},
            apply_folds};
}

} // namespace ecgpress
