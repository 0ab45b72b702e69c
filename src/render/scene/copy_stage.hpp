// Photocopies, grey images, and scans of one bit per pixel.
#pragma once

#include "core/image.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {

/// Replaces the colours of an image by their luma.
void make_grey(Image& image);

/// Applies scene.finish.copy. The image becomes grey.
void photocopy(Image& image, const Scene& scene);

/// Replaces the greys of an image, or the luma of its colours, by black and white dots.
void dither(Image& image, const Scene& scene);

} // namespace ecgpress
