// Random blanks, and random ink on them.
#pragma once

#include <memory>
#include <utility>

#include "core/random.hpp"
#include "render/draw/rendered_page.hpp"

namespace ecgpress::testing_support {

/// Paper with a grid, or noise; every row and column differs from its neighbours.
inline std::shared_ptr<const Image> random_blank(int width_px, int height_px, Rng& random) {
    auto blank = std::make_shared<Image>(width_px, height_px, 3);
    const bool noise = random.below(2) == 0;
    const int pitch = 3 + static_cast<int>(random.below(20));
    std::size_t at = 0;
    for (int y = 0; y < height_px; ++y)
        for (int x = 0; x < width_px; ++x)
            for (int c = 0; c < 3; ++c) {
                const bool line = x % pitch == 0 || y % pitch == 0;
                blank->pixels[at++] = static_cast<std::uint8_t>(noise    ? random.below(256)
                                                                : c == 0 ? 250
                                                                : line   ? 150 + y % 7
                                                                         : 235 + x % 5);
            }
    return blank;
}

inline PixelRect random_rect(const Image& image, int most_px, Rng& random) {
    const auto below = [&](int count) {
        return static_cast<int>(random.below(static_cast<std::uint64_t>(count)));
    };
    return {below(image.width), below(image.height), 1 + below(most_px), 1 + below(most_px)};
}

inline RenderedPage blank_page(std::shared_ptr<const Image> blank) {
    RenderedPage page;
    page.image = *blank;
    page.drawn = Tiles(blank->width, blank->height);
    page.blank = std::move(blank);
    return page;
}

/// The part of a rectangle that is on the page.
inline void add_ink(RenderedPage& page, const PixelRect& anywhere, Rng& random) {
    const PixelRect rect = intersection(anywhere, {0, 0, page.image.width, page.image.height});
    for (int y = rect.y; y < rect.bottom(); ++y)
        for (int i = 3 * rect.x; i < 3 * rect.right(); ++i)
            page.image.row(y)[i] = static_cast<std::uint8_t>(random.below(100));
    page.drawn.add(rect);
}

/// A page that is shorter than its blank.
inline RenderedPage shorter(RenderedPage page, int height_px) {
    page.image.height = height_px;
    page.image.pixels.resize(static_cast<std::size_t>(height_px) * page.image.stride());
    page.drawn = Tiles(page.image.width, height_px);
    return page;
}

inline RenderedPage random_page(std::shared_ptr<const Image> blank, Rng& random,
                                int height_px = 0) {
    RenderedPage page = blank_page(std::move(blank));
    if (height_px > 0) page = shorter(std::move(page), height_px);
    for (std::uint64_t strokes = random.below(6); strokes > 0; --strokes)
        add_ink(page, random_rect(page.image, 20, random), random);
    return page;
}

} // namespace ecgpress::testing_support
