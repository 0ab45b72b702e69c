#include "render/crops.hpp"

#include <algorithm>
#include <cstring>

namespace ecgpress {
namespace {

/// Calls visit(x, y, coverage) for a mask's ink pixels in a rectangle.
template <class Visit>
void for_each_ink_pixel(const InkMask& ink, const PixelRect& rect, Visit visit) {
    const PixelRect common = intersection(ink.rect, rect);
    for (int y = common.y; y < common.bottom(); ++y)
        for (int x = common.x; x < common.right(); ++x)
            if (const std::uint8_t coverage = ink.at(x, y)) visit(x, y, coverage);
}

} // namespace

Image crop_image(const Image& image, const PixelRect& rect) {
    Image crop(rect.width, rect.height, image.channels);
    const std::size_t left =
        static_cast<std::size_t>(rect.x) * static_cast<std::size_t>(image.channels);
    for (int y = 0; y < rect.height; ++y)
        std::memcpy(crop.row(y), image.row(rect.y + y) + left, crop.stride());
    return crop;
}

Image crop_mask(const InkMask& ink, const PixelRect& rect) {
    Image mask(rect.width, rect.height, 1);
    for_each_ink_pixel(ink, rect, [&](int x, int y, std::uint8_t coverage) {
        mask.row(y - rect.y)[x - rect.x] = coverage;
    });
    return mask;
}

OverlapCount count_overlap(const RenderedPage& page, std::size_t target, const PixelRect& crop) {
    OverlapCount count;
    for_each_ink_pixel(page.traces[target], crop,
                       [&](int, int, std::uint8_t) { ++count.target_px; });
    Image others(crop.width, crop.height, 1);
    for (std::size_t i = 0; i < page.traces.size(); ++i) {
        if (i == target) continue;
        for_each_ink_pixel(page.traces[i], crop, [&](int x, int y, std::uint8_t) {
            others.row(y - crop.y)[x - crop.x] = 1;
        });
    }
    count.other_px =
        static_cast<std::uint64_t>(std::count(others.pixels.begin(), others.pixels.end(), 1));
    return count;
}

} // namespace ecgpress
