// Cuts a lead's crop and masks out of a page, and counts the ink of other leads in the crop.
#pragma once

#include <cstddef>
#include <cstdint>

#include "render/draw/rendered_page.hpp"

namespace ecgpress {

/// Returns the part of an image inside a rectangle. @pre rect is inside the image
Image crop_image(const Image& image, const PixelRect& rect);

/// Returns a trace's coverage as a grey image of the crop's size.
Image crop_mask(const InkMask& ink, const PixelRect& rect);

/// Returns the visible part of a lead's ink as a grey image of the crop's size: its coverage,
/// reduced by the coverage of later leads and of objects on the page.
Image visible_mask(const RenderedPage& page, std::size_t target, const PixelRect& crop);

/// Returns the overlap of leads as a grey image of the page's size: the second largest coverage of
/// each pixel by any lead.
Image overlap_mask(const RenderedPage& page);

/// Ink pixels: pixels with any coverage (> 0).
struct OverlapCount {
    std::uint64_t target_px = 0; ///< ink pixels of the lead in the crop
    std::uint64_t other_px = 0;  ///< pixels of the crop with ink of any other lead
    /// other_px / target_px; 0 if there is no target ink.
    double ratio() const {
        return target_px == 0 ? 0.0
                              : static_cast<double>(other_px) / static_cast<double>(target_px);
    }
};

/// Counts ink pixels in a crop. A pixel with ink of several other leads counts once (decision
/// 0007).
OverlapCount count_overlap(const RenderedPage& page, std::size_t target, const PixelRect& crop);

} // namespace ecgpress
