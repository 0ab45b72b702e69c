// Pieces of a page: a lead's crop, its masks, and how much of other leads' ink is in it.
#pragma once

#include <cstddef>
#include <cstdint>

#include "render/draw/rendered_page.hpp"

namespace ecgpress {

/// @pre rect lies in the image
Image crop_image(const Image& image, const PixelRect& rect);

/// A trace's coverage as a grey image of the crop's size.
Image crop_mask(const InkMask& ink, const PixelRect& rect);

/// The part of a lead's ink that no later lead's covers, nor anything that lies on the page, as a
/// grey image of the crop's size: the lead's coverage times what they leave open.
Image visible_mask(const RenderedPage& page, std::size_t target, const PixelRect& crop);

/// Where the ink of two leads lies, as a grey image of the page's size: each pixel's second largest
/// coverage by any lead.
Image overlap_mask(const RenderedPage& page);

/// Ink pixels: pixels with any coverage (> 0).
struct OverlapCount {
    std::uint64_t target_px = 0; ///< the target's ink pixels in the crop
    std::uint64_t other_px = 0;  ///< pixels of the crop that hold ink of any other lead
    /// other_px / target_px; 0 if there is no target ink.
    double ratio() const {
        return target_px == 0 ? 0.0
                              : static_cast<double>(other_px) / static_cast<double>(target_px);
    }
};

/// A pixel that holds ink of two other leads counts once.
OverlapCount count_overlap(const RenderedPage& page, std::size_t target, const PixelRect& crop);

} // namespace ecgpress
