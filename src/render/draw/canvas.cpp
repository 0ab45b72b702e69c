#include "render/draw/canvas.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "render/draw/blend.hpp"

namespace ecgpress {
namespace {

constexpr std::size_t k_tile_row_bytes = 3 * std::size_t{k_tile_px};

/// The ink colour, repeated for all pixels of one tile row.
using InkRow = std::array<std::uint8_t, k_tile_row_bytes>;

InkRow ink_row(Colour colour) {
    InkRow row{};
    for (std::size_t i = 0; i < row.size(); i += 3) {
        row[i] = colour.red;
        row[i + 1] = colour.green;
        row[i + 2] = colour.blue;
    }
    return row;
}

/// The part of a mask in one tile.
struct TileInk {
    PixelRect rect;
    const std::uint8_t* coverage;
    std::size_t stride;

    bool whole() const { return rect.width == k_tile_px && rect.height == k_tile_px; }
    const std::uint8_t* row(int y) const { return coverage + static_cast<std::size_t>(y) * stride; }

    bool blank() const {
        static_assert(k_tile_px == sizeof(std::uint64_t));
        std::uint64_t any = 0, eight = 0;
        for (int y = 0; y < rect.height; ++y) {
            if (rect.width == k_tile_px) // with a constant size this is a single load
                std::memcpy(&eight, row(y), k_tile_px);
            else
                std::memcpy(&eight, row(y), static_cast<std::size_t>(rect.width));
            any |= eight;
        }
        return any == 0;
    }
};

/// Calls visit(tile's ink) for each tile that a mask touches.
template <class Visit> void for_each_tile(const InkMask& ink, Visit visit) {
    const PixelRect& all = ink.rect;
    const auto stride = static_cast<std::size_t>(all.width);
    for (int y = all.y, y_end = 0; y < all.bottom(); y = y_end) {
        y_end = std::min(all.bottom(), (y / k_tile_px + 1) * k_tile_px);
        const std::uint8_t* const row =
            ink.coverage.data() + static_cast<std::size_t>(y - all.y) * stride;
        for (int x = all.x, x_end = 0; x < all.right(); x = x_end) {
            x_end = std::min(all.right(), (x / k_tile_px + 1) * k_tile_px);
            visit(TileInk{{x, y, x_end - x, y_end - y}, row + (x - all.x), stride});
        }
    }
}

std::uint8_t* pixel(Image& image, int x, int y) {
    return image.row(y) + 3 * static_cast<std::size_t>(x);
}

/// Writes the coverage of each pixel three times. Writes one byte more than that.
void spread(const std::uint8_t* coverage, std::uint8_t* to) {
    for (int x = 0; x < k_tile_px; ++x, to += 3) {
        const std::uint32_t four_times = coverage[x] * 0x01010101U;
        std::memcpy(to, &four_times, sizeof four_times);
    }
}

/// Blends a complete tile; pixels without coverage do not change. All coverage is spread before any
/// is read: reading a value right after its overlapping 4-byte stores would wait for the store
/// buffer.
void blend_whole(const TileInk& tile, const InkRow& ink, Image& image) {
    std::array<std::uint8_t, k_tile_px * k_tile_row_bytes + 1> covered;
    for (int y = 0; y < k_tile_px; ++y)
        spread(tile.row(y), covered.data() + static_cast<std::size_t>(y) * k_tile_row_bytes);
    const std::uint8_t* coverage = covered.data();
    for (int y = tile.rect.y; y < tile.rect.bottom(); ++y, coverage += k_tile_row_bytes) {
        std::uint8_t* const rgb = pixel(image, tile.rect.x, y);
        for (std::size_t i = 0; i < k_tile_row_bytes; ++i)
            rgb[i] = blended(rgb[i], ink[i], coverage[i]);
    }
}

void blend_part(const TileInk& tile, Colour colour, Image& image) {
    for (int y = 0; y < tile.rect.height; ++y)
        for (int x = 0; x < tile.rect.width; ++x)
            blend_pixel(pixel(image, tile.rect.x + x, tile.rect.y + y), colour, tile.row(y)[x]);
}

/// Restores the blank in the drawn tiles of the image's first rows.
void wipe(Image& image, const Tiles& drawn, const Image& blank, int rows) {
    for (int y = 0; y < rows; ++y) {
        const std::uint8_t* const tiles = drawn.row_of(y / k_tile_px);
        for (int begin = 0; begin < drawn.columns(); ++begin) {
            if (tiles[begin] == 0) continue;
            const int first = begin;
            while (begin < drawn.columns() && tiles[begin] != 0) ++begin;
            const auto from = static_cast<std::size_t>(first) * k_tile_row_bytes;
            const std::size_t end =
                std::min(image.stride(), static_cast<std::size_t>(begin) * k_tile_row_bytes);
            std::memcpy(image.row(y) + from, blank.row(y) + from, end - from);
        }
    }
}

} // namespace

Canvas::Canvas(std::shared_ptr<const Image> blank, int height_px, RenderedPage&& earlier)
    : blank_(std::move(blank)), image_(std::move(earlier.image)), drawn_(blank_->width, height_px) {
    // With the same blank only the drawn tiles of the earlier image differ from it.
    const int kept_rows = earlier.blank == blank_ ? std::min(image_.height, height_px) : 0;
    image_.width = blank_->width;
    image_.height = height_px;
    const std::size_t bytes = static_cast<std::size_t>(height_px) * image_.stride();
    if (kept_rows == 0) { // without clearing memory first, as resize() does
        const std::uint8_t* const from = blank_->pixels.data();
        image_.pixels.assign(from, from + bytes);
        return;
    }
    image_.pixels.resize(bytes);
    wipe(image_, earlier.drawn, *blank_, kept_rows);
    std::memcpy(image_.pixels.data() + static_cast<std::size_t>(kept_rows) * image_.stride(),
                blank_->row(kept_rows),
                static_cast<std::size_t>(height_px - kept_rows) * image_.stride());
}

void Canvas::blend(const InkMask& ink, Colour colour) {
    const InkRow row = ink_row(colour);
    for_each_tile(ink, [&](const TileInk& tile) {
        if (tile.blank()) return;
        drawn_.row_of(tile.rect.y / k_tile_px)[tile.rect.x / k_tile_px] = 1;
        if (tile.whole())
            blend_whole(tile, row, image_);
        else
            blend_part(tile, colour, image_);
    });
}

RenderedPage Canvas::finish() {
    RenderedPage page;
    page.image = std::move(image_);
    page.blank = std::move(blank_);
    page.drawn = std::move(drawn_);
    return page;
}

} // namespace ecgpress
