#include "render/scene/resample_ink.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>
#include <vector>

#include "render/draw/ink_mask.hpp"
#include "render/draw/vectorised.hpp"
#include "render/scene/lattice_walk.hpp"
#include "render/scene/sample_runs.hpp"

namespace ecgpress {

namespace {

ECGPRESS_VECTORISED
void put_greys(std::uint8_t* to, const std::uint8_t* upper, const std::uint8_t* lower,
               const Run& run) {
    put_lanes<1>(to, upper, lower, run);
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
                const unsigned left =
                    byte_between(unsigned{upper[0]}, unsigned{lower[0]}, place.part_y);
                const unsigned right =
                    byte_between(unsigned{upper[1]}, unsigned{lower[1]}, place.part_y);
                to[i] = static_cast<std::uint8_t>(byte_between(left, right, place.part_x));
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

/// What a part of a mask contains.
enum class Part : std::uint8_t { blank, full, mixed };

/// Index of the squares of a mask that are blank or fully covered. Most of a mask is.
class Squares {
  public:
    explicit Squares(const InkMask& ink)
        : rect_(ink.rect), columns_((ink.rect.width + k_side - 1) / k_side),
          parts_(static_cast<std::size_t>(columns_) *
                 static_cast<std::size_t>((ink.rect.height + k_side - 1) / k_side)) {
        const std::uint8_t* row = ink.coverage.data();
        for (int y = 0; y < rect_.height; ++y, row += rect_.width)
            for (int x = 0; x < rect_.width; x += k_side) {
                const Part here = part_of(row + x, std::min(k_side, rect_.width - x));
                Part& part = parts_[cell(x / k_side, y / k_side)];
                if (y % k_side == 0)
                    part = here;
                else if (part != here)
                    part = Part::mixed;
            }
    }

    /// Returns what these pixels of the drawing contain. Beyond the mask they are blank.
    Part at(const PixelRect& rect) const {
        const PixelRect here = intersection(rect, rect_);
        if (here.empty()) return Part::blank;
        const int last_x = here.right() - 1 - rect_.x, last_y = here.bottom() - 1 - rect_.y;
        const int first_x = (here.x - rect_.x) / k_side, first_y = (here.y - rect_.y) / k_side;
        const Part first = parts_[cell(first_x, first_y)];
        if (first == Part::full && !(here == rect)) return Part::mixed;
        for (int row = first_y; row <= last_y / k_side; ++row)
            for (int column = first_x; column <= last_x / k_side; ++column)
                if (parts_[cell(column, row)] != first) return Part::mixed;
        return first;
    }

  private:
    static constexpr int k_side = 16;

    /// What up to k_side bytes contain. Reads eight at once.
    static Part part_of(const std::uint8_t* bytes, int count) {
        std::uint64_t any = 0, all = ~std::uint64_t{0}, eight = 0;
        int i = 0;
        for (; i + 8 <= count; i += 8) {
            std::memcpy(&eight, bytes + i, sizeof eight);
            any |= eight;
            all &= eight;
        }
        for (; i < count; ++i) {
            any |= bytes[i];
            all &= bytes[i] | ~std::uint64_t{255};
        }
        return any == 0 ? Part::blank : all == ~std::uint64_t{0} ? Part::full : Part::mixed;
    }

    std::size_t cell(int column, int row) const {
        return static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) +
               static_cast<std::size_t>(column);
    }

    PixelRect rect_;
    int columns_;
    std::vector<Part> parts_;
};

/// Resamples a stretch at the edge of a mask, whose last values are repeated beyond it.
void put_grey_edge(std::uint8_t* to, const InkMask& greys, LatticeStretch stretch) {
    const auto clamped = [](std::int64_t v, int length) {
        return static_cast<std::size_t>(
            std::min<std::int64_t>(std::max<std::int64_t>(v, 0), length - 1));
    };
    const int width = greys.rect.width, height = greys.rect.height;
    for (int i = 0; i < stretch.count; ++i) {
        const FinePlace at = fine_place_of(stretch.fine_x, stretch.fine_y);
        const std::size_t x0 = clamped(at.x, width), x1 = clamped(at.x + 1, width);
        const std::uint8_t* const upper =
            greys.coverage.data() + clamped(at.y, height) * static_cast<std::size_t>(width);
        const std::uint8_t* const lower =
            greys.coverage.data() + clamped(at.y + 1, height) * static_cast<std::size_t>(width);
        to[i] = static_cast<std::uint8_t>(byte_between(
            byte_between(unsigned{upper[x0]}, unsigned{lower[x0]}, at.part_y),
            byte_between(unsigned{upper[x1]}, unsigned{lower[x1]}, at.part_y), at.part_x));
        stretch.fine_x += stretch.step_x;
        stretch.fine_y += stretch.step_y;
    }
}

} // namespace

Image resampled_greys(Image drawing, const Lattice& lattice) {
    const PixelRect all{0, 0, drawing.width, drawing.height};
    const InkMask greys{all, std::move(drawing.pixels)};
    const Squares squares(greys);
    Image image(lattice.width_px(), lattice.height_px(), 1);
    CellRow cells(lattice);
    enum Kind : std::uint8_t { k_black, k_white, k_mixed, k_edge };
    for (int y = 0; y < image.height; ++y) {
        const auto& kinds = cells.of(y, [&](const PixelRect& rect) {
            const PixelRect inside = intersection(rect, all);
            const Part part = squares.at(inside); // beyond the drawing the last values are repeated
            return part == Part::blank || inside.empty() ? k_black
                   : part == Part::full                  ? k_white
                   : inside == rect                      ? k_mixed
                                                         : k_edge;
        });
        std::uint8_t* const to = image.row(y);
        for_each_run(kinds, image.width, [&](std::uint8_t kind, int first, int end) {
            if (kind == k_white) std::fill(to + first, to + end, std::uint8_t{255});
            if (kind != k_mixed && kind != k_edge) return;
            walk_stretches(lattice, y, first, end, [&](const LatticeStretch& stretch) {
                (kind == k_mixed ? put_ink : put_grey_edge)(to + stretch.x, greys, stretch);
            });
        });
    }
    return image;
}

InkMask resampled(const InkMask& ink, const Lattice& lattice) {
    if (ink.rect.empty()) return {};
    const InkMask framed = with_blank_frame(ink);
    const Squares squares(framed);
    InkMask mask = blank_mask(seen_rect(ink.rect, lattice));
    std::uint8_t* to = mask.coverage.data();
    CellRow cells(lattice);
    for (int y = mask.rect.y; y < mask.rect.bottom(); ++y, to += mask.rect.width) {
        const auto& any =
            cells.of(y, [&](const PixelRect& part) { return squares.at(part) != Part::blank; });
        for_each_run(any, mask.rect.right(), [&](std::uint8_t has_ink, int first, int end) {
            if (has_ink == 0) return;
            walk_stretches(lattice, y, std::max(first, mask.rect.x), end,
                           [&](const LatticeStretch& stretch) {
                               put_ink(to + (stretch.x - mask.rect.x), framed, stretch);
                           });
        });
    }
    return trimmed(std::move(mask));
}

} // namespace ecgpress
