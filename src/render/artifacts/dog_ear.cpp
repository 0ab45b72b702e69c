// A folded corner: the back of the paper covers the print.
#include "render/artifacts/list.hpp"
#include "render/artifacts/shapes.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

void apply_dog_ear(Scene& scene, const Dials& dials, Rng& random) {
    const bool right = random.below(2) == 0, bottom = random.below(2) == 0;
    const double leg_mm = dials.values[0], other_mm = leg_mm * random.uniform(0.75, 1.3);
    const double x = right ? scene.width_mm : 0, y = bottom ? scene.height_mm : 0;
    const double sx = right ? -1 : 1, sy = bottom ? -1 : 1;
    const PointMm a{x + sx * leg_mm, y}, b{x, y + sy * other_mm};
    // The tip is the corner's mirror image at the crease.
    const double nx = sx * other_mm, ny = sy * leg_mm; // normal of the crease, towards the page
    const double distance = leg_mm * other_mm / (nx * nx + ny * ny);
    const PointMm tip{x + 2 * nx * distance, y + 2 * ny * distance};
    const auto moved = [&](const PointMm& p, double by) {
        return PointMm{p.x_mm + sx * by, p.y_mm + sy * by};
    };
    // A shadow of 1.2 mm, the paper's back, and the crease; colours by eye.
    scene.soil.marks.push_back(
        {polygon(scene, {a, b, moved(tip, 1.2)}), {90, 90, 95}, 0.35, false, false});
    scene.soil.marks.push_back({polygon(scene, {a, b, tip}), {236, 234, 230}, 1, false, true});
    scene.soil.marks.push_back({stroke(scene, {a, b}, 0.25), {205, 203, 200}, 0.8, false, true});
    scene.soil.cuts.push_back(
        polygon(scene, {{x - sx, y - sy}, {a.x_mm, y - sy}, a, b, {x - sx, b.y_mm}}));
}

} // namespace

Artifact dog_ear() {
    return {"dog_ear",
            "a folded corner",
            {{"leg_mm", "mm", {{8, 14}, {14, 22}, {22, 35}}}},
            apply_dog_ear};
}

} // namespace ecgpress
