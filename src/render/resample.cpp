#include "render/resample.hpp"

#include <algorithm>
#include <cmath>

#include "render/ink_mask.hpp"
#include "render/lattice_walk.hpp"

namespace ecgpress {

namespace {

constexpr std::int64_t k_fine_per_weight = k_fine_per_px / 256;

/// A position on the drawing: the pixel before it, and how far behind its centre, in 1/256.
struct Place {
    std::int64_t x, y;
    unsigned part_x, part_y;
};

Place place_of(std::int64_t fine_x, std::int64_t fine_y) {
    const std::int64_t x = (fine_x + k_fine_per_weight / 2) >> 10,
                       y = (fine_y + k_fine_per_weight / 2) >> 10;
    static_assert(k_fine_per_weight == 1 << 10);
    return {x >> 8, y >> 8, static_cast<unsigned>(x & 255), static_cast<unsigned>(y & 255)};
}

/// Red, green and blue in 16 bits each.
std::uint64_t spread(const std::uint8_t* rgb) {
    return std::uint64_t{rgb[0]} | std::uint64_t{rgb[1]} << 16 | std::uint64_t{rgb[2]} << 32;
}

/// Between two spread colours, each channel rounded.
std::uint64_t between(std::uint64_t a, std::uint64_t b, unsigned part) {
    constexpr std::uint64_t k_halves = 0x0000'0080'0080'0080, k_bytes = 0x0000'00FF'00FF'00FF;
    return ((a * (256 - part) + b * part + k_halves) >> 8) & k_bytes;
}

unsigned between(unsigned a, unsigned b, unsigned part) {
    return (a * (256 - part) + b * part + 128) >> 8;
}

/// The image pixels that can show any of a rectangle of the drawing.
PixelRect seen_rect(const PixelRect& rect, const Lattice& lattice) {
    constexpr double k_margin_px = 8; // what lies between the places looked at
    constexpr double k_step_px = 24;
    const double x1 = rect.right() - 1, y1 = rect.bottom() - 1;
    const int across = 1 + static_cast<int>(rect.width / k_step_px),
              down = 1 + static_cast<int>(rect.height / k_step_px);
    std::vector<PointPx> outline;
    for (int i = 0; i <= across; ++i)
        for (const double y : {static_cast<double>(rect.y), y1})
            outline.push_back({rect.x + (x1 - rect.x) * i / across, y});
    for (int i = 0; i <= down; ++i)
        for (const double x : {static_cast<double>(rect.x), x1})
            outline.push_back({x, rect.y + (y1 - rect.y) * i / down});
    double left = 1e9, top = 1e9, right = -1e9, bottom = -1e9;
    bool lost = false;
    for (const PointPx& seen : lattice.image_from_drawing(outline)) {
        lost = lost || std::isnan(seen.x_px);
        left = std::min(left, seen.x_px);
        right = std::max(right, seen.x_px);
        top = std::min(top, seen.y_px);
        bottom = std::max(bottom, seen.y_px);
    }
    const PixelRect image{0, 0, lattice.width_px(), lattice.height_px()};
    if (lost) return image;
    return touched_pixels(
        {left - k_margin_px, top - k_margin_px, right + k_margin_px, bottom + k_margin_px},
        lattice.width_px(), lattice.height_px());
}

} // namespace

Image resampled(const Image& drawing, const Lattice& lattice) {
    Image image(lattice.width_px(), lattice.height_px(), 3);
    const std::int64_t last_x = drawing.width - 1, last_y = drawing.height - 1;
    for (int y = 0; y < image.height; ++y) {
        std::uint8_t* to = image.row(y);
        walk_row(lattice, y, 0, image.width, [&](int, std::int64_t fine_x, std::int64_t fine_y) {
            const Place at = place_of(fine_x, fine_y);
            const auto clamped = [](std::int64_t v, std::int64_t last) {
                return std::min(std::max<std::int64_t>(v, 0), last);
            };
            const auto x0 = static_cast<std::size_t>(clamped(at.x, last_x)),
                       x1 = static_cast<std::size_t>(clamped(at.x + 1, last_x));
            const std::uint8_t *const upper = drawing.row(static_cast<int>(clamped(at.y, last_y))),
                                      *const lower =
                                          drawing.row(static_cast<int>(clamped(at.y + 1, last_y)));
            const std::uint64_t left =
                between(spread(upper + 3 * x0), spread(lower + 3 * x0), at.part_y);
            const std::uint64_t right =
                between(spread(upper + 3 * x1), spread(lower + 3 * x1), at.part_y);
            const std::uint64_t rgb = between(left, right, at.part_x);
            to[0] = static_cast<std::uint8_t>(rgb);
            to[1] = static_cast<std::uint8_t>(rgb >> 16);
            to[2] = static_cast<std::uint8_t>(rgb >> 32);
            to += 3;
        });
    }
    return image;
}

Image coverage_of_drawing(int drawing_width_px, int drawing_height_px, const Lattice& lattice) {
    Image image(lattice.width_px(), lattice.height_px(), 1);
    // A pixel whose centre lies on the edge, half a pixel beyond the last centre, is half covered.
    const std::int64_t width = drawing_width_px * k_fine_per_px,
                       height = drawing_height_px * k_fine_per_px;
    const auto inside = [](std::int64_t fine, std::int64_t length) {
        const std::int64_t near = std::min(fine + k_fine_per_px, length - fine);
        return static_cast<unsigned>(
            std::min(std::max<std::int64_t>(near / k_fine_per_weight, 0), std::int64_t{256}));
    };
    for (int y = 0; y < image.height; ++y) {
        std::uint8_t* const to = image.row(y);
        walk_row(lattice, y, 0, image.width, [&](int x, std::int64_t fine_x, std::int64_t fine_y) {
            to[x] = static_cast<std::uint8_t>(
                inside(fine_x, width) * inside(fine_y, height) * 255 >> 16);
        });
    }
    return image;
}

InkMask resampled(const InkMask& ink, const Lattice& lattice) {
    if (ink.rect.empty()) return {};
    InkMask mask = blank_mask(seen_rect(ink.rect, lattice));
    const auto stride = static_cast<std::int64_t>(ink.rect.width);
    const auto at = [&](std::int64_t x, std::int64_t y) -> unsigned {
        return x < 0 || y < 0 || x >= ink.rect.width || y >= ink.rect.height
                   ? 0
                   : ink.coverage[static_cast<std::size_t>(y * stride + x)];
    };
    for (int y = mask.rect.y; y < mask.rect.bottom(); ++y) {
        std::uint8_t* const to =
            mask.coverage.data() +
            static_cast<std::size_t>(y - mask.rect.y) * static_cast<std::size_t>(mask.rect.width);
        walk_row(lattice, y, mask.rect.x, mask.rect.right(),
                 [&](int x, std::int64_t fine_x, std::int64_t fine_y) {
                     Place place = place_of(fine_x, fine_y);
                     place.x -= ink.rect.x;
                     place.y -= ink.rect.y;
                     if (place.x < -1 || place.y < -1 || place.x >= ink.rect.width ||
                         place.y >= ink.rect.height)
                         return;
                     const unsigned left =
                         between(at(place.x, place.y), at(place.x, place.y + 1), place.part_y);
                     const unsigned right = between(at(place.x + 1, place.y),
                                                    at(place.x + 1, place.y + 1), place.part_y);
                     to[x - mask.rect.x] =
                         static_cast<std::uint8_t>(between(left, right, place.part_x));
                 });
    }
    return trimmed(std::move(mask));
}

} // namespace ecgpress
