// Photocopies and scans of one bit per pixel.
#pragma once

#include "core/image.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {

/// Applies scene.finish.copy to a grey image in three channels.
void photocopy(Image& image, const Scene& scene);

/// Replaces greys of an image in three channels by black and white dots.
void dither(Image& image, const Scene& scene);

} // namespace ecgpress
