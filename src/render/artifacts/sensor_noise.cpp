// Noise of the sensor after the camera's processing.
#include <algorithm>

#include "render/artifacts/list.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

void apply_sensor_noise(Scene& scene, const Dials& dials, Rng&) {
    scene.sensor.iso = std::max(scene.sensor.iso, dials.values[0]);
}

} // namespace

Artifact sensor_noise() {
    return {"sensor_noise",
            "photon and read noise",
            {{"iso", "hundreds", {{0.7, 4}, {4, 9}, {9, 18}}}},
            apply_sensor_noise};
}

} // namespace ecgpress
