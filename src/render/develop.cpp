#include "render/develop.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "page/trace_truth.hpp"
#include "render/blend.hpp"
#include "render/resample.hpp"

namespace ecgpress {

namespace {

Image grey_resampled(const Image& drawing, const Lattice& lattice) {
    const InkMask seen =
        resampled(InkMask{{0, 0, drawing.width, drawing.height}, drawing.pixels}, lattice);
    Image image(lattice.width_px(), lattice.height_px(), 1);
    for (int y = seen.rect.y; y < seen.rect.bottom(); ++y)
        for (int x = seen.rect.x; x < seen.rect.right(); ++x) image.row(y)[x] = seen.at(x, y);
    return image;
}

/// How well the print can be seen in each pixel: there is paper, and nothing on it.
Image visibility(const Image& cover, const Image& hidden) {
    if (cover.pixels.empty() && hidden.pixels.empty()) return {};
    Image seen = cover;
    if (seen.pixels.empty()) {
        seen = Image(hidden.width, hidden.height, 1);
        std::fill(seen.pixels.begin(), seen.pixels.end(), std::uint8_t{255});
    }
    if (!hidden.pixels.empty())
        for (std::size_t i = 0; i < seen.pixels.size(); ++i)
            seen.pixels[i] = times(seen.pixels[i], 255 - hidden.pixels[i]);
    return seen;
}

} // namespace

Bytes sample_flags(const std::vector<PointPx>& trace_px, const RenderedPage& page) {
    Bytes flags;
    flags.reserve(trace_px.size());
    const int width = page.image.width, height = page.image.height;
    for (const PointPx& point : trace_px) {
        const bool inside = point.x_px >= -0.5 && point.y_px >= -0.5 && point.x_px < width - 0.5 &&
                            point.y_px < height - 0.5;
        if (std::isnan(point.x_px) || std::isnan(point.y_px)) {
            flags.push_back(0);
        } else if (!inside) {
            flags.push_back(k_not_hidden | k_ink_left);
        } else {
            const int x = static_cast<int>(std::lround(point.x_px)),
                      y = static_cast<int>(std::lround(point.y_px));
            const bool seen = page.seen.pixels.empty() || page.seen.row(y)[x] >= 128;
            flags.push_back(
                static_cast<std::uint8_t>(k_in_frame | k_ink_left | (seen ? k_not_hidden : 0)));
        }
    }
    return flags;
}

void drop_faded(const Scene& scene, const std::vector<PointMm>& trace_mm, Bytes& flags) {
    constexpr double k_least = 0.25;
    const Print& print = scene.print;
    if (print.ink_left.empty() && print.rows.empty()) return;
    for (std::size_t i = 0; i < trace_mm.size(); ++i) {
        if (flags[i] == 0) continue;
        double left = print.ink_left.empty()
                          ? 1
                          : double{print.ink_left.at(trace_mm[i].x_mm, trace_mm[i].y_mm)};
        for (const Print::Row& row : print.rows)
            if (trace_mm[i].y_mm >= row.y_mm && trace_mm[i].y_mm < row.y_mm + row.height_mm)
                left *= row.left;
        if (left < k_least) flags[i] &= static_cast<std::uint8_t>(~k_ink_left);
    }
}

RenderedPage develop(RenderedPage page, const Scene& scene, const Lattice* lattice) {
    print_ink(page, scene);
    Paper paper = soil_paper(std::move(page.image), scene);
    page.blank = nullptr;
    page.drawn = {};
    page.image = std::move(paper.image);
    Image cover = std::move(paper.alpha), hidden = std::move(paper.hidden);
    if (lattice != nullptr) {
        const int width_px = page.image.width, height_px = page.image.height;
        page.image = resampled(page.image, *lattice);
        Image outline = coverage_of_drawing(width_px, height_px, *lattice);
        if (!cover.pixels.empty()) {
            cover = grey_resampled(cover, *lattice);
            for (std::size_t i = 0; i < outline.pixels.size(); ++i)
                outline.pixels[i] = times(outline.pixels[i], cover.pixels[i]);
        }
        cover = std::move(outline);
        if (!hidden.pixels.empty()) hidden = grey_resampled(hidden, *lattice);
        for (InkMask& trace : page.traces) trace = resampled(trace, *lattice);
        for (OtherInk& other : page.others) other.ink = resampled(other.ink, *lattice);
    }
    if (!cover.pixels.empty()) lay_on_desk(page.image, cover, scene);
    page.seen = visibility(cover, hidden);
    show_on_screen(page.image, scene, lattice);
    expose(page.image, scene);
    finish(page.image, scene);
    return page;
}

} // namespace ecgpress
