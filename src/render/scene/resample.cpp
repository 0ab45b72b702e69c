#include "render/scene/resample.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "render/draw/ink_mask.hpp"
#include "render/draw/vectorised.hpp"
#include "render/scene/lattice_walk.hpp"

namespace ecgpress {

namespace {

constexpr std::int64_t k_fine_per_weight = k_fine_per_px / 256;

/// A position on the drawing: the pixel before it, and the distance from its centre in 1/256 px.
struct FinePlace {
    std::int64_t x, y;
    unsigned part_x, part_y;
};

/// Rounds a position to 1/256 px. The shifts round down for negative positions, too.
FinePlace fine_place_of(std::int64_t fine_x, std::int64_t fine_y) {
    const std::int64_t x = (fine_x + k_fine_per_weight / 2) >> 10,
                       y = (fine_y + k_fine_per_weight / 2) >> 10;
    static_assert(k_fine_per_weight == 1 << 10);
    return {x >> 8, y >> 8, static_cast<unsigned>(x & 255), static_cast<unsigned>(y & 255)};
}

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

/// Resamples a stretch whose pixels are all inside the drawing.
ECGPRESS_VECTORISED
void put_stretch(std::uint8_t* to, const std::uint8_t* drawing, std::size_t stride,
                 const LatticeStretch& stretch) {
    std::int64_t fine_x = stretch.fine_x, fine_y = stretch.fine_y;
    for (int i = 0; i < stretch.count; ++i, to += 3) {
        const FinePlace at = fine_place_of(fine_x, fine_y);
        const std::uint8_t* const upper =
            drawing + static_cast<std::size_t>(at.y) * stride + 3 * static_cast<std::size_t>(at.x);
        put_between(to, upper, upper + stride, at.part_x, at.part_y);
        fine_x += stretch.step_x;
        fine_y += stretch.step_y;
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

unsigned between(unsigned a, unsigned b, unsigned part) {
    return (a * (256 - part) + b * part + 128) >> 8;
}

/// Returns the image pixels that can show any part of a rectangle of the drawing, by mapping points
/// on its outline.
PixelRect seen_rect(const PixelRect& rect, const Lattice& lattice) {
    constexpr double k_margin_px = 8; // for the outline between the mapped points
    constexpr double k_step_px = 24;  // between mapped points
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

/// Returns the mask with a blank frame of one pixel.
InkMask with_blank_frame(const InkMask& ink) {
    InkMask framed =
        blank_mask({ink.rect.x - 1, ink.rect.y - 1, ink.rect.width + 2, ink.rect.height + 2});
    const auto from = static_cast<std::size_t>(ink.rect.width),
               to = static_cast<std::size_t>(framed.rect.width);
    for (std::size_t y = 0; y < static_cast<std::size_t>(ink.rect.height); ++y)
        std::copy_n(ink.coverage.data() + y * from, from,
                    framed.coverage.data() + (y + 1) * to + 1);
    return framed;
}

/// Index of the squares of a mask that contain ink. Most of a mask's rectangle is blank.
class Inked {
  public:
    explicit Inked(const InkMask& ink)
        : rect_(ink.rect), columns_((ink.rect.width + k_side - 1) / k_side),
          cells_(static_cast<std::size_t>(columns_) *
                 static_cast<std::size_t>((ink.rect.height + k_side - 1) / k_side)) {
        const std::uint8_t* row = ink.coverage.data();
        for (int y = 0; y < rect_.height; ++y, row += rect_.width)
            for (int x = 0; x < rect_.width; x += k_side) {
                const int end = std::min(rect_.width, x + k_side);
                if (std::any_of(row + x, row + end, [](std::uint8_t c) { return c != 0; }))
                    cells_[cell(x / k_side, y / k_side)] = 1;
            }
    }

    /// Returns whether any of these pixels of the drawing can have ink.
    bool any(const PixelRect& rect) const {
        const PixelRect here = intersection(rect, rect_);
        if (here.empty()) return false;
        const int last_x = here.right() - 1 - rect_.x, last_y = here.bottom() - 1 - rect_.y;
        for (int row = (here.y - rect_.y) / k_side; row <= last_y / k_side; ++row)
            for (int column = (here.x - rect_.x) / k_side; column <= last_x / k_side; ++column)
                if (cells_[cell(column, row)] != 0) return true;
        return false;
    }

  private:
    static constexpr int k_side = 16;

    std::size_t cell(int column, int row) const {
        return static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) +
               static_cast<std::size_t>(column);
    }

    PixelRect rect_;
    int columns_;
    std::vector<std::uint8_t> cells_;
};

} // namespace

Image resampled(const Image& drawing, const Lattice& lattice) {
    Image image(lattice.width_px(), lattice.height_px(), 3);
    const PixelRect inner{0, 0, drawing.width - 2, drawing.height}; // where 11 bytes can be read
    const PixelRect page{-1, -1, drawing.width + 2, drawing.height + 2};
    enum Cell : std::uint8_t { k_beyond, k_edge, k_inside };
    CellRow cells(lattice);
    for (int y = 0; y < image.height; ++y) {
        std::uint8_t* const to = image.row(y);
        const auto& kinds = cells.of(y, [&](const PixelRect& rect) {
            return intersection(rect, page).empty()    ? k_beyond
                   : intersection(rect, inner) == rect ? k_inside
                                                       : k_edge;
        });
        walk_stretches(lattice, y, 0, image.width, [&](const LatticeStretch& stretch) {
            const std::uint8_t kind = kinds[cell_of(stretch)];
            if (kind == k_inside)
                put_stretch(to + std::ptrdiff_t{3} * stretch.x, drawing.pixels.data(),
                            drawing.stride(), stretch);
            else if (kind == k_edge)
                put_edge(to + std::ptrdiff_t{3} * stretch.x, drawing, stretch);
        });
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
        walk_stretches(lattice, y, 0, image.width, [&](LatticeStretch at) {
            if (whole[cell_of(at)] != 0) {
                std::fill_n(to + at.x, at.count, std::uint8_t{255});
                return;
            }
            for (int i = 0; i < at.count; ++i, at.fine_x += at.step_x, at.fine_y += at.step_y)
                to[at.x + i] = static_cast<std::uint8_t>(
                    inside(at.fine_x, width) * inside(at.fine_y, height) * 255 >> 16);
        });
    }
    return image;
}

InkMask resampled(const InkMask& ink, const Lattice& lattice) {
    if (ink.rect.empty()) return {};
    const InkMask framed = with_blank_frame(ink);
    const PixelRect& rect = framed.rect;
    const Inked inked(framed);
    InkMask mask = blank_mask(seen_rect(ink.rect, lattice));
    const auto stride = static_cast<std::size_t>(rect.width);
    std::uint8_t* to = mask.coverage.data();
    CellRow cells(lattice);
    for (int y = mask.rect.y; y < mask.rect.bottom(); ++y, to += mask.rect.width) {
        const auto& any = cells.of(y, [&](const PixelRect& part) { return inked.any(part); });
        walk_stretches(lattice, y, mask.rect.x, mask.rect.right(), [&](LatticeStretch stretch) {
            if (any[cell_of(stretch)] == 0) return;
            std::uint8_t* out = to + (stretch.x - mask.rect.x);
            for (int i = 0; i < stretch.count; ++i, ++out) {
                const FinePlace at = fine_place_of(stretch.fine_x, stretch.fine_y);
                stretch.fine_x += stretch.step_x;
                stretch.fine_y += stretch.step_y;
                const std::int64_t x = at.x - rect.x, y_in = at.y - rect.y;
                if (x < 0 || y_in < 0 || x + 1 >= rect.width || y_in + 1 >= rect.height) continue;
                const std::uint8_t* const upper = framed.coverage.data() +
                                                  static_cast<std::size_t>(y_in) * stride +
                                                  static_cast<std::size_t>(x);
                const std::uint8_t* const lower = upper + stride;
                const unsigned left = between(unsigned{upper[0]}, unsigned{lower[0]}, at.part_y);
                const unsigned right = between(unsigned{upper[1]}, unsigned{lower[1]}, at.part_y);
                *out = static_cast<std::uint8_t>(between(left, right, at.part_x));
            }
        });
    }
    return trimmed(std::move(mask));
}

} // namespace ecgpress
