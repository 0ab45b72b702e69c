// Lines from dust on a scanner's sensor, and a misalignment of its red and blue lines.
#include "render/artifacts/list.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

void apply_scan_streaks(Scene& scene, const Dials& dials, Rng& random) {
    // Standard deviation of 9 grey levels, by eye.
    for (int i = 0; i < dials.count(0); ++i)
        scene.sensor.streaks.push_back({random.uniform(), 9 * random.normal()});
    const double sign = random.below(2) == 0 ? 1 : -1;
    scene.sensor.red_shift_px = sign * dials.values[1];
    scene.sensor.blue_shift_px = -sign * dials.values[1] * random.uniform(0.6, 1);
}

} // namespace

Artifact scan_streaks() {
    return {"scan_streaks",
            "lines from sensor dust, misaligned colours",
            {{"streaks", "number", {{1, 1.5}, {2, 4}, {5, 9}}},
             {"shift_px", "px, of red and blue", {{0.1, 0.25}, {0.25, 0.45}, {0.45, 0.7}}}},
            apply_scan_streaks};
}

} // namespace ecgpress
