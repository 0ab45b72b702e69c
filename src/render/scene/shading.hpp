// The light of the lamp on a sheet that is not flat.
#pragma once

#include <vector>

#include "render/scene/scene.hpp"

namespace ecgpress {

/// Returns the brightness of the lit relief relative to flat paper: Lambert's law plus ambient
/// light, with inverse-square falloff for a near lamp. In gamma space, so that the image need not
/// be linearised. Fitted by eye to photographs of creased pages.
/// @returns fields of red, green and blue with the raster of the relief; only one if the light has
/// one colour
std::vector<Field> shading(const Scene& scene);

} // namespace ecgpress
