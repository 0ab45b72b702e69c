// Changes of brightness, contrast, gamma and saturation by image software.
#include "render/artifacts/list.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

void apply_colour_shift(Scene& scene, const Dials& dials, Rng& random) {
    const double most = dials.values[0] / 100;
    Finish& finish = scene.finish;
    // Asymmetric ranges: darker and flatter more often than the reverse. By eye.
    finish.brightness += random.uniform(-0.5, 0.35) * most;
    finish.contrast *= 1 + random.uniform(-1, 0.6) * most;
    finish.gamma *= 1 + random.uniform(-1, 1) * most;
    finish.saturation *= 1 + random.uniform(-1, 1) * 1.5 * most;
}

} // namespace

Artifact colour_shift() {
    return {"colour_shift",
            "brightness, contrast, gamma, saturation",
            {{"percent", "%, at most", {{1, 5}, {5, 12}, {12, 25}}}},
            apply_colour_shift};
}

} // namespace ecgpress
