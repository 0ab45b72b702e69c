// Processing by scanner software: levels stretched so that paper is white, and sharpened edges;
// with the scanner's blur and noise. Values by eye.
#include <algorithm>

#include "render/artifacts/list.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

void apply_scan_levels(Scene& scene, const Dials& dials, Rng&) {
    scene.finish.low = std::max(scene.finish.low, dials.values[0]);
    scene.finish.high = std::min(scene.finish.high, 255 - 0.9 * dials.values[0]);
    scene.sensor.sharpen = std::max(scene.sensor.sharpen, 0.5);
    scene.sensor.blur_px = std::max(scene.sensor.blur_px, 0.55);
    scene.sensor.iso = std::max(scene.sensor.iso, 0.25);
    scene.soil.texture = std::max(scene.soil.texture, 1.2);
}

} // namespace

Artifact scan_levels() {
    return {"scan_levels",
            "a scanner's levels and sharpening",
            {{"stretch", "grey levels", {{4, 12}, {12, 20}, {20, 34}}}},
            apply_scan_levels};
}

} // namespace ecgpress
