// A page that is not flat: an arch, a curl at one side, or a wave.
#include <algorithm>

#include "core/elementary.hpp"
#include "render/artifacts/list.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

void apply_bend(Scene& scene, const Dials& dials, Rng& random) {
    // Slope profiles over q = -1 ... 1. Shares, exponents and the lamp (mm) were chosen by eye.
    const double most = dials.values[0], kind = random.uniform();
    const double direction = kind < 0.7 ? random.uniform(-0.2, 0.2) : random.uniform(0, k_pi);
    const auto arch = [=](double q) { return -most * q; };
    const auto curl = [=](double q) {
        return most * pow_of(std::max(0.0, (q - 0.25) / 0.75), 1.6);
    };
    const auto wave = [=](double q) { return 0.5 * most * sin_of(k_pi * (1.6 * q + 0.3)); };
    const auto slope = [=](double q) {
        return kind < 0.45 ? arch(q) : kind < 0.75 ? curl(q) : wave(q);
    };
    scene.sheet.bend = Bend(scene.width_mm, scene.height_mm, direction, slope);
    scene.lamp.near_point = PointInSpace{random.uniform(-150, 150), random.uniform(-200, -80),
                                         random.uniform(300, 450)};
}

} // namespace

Artifact bend() {
    return {"bend",
            "an arched, curled or wavy sheet",
            {{"slope_rad", "rad, at its steepest", {{0.05, 0.14}, {0.14, 0.3}, {0.3, 0.6}}}},
            apply_bend};
}

} // namespace ecgpress
