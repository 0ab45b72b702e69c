#include "render/draw/crops.hpp"

#include <algorithm>
#include <cstring>

#include "render/draw/blend.hpp"
#include "render/draw/ink_mask.hpp"

namespace ecgpress {

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
    const PixelRect common = intersection(ink.rect, rect);
    if (common.empty()) return mask;
    const auto stride = static_cast<std::size_t>(ink.rect.width);
    const std::uint8_t* from = ink.coverage.data() +
                               static_cast<std::size_t>(common.y - ink.rect.y) * stride +
                               static_cast<std::size_t>(common.x - ink.rect.x);
    for (int y = common.y; y < common.bottom(); ++y, from += stride)
        std::memcpy(mask.row(y - rect.y) + (common.x - rect.x), from,
                    static_cast<std::size_t>(common.width));
    return mask;
}

Image visible_mask(const RenderedPage& page, std::size_t target, const PixelRect& crop) {
    Image mask = crop_mask(page.traces[target], crop);
    for (std::size_t i = target + 1; i < page.traces.size(); ++i)
        for_each_ink_pixel(page.traces[i], crop, [&](int x, int y, std::uint8_t covering) {
            std::uint8_t& open = mask.row(y - crop.y)[x - crop.x];
            open = blended(open, 0, covering);
        });
    if (!page.seen.pixels.empty())
        for (int y = 0; y < crop.height; ++y)
            for (int x = 0; x < crop.width; ++x) {
                const std::uint8_t seen = page.seen.row(y + crop.y)[x + crop.x];
                mask.row(y)[x] = blended(mask.row(y)[x], 0, static_cast<std::uint8_t>(255 - seen));
            }
    return mask;
}

Image overlap_mask(const RenderedPage& page) {
    Image most(page.image.width, page.image.height, 1), second = most;
    for (const InkMask& trace : page.traces)
        for_each_ink_pixel(trace, trace.rect, [&](int x, int y, std::uint8_t coverage) {
            // The two largest coverages so far.
            std::uint8_t &high = most.row(y)[x], &low = second.row(y)[x];
            low = std::max(low, std::min(high, coverage));
            high = std::max(high, coverage);
        });
    return second;
}

OverlapCount count_overlap(const RenderedPage& page, std::size_t target, const PixelRect& crop) {
    OverlapCount count;
    for_each_ink_pixel(page.traces[target], crop,
                       [&](int, int, std::uint8_t) { ++count.target_px; });
    Image counted(crop.width, crop.height, 1);
    for (std::size_t i = 0; i < page.traces.size(); ++i) {
        if (i == target) continue;
        for_each_ink_pixel(page.traces[i], crop, [&](int x, int y, std::uint8_t) {
            std::uint8_t& seen = counted.row(y - crop.y)[x - crop.x];
            if (seen == 0) ++count.other_px;
            seen = 1;
        });
    }
    return count;
}

} // namespace ecgpress
