// Objects of the picture that are not the page: fingers and sheets in front of it, sheets below it.
#pragma once

#include "core/image.hpp"
#include "render/draw/rendered_page.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {

/// Draws sheets and fingers over the picture. What they cover becomes invisible in page.seen.
void put_in_front(RenderedPage& page, const Scene& scene);

/// Draws the sheets that lie below the page over the desk, where the page does not cover it.
void put_below(Image& image, const Image& cover, const Scene& scene);

} // namespace ecgpress
