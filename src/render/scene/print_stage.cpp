#include "render/scene/print_stage.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>
#include <vector>

#include "render/draw/blend.hpp"
#include "render/draw/canvas.hpp"
#include "render/draw/ink_mask.hpp"

namespace ecgpress {

namespace {

/// Returns the share of ink left in each pixel row by weak dots of the print head. A dot thinner
/// than a pixel row has a proportional effect.
std::vector<double> rows_left(const Scene& scene, int height_px) {
    std::vector<double> left(static_cast<std::size_t>(height_px), 1);
    for (const Print::Row& row : scene.print.rows) {
        const double top = row.y_mm * scene.px_per_mm,
                     bottom = (row.y_mm + row.height_mm) * scene.px_per_mm;
        for (int y = std::max(0, static_cast<int>(top)); y < std::min<double>(height_px, bottom);
             ++y) {
            const double covered =
                std::min(bottom, y + 1.0) - std::max(top, static_cast<double>(y));
            left[static_cast<std::size_t>(y)] *= 1 - covered * (1 - row.left);
        }
    }
    return left;
}

/// Spreads ink by a Gaussian of sigma_px.
void bleed(InkMask& ink, double sigma_px, int width_px, int height_px) {
    const int reach = static_cast<int>(std::ceil(3 * sigma_px));
    const PixelRect wide =
        intersection(PixelRect{ink.rect.x - reach, ink.rect.y - reach, ink.rect.width + 2 * reach,
                               ink.rect.height + 2 * reach},
                     PixelRect{0, 0, width_px, height_px});
    if (wide.empty()) return;
    Field field(wide.width, wide.height, 1);
    for_each_ink_pixel(ink, ink.rect, [&](int x, int y, std::uint8_t coverage) {
        field.row(y - wide.y)[x - wide.x] = coverage;
    });
    blur(field, sigma_px);
    ink = blank_mask(wide);
    // Bled lines grow slightly and keep a dark core. The factor was chosen by eye.
    constexpr float k_gain = 1.15F;
    for (int y = 0; y < wide.height; ++y)
        for (int x = 0; x < wide.width; ++x)
            ink.coverage[static_cast<std::size_t>(y) * static_cast<std::size_t>(wide.width) +
                         static_cast<std::size_t>(x)] =
                static_cast<std::uint8_t>(std::min(255.0F, field.row(y)[x] * k_gain));
    ink = trimmed(std::move(ink));
}

/// Removes ink where the pen was fast. In each column the length of the ink is w sqrt(1 + s^2) for
/// a pen of width w and a stroke of slope s.
void fade_fast_strokes(InkMask& ink, const PenSpeed& pen, double pen_px) {
    const int width = ink.rect.width, height = ink.rect.height;
    std::vector<double> length_px(static_cast<std::size_t>(width));
    const std::uint8_t* from = ink.coverage.data();
    for (int y = 0; y < height; ++y)
        for (double& length : length_px) length += *from++ / 255.0;
    std::vector<int> left(length_px.size()); // in 1/256
    for (std::size_t x = 0; x < left.size(); ++x) {
        // The noise of a signal makes flat strokes up to 1.3 times as thick (by eye).
        const double ratio = length_px[x] / (1.3 * pen_px);
        const double slope = std::sqrt(std::max(0.0, ratio * ratio - 1));
        left[x] = static_cast<int>(std::lround(256 * pen.ink_at(slope)));
    }
    std::uint8_t* at = ink.coverage.data();
    for (int y = 0; y < height; ++y)
        for (const int share : left) {
            *at = static_cast<std::uint8_t>((*at * share + 128) >> 8);
            ++at;
        }
}

/// Makes each pixel full or empty. Lines thinner than a pixel keep those that they cover most.
void make_jagged(InkMask& ink, double line_px) {
    const auto least = static_cast<std::uint8_t>(std::lround(107 * std::min(1.0, line_px)));
    for (std::uint8_t& coverage : ink.coverage) coverage = coverage >= least ? 255 : 0;
}

/// Returns the ink after bleeding, weak dots and fading.
InkMask as_printed(InkMask ink, const Scene& scene, const std::vector<double>& rows, int width_px,
                   int height_px) {
    if (scene.print.jagged) make_jagged(ink, scene.trace_width_mm * scene.px_per_mm);
    if (scene.print.bleed_mm > 0)
        bleed(ink, scene.print.bleed_mm * scene.px_per_mm, width_px, height_px);
    std::uint8_t* at = ink.coverage.data();
    for (int y = ink.rect.y; y < ink.rect.bottom(); ++y)
        for (int x = ink.rect.x; x < ink.rect.right(); ++x, ++at) {
            if (*at == 0) continue;
            double left = rows[static_cast<std::size_t>(y)];
            if (!scene.print.ink_left.empty())
                left *= double{scene.print.ink_left.at((x + 0.5) / scene.px_per_mm,
                                                       (y + 0.5) / scene.px_per_mm)};
            *at = static_cast<std::uint8_t>(std::lround(*at * std::clamp(left, 0.0, 1.0)));
        }
    return ink;
}

/// Draws the print of the back, mirrored and scattered by the paper. Scatter and colour were chosen
/// by eye.
void show_through(Canvas& canvas, int width_px, int height_px, const Scene& scene) {
    constexpr double k_scatter_mm = 0.5; // sigma
    for (const InkMask& trace : scene.print.back) {
        InkMask back = trace;
        const int width = trace.rect.width;
        back.rect.x = width_px - trace.rect.right();
        for (int y = 0; y < trace.rect.height; ++y) {
            auto* const row = back.coverage.data() + static_cast<std::ptrdiff_t>(y) * width;
            std::reverse(row, row + width);
        }
        bleed(back, k_scatter_mm * scene.px_per_mm, width_px, height_px);
        for (std::uint8_t& coverage : back.coverage)
            coverage = static_cast<std::uint8_t>(std::lround(coverage * scene.print.show_through));
        canvas.blend(back, {60, 60, 66}); // dark grey ink
    }
}

/// Dithers the image to black and white with Bayer's 8 x 8 matrix (1973), as a printer with black
/// ink only. Its thresholds 0-63 become grey levels 2, 6, ... 254.
void halftone(Image& image, double cell_px) {
    static constexpr std::uint8_t k_bayer[8][8] = {
        {0, 32, 8, 40, 2, 34, 10, 42},  {48, 16, 56, 24, 50, 18, 58, 26},
        {12, 44, 4, 36, 14, 46, 6, 38}, {60, 28, 52, 20, 62, 30, 54, 22},
        {3, 35, 11, 43, 1, 33, 9, 41},  {51, 19, 59, 27, 49, 17, 57, 25},
        {15, 47, 7, 39, 13, 45, 5, 37}, {63, 31, 55, 23, 61, 29, 53, 21}};
    constexpr int k_black = 28, k_white = 252; // grey levels of ink and paper; by eye
    const double dots_per_px = 1 / cell_px;
    std::vector<int> column(static_cast<std::size_t>(image.width));
    for (int x = 0; x < image.width; ++x)
        column[static_cast<std::size_t>(x)] = static_cast<int>(x * dots_per_px) & 7;
    for (int y = 0; y < image.height; ++y) {
        std::uint8_t* rgb = image.row(y);
        const std::uint8_t* const thresholds = k_bayer[static_cast<int>(y * dots_per_px) & 7];
        for (int x = 0; x < image.width; ++x, rgb += 3) {
            const int grey = (77 * rgb[0] + 150 * rgb[1] + 29 * rgb[2]) >> 8; // ITU-R BT.601
            const int threshold = 4 * thresholds[column[static_cast<std::size_t>(x)]] + 2;
            const int shown = grey > threshold ? k_white : k_black;
            rgb[0] = rgb[1] = rgb[2] = static_cast<std::uint8_t>(shown);
        }
    }
}

} // namespace

void print_ink(RenderedPage& page, const Scene& scene) {
    const Print& print = scene.print;
    if (print.is_plain()) return;
    const int width_px = page.image.width, height_px = page.image.height;
    const std::vector<double> rows = rows_left(scene, height_px);
    RenderedPage earlier; // its image is drawn over, of which only tiles with ink are cleared
    earlier.image = std::move(page.image);
    earlier.blank = page.blank;
    earlier.drawn = std::move(page.drawn);
    Canvas canvas(page.blank, height_px, std::move(earlier));
    if (print.show_through > 0) show_through(canvas, width_px, height_px, scene);
    for (const OtherInk& other : page.others)
        canvas.blend(as_printed(other.ink, scene, rows, width_px, height_px),
                     print.ink_colour.value_or(other.colour));
    for (InkMask trace : page.traces) {
        if (print.pen.least < 1)
            fade_fast_strokes(trace, print.pen, scene.trace_width_mm * scene.px_per_mm);
        canvas.blend(as_printed(std::move(trace), scene, rows, width_px, height_px),
                     print.ink_colour.value_or(page.trace_colour));
    }
    page.image = canvas.finish().image;
    if (print.halftone_mm > 0)
        halftone(page.image, std::max(1.0, print.halftone_mm * scene.px_per_mm));
}

} // namespace ecgpress
