// A scan in grey, or in black and white only (threshold 150 to 199 grey levels, by eye).
#include "render/artifacts/list.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

void apply_scan_grey(Scene& scene, const Dials& dials, Rng& random) {
    scene.finish.grey = true;
    scene.finish.contrast *= 1 + 0.25 * dials.strength;
    if (random.uniform() < dials.values[0]) {
        scene.finish.threshold = 150 + static_cast<int>(random.below(50));
        scene.finish.drift = 6;
    }
}

} // namespace

Artifact scan_grey() {
    return {
        "scan_grey",
        "a scan without colour",
        {{"two_levels", "probability of pure black and white", {{0, 0.1}, {0.1, 0.3}, {0.3, 1}}}},
        apply_scan_grey};
}

} // namespace ecgpress
