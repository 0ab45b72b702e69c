#include "render/draw/page_jpeg.hpp"

#include <algorithm>
#include <cassert>
#include <numeric>

#include "codec/jpeg.hpp"
#include "render/draw/mcu_encoder.hpp"

namespace ecgpress {
namespace {

constexpr std::size_t k_most_styles = 4;
constexpr double k_most_drawn = 0.75; ///< share of MCUs with ink; above, encode_jpeg is used

/// Returns the MCUs that contain drawn tiles, in ascending order.
std::vector<int> drawn_mcus(const Tiles& drawn, const McuGrid& grid) {
    const int side = grid.side_px / k_tile_px;
    std::vector<int> mcus;
    std::vector<int> found_last(static_cast<std::size_t>(grid.columns), -1); // per column
    for (int row = 0; row < drawn.rows(); ++row)
        for (int column = 0; column < drawn.columns(); ++column) {
            if (!drawn.has(column, row)) continue;
            const int mcu = row / side * grid.columns + column / side;
            int& last = found_last[static_cast<std::size_t>(column / side)];
            if (mcu != last) mcus.push_back(mcu);
            last = mcu;
        }
    std::sort(mcus.begin(), mcus.end());
    return mcus;
}

std::vector<int> all_mcus(const McuGrid& grid) {
    std::vector<int> mcus(static_cast<std::size_t>(grid.count()));
    std::iota(mcus.begin(), mcus.end(), 0);
    return mcus;
}

/// Adds the last row of MCUs: if the image ends inside them, they differ from those of a taller
/// blank.
std::vector<int> with_last_row(const std::vector<int>& mcus, const McuGrid& grid) {
    const int lowest = (grid.rows - 1) * grid.columns;
    std::vector<int> all(mcus.begin(), std::lower_bound(mcus.begin(), mcus.end(), lowest));
    for (int mcu = lowest; mcu < grid.count(); ++mcu) all.push_back(mcu);
    return all;
}

} // namespace

Bytes PageJpeg::encode(const RenderedPage& page, const JpegSettings& settings, double dpi) {
    if (page.blank == nullptr) return encode_jpeg(page.image, settings, dpi);
    assert(page.image.channels == 3 && page.blank->width == page.image.width &&
           page.blank->height >= page.image.height);
    const McuGrid grid(page.image, settings.subsampling);
    const auto count = static_cast<std::size_t>(grid.count());
    std::vector<int> drawn = drawn_mcus(page.drawn, grid);
    if (static_cast<double>(drawn.size()) > k_most_drawn * grid.count())
        return encode_jpeg(page.image, settings, dpi);
    const bool whole = page.image.height == page.blank->height;
    Style* style = style_of(page, settings, dpi);
    if (style == nullptr &&
        whole) { // until a second page needs the blank, the first page takes its place
        Style& first = add_style({page.blank, settings, dpi, page.image.height,
                                  encode_mcu_header(page.image, settings, dpi),
                                  encode_mcus(page.image, settings, all_mcus(grid)), drawn});
        return stitch(first.header, first.segments, count, {}, {});
    }
    if (style == nullptr) // a page shorter than its blank cannot take the blank's place
        style = &add_style(
            {page.blank,
             settings,
             dpi,
             0,
             {},
             encode_mcus(*page.blank, settings, all_mcus({*page.blank, settings.subsampling})),
             {}});
    // The style's first page stood in for the blank: replace the MCUs that contain its ink.
    if (!style->not_blank.empty()) {
        const McuSegments blank = encode_mcus(*page.blank, settings, style->not_blank);
        style->segments = McuSegments(
            stitch({}, style->segments, style->segments.count(), style->not_blank, blank));
        style->not_blank.clear();
    }
    if (style->height_px != page.image.height) {
        style->header = encode_mcu_header(page.image, settings, dpi);
        style->height_px = page.image.height;
    }
    if (!whole && page.image.height % grid.side_px != 0) drawn = with_last_row(drawn, grid);
    return stitch(style->header, style->segments, count, drawn,
                  encode_mcus(page.image, settings, drawn));
}

PageJpeg::Style& PageJpeg::add_style(Style style) {
    style.segments.number_markers();
    styles_.erase(std::remove_if(styles_.begin(), styles_.end(),
                                 [](const Style& old) { return old.blank.expired(); }),
                  styles_.end());
    if (styles_.size() == k_most_styles) styles_.erase(styles_.begin());
    styles_.push_back(std::move(style));
    return styles_.back();
}

PageJpeg::Style* PageJpeg::style_of(const RenderedPage& page, const JpegSettings& settings,
                                    double dpi) {
    const auto found = std::find_if(styles_.begin(), styles_.end(), [&](const Style& style) {
        return style.blank.lock() == page.blank && style.dpi == dpi &&
               style.settings.quality == settings.quality &&
               style.settings.subsampling == settings.subsampling;
    });
    if (found == styles_.end()) return nullptr;
    std::rotate(found, found + 1, styles_.end());
    return &styles_.back();
}

} // namespace ecgpress
