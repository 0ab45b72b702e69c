// A lens out of focus, more so away from one point, and motion blur by a shaking hand.
#include <algorithm>

#include "core/elementary.hpp"
#include "render/artifacts/list.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

void apply_defocus(Scene& scene, const Dials& dials, Rng& random) {
    Sensor& sensor = scene.sensor;
    // Slight blur even in focus, which is in the middle of the image: edges on photographs are
    // 1.2 px wide (10 to 90 %, docs/realism.md), after sharpening.
    sensor.blur_px = std::max(sensor.blur_px, random.uniform(0.3, 0.6));
    sensor.far_blur_px = dials.values[0];
    sensor.focus_x = random.uniform(0.3, 0.7);
    sensor.focus_y = random.uniform(0.3, 0.7);
    sensor.motion_px = dials.values[1];
    sensor.motion_rad = random.uniform(0, k_pi);
}

} // namespace

Artifact defocus() {
    return {"defocus",
            "blur that increases away from the focus, and motion blur",
            {{"sigma_px", "px, far from focus", {{0.4, 0.8}, {0.8, 1.4}, {1.4, 2.6}}},
             {"shake_px", "px", {{0, 0}, {0, 3}, {3, 9}}}},
            apply_defocus};
}

} // namespace ecgpress
