// Specks and hairs.
#include "core/elementary.hpp"
#include "render/artifacts/list.hpp"
#include "render/artifacts/shapes.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

PointMm anywhere(const Scene& scene, Rng& random) {
    return {random.uniform() * scene.width_mm, random.uniform() * scene.height_mm};
}

void apply_dust(Scene& scene, const Dials& dials, Rng& random) {
    const int specks = dials.count(0);
    for (int i = 0; i < specks; ++i) {
        const PointMm at = anywhere(scene, random);
        // 0.1 to 0.6 mm, mostly small.
        const double size_mm = 0.1 * exp_of(1.8 * random.uniform() * random.uniform());
        scene.soil.marks.push_back(
            {stroke(scene, {at, {at.x_mm + 0.3 * size_mm * random.normal(), at.y_mm}}, size_mm),
             {70, 66, 62},
             random.uniform(0.3, 0.8),
             false,
             false});
    }
    // One hair, and one more for every 40 specks; curves of 8 to 40 mm.
    for (int i = 0; i < 1 + specks / 40; ++i) {
        const PointMm a = anywhere(scene, random);
        const double turns = random.uniform(), length_mm = random.uniform(8, 40);
        const double bend_mm = 0.3 * length_mm * random.normal();
        std::vector<PointMm> hair;
        for (int k = 0; k <= 24; ++k) {
            const double t = k / 24.0, along = t * length_mm, beside = 4 * t * (1 - t) * bend_mm;
            hair.push_back({a.x_mm + along * cos_of_turns(turns) - beside * sin_of_turns(turns),
                            a.y_mm + along * sin_of_turns(turns) + beside * cos_of_turns(turns)});
        }
        scene.soil.marks.push_back(
            {stroke(scene, hair, /*width_mm=*/0.08), {60, 52, 46}, 0.6, false, false});
    }
}

} // namespace

Artifact dust() {
    return {"dust",
            "specks and hairs",
            {{"specks", "number", {{8, 30}, {30, 100}, {100, 300}}}},
            apply_dust};
}

} // namespace ecgpress
