#include "render/scene/semantic_mask.hpp"

#include <algorithm>

#include "render/draw/blend.hpp"
#include "render/draw/grid.hpp"
#include "render/draw/ink_mask.hpp"
#include "render/scene/resample.hpp"

namespace ecgpress {

namespace {

constexpr int k_half = 128; ///< of 255
/// The stem of a letter: a tenth of the em of DejaVu Sans, whose usual size here is 3 mm.
constexpr double k_letter_stroke_mm = 0.3;

std::uint8_t value_of(PixelClass pixel) {
    return static_cast<std::uint8_t>(pixel);
}

/// Coverage of each pixel of the drawing by minor (red) and by other lines (green) of the grid:
/// the blank page in these colours. @param least_width_px  thinner lines get this width
Image grid_coverage(Page page, const ImageFromPage& drawing, double least_width_px) {
    PageStyle& style = page.style;
    style.paper_colour = {0, 0, 0};
    style.grid_minor_colour = {255, 0, 0};
    style.grid_major_colour = style.grid_super_colour = {0, 255, 0};
    const double least_mm = least_width_px / drawing.px_per_mm();
    for (double* width_mm :
         {&style.grid_minor_width_mm, &style.grid_major_width_mm, &style.grid_super_width_mm})
        *width_mm = std::max(*width_mm, least_mm);
    return draw_blank(page, drawing);
}

void set_grid(Image& mask, const Page& page, const ImageFromPage& image_from_page) {
    if (!page.style.show_grid && page.frame_bars.empty()) return;
    // Resampling spreads a line: one of 1.5 px still covers half of a pixel everywhere.
    const bool is_distorted = image_from_page.lattice() != nullptr;
    Image grid = grid_coverage(page, image_from_page.drawing(), is_distorted ? 1.5 : 1);
    if (is_distorted) grid = resampled(grid, *image_from_page.lattice());
    for (int y = 0; y < mask.height; ++y) {
        const std::uint8_t* lines = grid.row(y);
        std::uint8_t* to = mask.row(y);
        for (int x = 0; x < mask.width; ++x, lines += 3)
            to[x] = value_of(lines[1] >= k_half   ? PixelClass::major_grid
                             : lines[0] >= k_half ? PixelClass::minor_grid
                                                  : PixelClass::paper);
    }
}

void set_ink(Image& mask, const InkMask& ink, PixelClass pixel, double stroke_width_px) {
    const std::uint8_t least = least_ink(stroke_width_px);
    for_each_ink_pixel(ink, ink.rect, [&](int x, int y, std::uint8_t coverage) {
        if (coverage >= least) mask.row(y)[x] = value_of(pixel);
    });
}

/// Sets pixels of which a layer, or what it leaves, covers at least half.
void set_layer(Image& mask, const Image& layer, PixelClass pixel, bool is_rest = false) {
    if (layer.pixels.empty()) return;
    for (std::size_t i = 0; i < mask.pixels.size(); ++i)
        if (is_rest ? layer.pixels[i] < k_half : layer.pixels[i] >= k_half)
            mask.pixels[i] = value_of(pixel);
}

void set_others(Image& mask, const RenderedPage& rendered, PixelClass pixel,
                double stroke_width_px) {
    for (const OtherInk& other : rendered.others)
        if ((other.kind == OtherInk::Kind::pulse) == (pixel == PixelClass::pulse))
            set_ink(mask, other.ink, pixel, stroke_width_px);
}

} // namespace

Image semantic_mask(const Page& page, const ImageFromPage& image_from_page,
                    const RenderedPage& rendered) {
    Image mask(rendered.image.width, rendered.image.height, 1);
    std::fill(mask.pixels.begin(), mask.pixels.end(), value_of(PixelClass::paper));
    set_grid(mask, page, image_from_page);
    const double trace_px = page.style.trace_width_mm * image_from_page.px_per_mm();
    set_others(mask, rendered, PixelClass::text, k_letter_stroke_mm * image_from_page.px_per_mm());
    set_layer(mask, rendered.layers.stamped, PixelClass::text);
    set_others(mask, rendered, PixelClass::pulse, trace_px);
    for (const InkMask& trace : rendered.traces) set_ink(mask, trace, PixelClass::trace, trace_px);
    set_layer(mask, rendered.layers.written, PixelClass::handwriting);
    set_layer(mask, rendered.seen, PixelClass::foreign, true);
    set_layer(mask, rendered.layers.paper, PixelClass::desk, true);
    return mask;
}

Image soft_mask(const RenderedPage& rendered) {
    Image mask(rendered.image.width, rendered.image.height, 3);
    const auto raise = [&](const InkMask& ink, int channel) {
        for_each_ink_pixel(ink, ink.rect, [&](int x, int y, std::uint8_t coverage) {
            std::uint8_t& most = mask.row(y)[3 * x + channel];
            most = std::max(most, coverage);
        });
    };
    for (const OtherInk& other : rendered.others)
        if (other.kind != OtherInk::Kind::line) raise(other.ink, 1);
    for (const InkMask& trace : rendered.traces) raise(trace, 2);
    const bool has_hidden = !rendered.seen.pixels.empty();
    for (std::size_t i = 0; i < mask.pixels.size() / 3; ++i) {
        std::uint8_t* const shares = &mask.pixels[3 * i];
        const std::uint8_t seen = has_hidden ? rendered.seen.pixels[i] : std::uint8_t{255};
        shares[2] = blended(0, shares[2], seen);
        shares[1] =
            std::min(blended(0, shares[1], seen), static_cast<std::uint8_t>(255 - shares[2]));
        shares[0] = static_cast<std::uint8_t>(255 - shares[1] - shares[2]);
    }
    return mask;
}

} // namespace ecgpress
