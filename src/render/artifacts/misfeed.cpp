// Paper that slips or is fed at an angle during printing.
#include "render/artifacts/list.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

void apply_misfeed(Scene& scene, const Dials& dials, Rng& random) {
    const double sign = random.below(2) == 0 ? 1 : -1;
    // Longer or shorter by the slip, and skewed by up to half of it.
    scene.sheet.stretch += sign * dials.values[0] / 100;
    scene.sheet.shear += random.uniform(-0.5, 0.5) * dials.values[0] / 100;
    // Period of the wobble in mm, by eye.
    scene.sheet.wobble.push_back({dials.values[1], random.uniform(90, 240), random.uniform()});
}

} // namespace

Artifact misfeed() {
    return {"misfeed",
            "slip and wobble of the printer's feed",
            {{"slip_percent", "% of the length", {{0.05, 0.2}, {0.2, 0.5}, {0.5, 1}}},
             {"wobble_mm", "mm", {{0.02, 0.1}, {0.1, 0.25}, {0.25, 0.5}}}},
            apply_misfeed};
}

} // namespace ecgpress
