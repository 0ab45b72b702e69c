// What each pixel of a page's image shows.
#pragma once

#include "page/page.hpp"
#include "page/truth/pixel_class.hpp"
#include "page/warp.hpp"
#include "render/draw/rendered_page.hpp"

namespace ecgpress {

/// The class of each pixel, as a grey image. Ink counts by least_ink; paper and what hides
/// it where they cover at least half of a pixel; grid lines thinner than a pixel count as one pixel
/// wide, on distorted pages as 1.5 px.
Image semantic_mask(const Page& page, const ImageFromPage& image_from_page,
                    const RenderedPage& rendered);

/// Shares of each pixel, 0-255, as an RGB image: background (red), text and pulses (green), trace
/// (blue); their sum is 255. The trace is above text. What hides the print and handwriting are
/// background.
Image soft_mask(const RenderedPage& rendered);

} // namespace ecgpress
