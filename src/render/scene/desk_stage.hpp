// Stage of develop() that fills what is around the page: the desk and the shadow of the page.
#pragma once

#include "core/image.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {

/// Draws the desk, with the shadow of the page on it, wherever the page does not cover the image.
/// @param cover  0-255: share of each pixel that is page
void lay_on_desk(Image& image, const Image& cover, const Scene& scene);

} // namespace ecgpress
