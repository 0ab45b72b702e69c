#include "render/draw/ink_mask.hpp"

#include <cmath>
#include <cstring>
#include <utility>

namespace ecgpress {
namespace {

struct PixelRange {
    int begin, count;
};

PixelRange touched_range(double low, double high, int size) {
    const double begin = std::clamp(std::floor(low), 0.0, static_cast<double>(size));
    const double end = std::clamp(std::ceil(high), begin, static_cast<double>(size));
    return {static_cast<int>(begin), static_cast<int>(end - begin)};
}

bool is_blank(const InkMask& mask, const PixelRect& part) {
    for (int y = part.y; y < part.bottom(); ++y)
        for (int x = part.x; x < part.right(); ++x)
            if (mask.at(x, y) != 0) return false;
    return true;
}

PixelRect ink_rect(const InkMask& mask) {
    PixelRect rect = mask.rect;
    while (!rect.empty() && is_blank(mask, {rect.x, rect.y, rect.width, 1})) {
        ++rect.y;
        --rect.height;
    }
    while (!rect.empty() && is_blank(mask, {rect.x, rect.bottom() - 1, rect.width, 1}))
        --rect.height;
    while (!rect.empty() && is_blank(mask, {rect.x, rect.y, 1, rect.height})) {
        ++rect.x;
        --rect.width;
    }
    while (!rect.empty() && is_blank(mask, {rect.right() - 1, rect.y, 1, rect.height}))
        --rect.width;
    return rect;
}

} // namespace

PixelRect touched_pixels(const RectPx& rect, int width_px, int height_px) {
    const PixelRange x = touched_range(rect.x0_px, rect.x1_px, width_px);
    const PixelRange y = touched_range(rect.y0_px, rect.y1_px, height_px);
    return {x.begin, y.begin, x.count, y.count};
}

InkMask blank_mask(const PixelRect& rect) {
    return {rect,
            Bytes(static_cast<std::size_t>(rect.width) * static_cast<std::size_t>(rect.height))};
}

InkMask trimmed(InkMask mask) {
    const PixelRect tight = ink_rect(mask);
    if (tight.empty()) return {};
    if (tight == mask.rect) return mask;
    const auto from_width = static_cast<std::size_t>(mask.rect.width);
    const auto to_width = static_cast<std::size_t>(tight.width);
    const std::uint8_t* from = mask.coverage.data() +
                               static_cast<std::size_t>(tight.y - mask.rect.y) * from_width +
                               static_cast<std::size_t>(tight.x - mask.rect.x);
    std::uint8_t* to = mask.coverage.data(); // never ahead of `from`, so rows can be moved in place
    for (int y = 0; y < tight.height; ++y, from += from_width, to += to_width)
        std::memmove(to, from, to_width);
    mask.coverage.resize(to_width * static_cast<std::size_t>(tight.height));
    mask.rect = tight;
    return mask;
}

} // namespace ecgpress
