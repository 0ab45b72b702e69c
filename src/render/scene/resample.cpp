#include "render/scene/resample.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

#include "render/draw/vectorised.hpp"
#include "render/scene/lattice_walk.hpp"
#include "render/scene/sample_runs.hpp"

namespace ecgpress {

namespace {

/// Eight 16-bit numbers, of which an RGB pixel needs three. (Vector extension of GCC and Clang: one
/// instruction processes all eight, on any processor.)
typedef std::uint16_t Numbers __attribute__((vector_size(16)));
typedef std::uint8_t EightBytes __attribute__((vector_size(8)));

inline Numbers numbers_at(const std::uint8_t* bytes) {
    EightBytes eight;
    std::memcpy(&eight, bytes, sizeof eight);
    return __builtin_convertvector(eight, Numbers);
}

/// Interpolates: part 0 yields a, 256 would yield b.
inline Numbers between(Numbers a, Numbers b, unsigned part) {
    const auto to_b = static_cast<std::uint16_t>(part);
    const auto to_a = static_cast<std::uint16_t>(256 - part);
    return (a * to_a + b * to_b + 128) >> 8;
}

/// Writes the interpolation of four pixels. `upper` and `lower` point to the left pixels of two
/// rows; eleven bytes are read from each.
inline void put_between(std::uint8_t* to, const std::uint8_t* upper, const std::uint8_t* lower,
                        unsigned part_x, unsigned part_y) {
    const Numbers left = between(numbers_at(upper), numbers_at(lower), part_y);
    const Numbers right = between(numbers_at(upper + 3), numbers_at(lower + 3), part_y);
    const EightBytes colour = __builtin_convertvector(between(left, right, part_x), EightBytes);
    std::memcpy(to, &colour, 3);
}

ECGPRESS_VECTORISED
void put_colours(std::uint8_t* to, const std::uint8_t* upper, const std::uint8_t* lower,
                 const Run& run) {
    put_lanes<3>(to, upper, lower, run);
}
/// Resamples a stretch whose pixels are all inside the drawing.
void put_stretch(std::uint8_t* to, const Image& drawing, LatticeStretch stretch) {
    constexpr std::size_t k_reach = 3 * std::size_t{Run::k_most + 1}; // bytes read from a row
    const std::size_t stride = drawing.stride(), last = drawing.pixels.size() - 1;
    while (stretch.count > 0) {
        const Run run = run_of(stretch);
        const std::size_t at =
            static_cast<std::size_t>(run.y) * stride + 3 * static_cast<std::size_t>(run.x);
        const std::uint8_t* const upper = drawing.pixels.data() + at;
        // The next rows of the image will read a few rows below: processors do not foresee that on
        // a turned page.
        __builtin_prefetch(drawing.pixels.data() + std::min(at + 6 * stride, last));
        if (run.count <= k_short_run || at + stride + k_reach > drawing.pixels.size()) {
            for (int i = 0; i < run.count; ++i) {
                const FinePlace place = fine_place_of(stretch.fine_x + i * stretch.step_x,
                                                      stretch.fine_y + i * stretch.step_y);
                const std::uint8_t* const pixel = upper + std::ptrdiff_t{3} * i;
                put_between(to + std::ptrdiff_t{3} * i, pixel, pixel + stride, place.part_x,
                            place.part_y);
            }
        } else if (run.count == Run::k_most) {
            put_colours(to, upper, upper + stride, run);
        } else {
            std::uint8_t lanes[3 * Run::k_most];
            put_colours(lanes, upper, upper + stride, run);
            std::copy_n(lanes, 3 * run.count, to);
        }
        to += std::ptrdiff_t{3} * run.count;
        skip(stretch, run.count);
    }
}

/// Resamples a stretch at the edge of the drawing, whose last pixels are repeated beyond it.
void put_edge(std::uint8_t* to, const Image& drawing, LatticeStretch stretch) {
    const auto clamped = [](std::int64_t v, int length) {
        return static_cast<int>(std::min<std::int64_t>(std::max<std::int64_t>(v, 0), length - 1));
    };
    for (int i = 0; i < stretch.count; ++i, to += 3) {
        const FinePlace at = fine_place_of(stretch.fine_x, stretch.fine_y);
        const int x0 = clamped(at.x, drawing.width), x1 = clamped(at.x + 1, drawing.width);
        std::uint8_t upper[11] = {}, lower[11] = {};
        const auto copy = [&](std::uint8_t* pair, const std::uint8_t* row) {
            std::copy_n(row + std::ptrdiff_t{3} * x0, 3, pair);
            std::copy_n(row + std::ptrdiff_t{3} * x1, 3, pair + 3);
        };
        copy(upper, drawing.row(clamped(at.y, drawing.height)));
        copy(lower, drawing.row(clamped(at.y + 1, drawing.height)));
        put_between(to, upper, lower, at.part_x, at.part_y);
        stretch.fine_x += stretch.step_x;
        stretch.fine_y += stretch.step_y;
    }
}

} // namespace

Image resampled(const Image& drawing, const Lattice& lattice, Bytes memory) {
    Image image = Image::to_append(lattice.width_px(), lattice.height_px(), std::move(memory));
    Bytes row(image.stride()); // stays in the cache until it is complete
    const PixelRect inner{0, 0, drawing.width - 2, drawing.height}; // where 11 bytes can be read
    const PixelRect page{-1, -1, drawing.width + 2, drawing.height + 2};
    enum Cell : std::uint8_t { k_beyond, k_edge, k_inside };
    CellRow cells(lattice);
    for (int y = 0; y < image.height; ++y) {
        const auto& kinds = cells.of(y, [&](const PixelRect& rect) {
            return intersection(rect, page).empty()    ? k_beyond
                   : intersection(rect, inner) == rect ? k_inside
                                                       : k_edge;
        });
        walk_stretches(lattice, y, 0, image.width, [&](const LatticeStretch& stretch) {
            const std::uint8_t kind = kinds[cell_of(stretch)];
            std::uint8_t* const pixels = row.data() + std::ptrdiff_t{3} * stretch.x;
            if (kind == k_inside)
                put_stretch(pixels, drawing, stretch);
            else if (kind == k_edge)
                put_edge(pixels, drawing, stretch);
            else
                std::fill_n(pixels, 3 * stretch.count, std::uint8_t{0});
        });
        image.append(row);
    }
    return image;
}

Image coverage_of_drawing(int drawing_width_px, int drawing_height_px, const Lattice& lattice) {
    Image image(lattice.width_px(), lattice.height_px(), 1);
    // A pixel whose centre is on the edge, half a pixel beyond the last centre, is half covered.
    const std::int64_t width = drawing_width_px * k_fine_per_px,
                       height = drawing_height_px * k_fine_per_px;
    const auto inside = [](std::int64_t fine, std::int64_t length) {
        const std::int64_t near = std::min(fine + k_fine_per_px, length - fine);
        return static_cast<unsigned>(
            std::min(std::max<std::int64_t>(near / k_fine_per_weight, 0), std::int64_t{256}));
    };
    const PixelRect inner{1, 1, drawing_width_px - 2, drawing_height_px - 2};
    CellRow cells(lattice);
    for (int y = 0; y < image.height; ++y) {
        std::uint8_t* const to = image.row(y);
        const auto& whole =
            cells.of(y, [&](const PixelRect& rect) { return intersection(rect, inner) == rect; });
        for_each_run(whole, image.width, [&](std::uint8_t is_whole, int first, int end) {
            if (is_whole != 0) {
                std::fill(to + first, to + end, std::uint8_t{255});
                return;
            }
            walk_stretches(lattice, y, first, end, [&](LatticeStretch at) {
                for (int i = 0; i < at.count; ++i, at.fine_x += at.step_x, at.fine_y += at.step_y)
                    to[at.x + i] = static_cast<std::uint8_t>(
                        inside(at.fine_x, width) * inside(at.fine_y, height) * 255 >> 16);
            });
        });
    }
    return image;
}

} // namespace ecgpress
