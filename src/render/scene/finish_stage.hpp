// Last stage of develop(): processing of the finished image by software.
#pragma once

#include "core/image.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {

/// Applies scene.finish: resampling, saturation, levels, threshold, earlier JPEG encodings.
void finish(Image& image, const Scene& scene);

} // namespace ecgpress
