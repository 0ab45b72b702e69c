#include "render/scene/resample.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "render/draw/ink_mask.hpp"
#include "render/draw/vectorised.hpp"
#include "render/scene/lattice_walk.hpp"

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

/// Pixels of an image row whose neighbours on the drawing are neighbours in one row of it, too, as
/// nearly all are where the page is not turned or scaled by much.
struct Run {
    static constexpr int k_most = Lattice::k_pitch_px;

    int count = 0;
    std::int64_t x = 0, y = 0;           ///< pixel before the first position
    std::int32_t part_x = 0, part_y = 0; ///< distance of the first position from it, fine units
    std::int32_t step_x = 0, step_y = 0; ///< change of this distance from pixel to pixel
};

/// Returns the number of steps, up to `most`, after which a distance is still within a pixel.
int steps_within(std::int32_t part, std::int32_t step, int most) {
    const auto last = part + std::int64_t{step} * most;
    if (step == 0 || (last >= 0 && last < k_fine_per_px)) return most;
    constexpr auto k_last = static_cast<std::int32_t>(k_fine_per_px - 1);
    return step > 0 ? (k_last - part) / step : part / -step;
}

/// Returns the run at the beginning of a stretch.
Run run_of(const LatticeStretch& stretch) {
    constexpr int k_shift = 18;
    static_assert(k_fine_per_px == 1 << k_shift);
    const std::int64_t x = stretch.fine_x + k_fine_per_weight / 2,
                       y = stretch.fine_y + k_fine_per_weight / 2;
    const std::int64_t across = stretch.step_x - k_fine_per_px, down = stretch.step_y;
    Run run;
    run.x = x >> k_shift;
    run.y = y >> k_shift;
    run.part_x = static_cast<std::int32_t>(x - (run.x << k_shift));
    run.part_y = static_cast<std::int32_t>(y - (run.y << k_shift));
    // A step of more than a pixel ends the run at once.
    const auto step = [](std::int64_t wanted) {
        return static_cast<std::int32_t>(std::clamp(wanted, -k_fine_per_px, k_fine_per_px));
    };
    run.step_x = step(across);
    run.step_y = step(down);
    const int most = std::min(stretch.count, Run::k_most) - 1;
    run.count =
        1 + steps_within(run.part_y, run.step_y, steps_within(run.part_x, run.step_x, most));
    return run;
}

/// Moves the beginning of a stretch.
void skip(LatticeStretch& stretch, int count) {
    stretch.x += count;
    stretch.count -= count;
    stretch.fine_x += count * stretch.step_x;
    stretch.fine_y += count * stretch.step_y;
}

/// The index of the pixel of each byte.
template <int channels> struct PixelOfByte {
    std::int32_t of[channels * Run::k_most] = {};
    constexpr PixelOfByte() {
        for (int i = 0; i < channels * Run::k_most; ++i) of[i] = i / channels;
    }
};

/// Resamples Run::k_most pixels as if all of them belonged to the run. `upper` and `lower` point to
/// its first pixel in two rows of the drawing; one pixel more than that is read.
template <int channels>
inline void put_lanes(std::uint8_t* to, const std::uint8_t* upper, const std::uint8_t* lower,
                      const Run& run) {
    static constexpr PixelOfByte<channels> k_pixel;
#pragma GCC ivdep // `to` is not a part of the drawing
    for (int i = 0; i < channels * Run::k_most; ++i) {
        const auto right =
            static_cast<std::uint16_t>(((run.part_x + run.step_x * k_pixel.of[i]) >> 10) & 255);
        const auto below =
            static_cast<std::uint16_t>(((run.part_y + run.step_y * k_pixel.of[i]) >> 10) & 255);
        const auto left = static_cast<std::uint16_t>(256 - right);
        const auto above = static_cast<std::uint16_t>(256 - below);
        const auto a = static_cast<std::uint16_t>(
            static_cast<std::uint16_t>(upper[i] * above + lower[i] * below + 128) >> 8);
        const auto b = static_cast<std::uint16_t>(
            static_cast<std::uint16_t>(upper[i + channels] * above + lower[i + channels] * below +
                                       128) >>
            8);
        to[i] =
            static_cast<std::uint8_t>(static_cast<std::uint16_t>(a * left + b * right + 128) >> 8);
    }
}
ECGPRESS_VECTORISED
void put_colours(std::uint8_t* to, const std::uint8_t* upper, const std::uint8_t* lower,
                 const Run& run) {
    put_lanes<3>(to, upper, lower, run);
}
ECGPRESS_VECTORISED
void put_greys(std::uint8_t* to, const std::uint8_t* upper, const std::uint8_t* lower,
               const Run& run) {
    put_lanes<1>(to, upper, lower, run);
}

