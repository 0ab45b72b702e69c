// Stage of develop() for light, lens and sensor.
#pragma once

#include "core/image.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {

/// Applies scene.light and scene.sensor: light, glare, blur, shake, streaks, noise, tones.
void expose(Image& image, const Scene& scene);

} // namespace ecgpress