constexpr int k_short_run = 4; ///< up to this length, single pixels are faster

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

unsigned between(unsigned a, unsigned b, unsigned part) {
    return (a * (256 - part) + b * part + 128) >> 8;
}

/// Resamples a stretch of ink. Nothing is written where it is beyond the mask.
void put_ink(std::uint8_t* to, const InkMask& ink, LatticeStretch stretch) {
    const PixelRect& rect = ink.rect;
    const auto stride = static_cast<std::size_t>(rect.width);
    while (stretch.count > 0) {
        const Run run = run_of(stretch);
        const std::int64_t x = run.x - rect.x, y = run.y - rect.y;
        const auto at = static_cast<std::size_t>(y) * stride + static_cast<std::size_t>(x);
        if (run.count > k_short_run && x >= 0 && y >= 0 && x + run.count < rect.width &&
            y + 1 < rect.height && at + stride + Run::k_most + 1 <= ink.coverage.size()) {
            std::uint8_t lanes[Run::k_most];
            put_greys(lanes, ink.coverage.data() + at, ink.coverage.data() + at + stride, run);
            std::copy_n(lanes, run.count, to);
        } else {
            for (int i = 0; i < run.count; ++i) {
                if (x + i < 0 || y < 0 || x + i + 1 >= rect.width || y + 1 >= rect.height) continue;
                const FinePlace place = fine_place_of(stretch.fine_x + i * stretch.step_x,
                                                      stretch.fine_y + i * stretch.step_y);
                const std::uint8_t* const upper =
                    ink.coverage.data() + (at + static_cast<std::size_t>(i));
                const std::uint8_t* const lower = upper + stride;
                const unsigned left = between(unsigned{upper[0]}, unsigned{lower[0]}, place.part_y);
                const unsigned right =
                    between(unsigned{upper[1]}, unsigned{lower[1]}, place.part_y);
                to[i] = static_cast<std::uint8_t>(between(left, right, place.part_x));
            }
        }
        to += run.count;
        skip(stretch, run.count);
    }
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
    Image image = Image::to_append(lattice.width_px(), lattice.height_px());
    Bytes row(image.stride());
    const PixelRect inner{0, 0, drawing.width - 2, drawing.height}; // where 11 bytes can be read
    const PixelRect page{-1, -1, drawing.width + 2, drawing.height + 2};
    enum Cell : std::uint8_t { k_beyond, k_edge, k_inside };
    CellRow cells(lattice);
    for (int y = 0; y < image.height; ++y) {
        std::uint8_t* const to = row.data();
        std::fill(row.begin(), row.end(), std::uint8_t{0});
        const auto& kinds = cells.of(y, [&](const PixelRect& rect) {
            return intersection(rect, page).empty()    ? k_beyond
                   : intersection(rect, inner) == rect ? k_inside
                                                       : k_edge;
        });
        walk_stretches(lattice, y, 0, image.width, [&](const LatticeStretch& stretch) {
            const std::uint8_t kind = kinds[cell_of(stretch)];
            if (kind == k_inside)
                put_stretch(to + std::ptrdiff_t{3} * stretch.x, drawing, stretch);
            else if (kind == k_edge)
                put_edge(to + std::ptrdiff_t{3} * stretch.x, drawing, stretch);
        });
        image.pixels.insert(image.pixels.end(), row.begin(), row.end());
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
    const Inked inked(framed);
    InkMask mask = blank_mask(seen_rect(ink.rect, lattice));
    std::uint8_t* to = mask.coverage.data();
    CellRow cells(lattice);
    for (int y = mask.rect.y; y < mask.rect.bottom(); ++y, to += mask.rect.width) {
        const auto& any = cells.of(y, [&](const PixelRect& part) { return inked.any(part); });
        walk_stretches(lattice, y, mask.rect.x, mask.rect.right(), [&](LatticeStretch stretch) {
            if (any[cell_of(stretch)] == 0) return;
            put_ink(to + (stretch.x - mask.rect.x), framed, stretch);
        });
    }
    return trimmed(std::move(mask));
}

} // namespace ecgpress
