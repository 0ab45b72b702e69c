#include "render/scene/develop.hpp"

#include <algorithm>
#include <utility>

#include "render/draw/blend.hpp"
#include "render/draw/vectorised.hpp"
#include "render/scene/capture_stage.hpp"
#include "render/scene/desk_stage.hpp"
#include "render/scene/finish_stage.hpp"
#include "render/scene/foreground_stage.hpp"
#include "render/scene/paper_stage.hpp"
#include "render/scene/print_stage.hpp"
#include "render/scene/resample.hpp"
#include "render/scene/resample_ink.hpp"
#include "render/scene/screen_stage.hpp"

namespace ecgpress {

namespace {

/// Multiplies coverage, or shares of 255, by others.
ECGPRESS_VECTORISED
void multiply(std::uint8_t* shares, const std::uint8_t* others, std::size_t count) {
#pragma GCC ivdep // two images
    for (std::size_t i = 0; i < count; ++i) shares[i] = blended(0, shares[i], others[i]);
}
/// The same by what the others leave.
ECGPRESS_VECTORISED
void multiply_by_rest(std::uint8_t* shares, const std::uint8_t* others, std::size_t count) {
#pragma GCC ivdep // two images
    for (std::size_t i = 0; i < count; ++i)
        shares[i] = blended(0, shares[i], static_cast<std::uint8_t>(255 - others[i]));
}

/// Returns an image in which everything is visible.
Image all_visible(int width_px, int height_px) {
    Image seen(width_px, height_px, 1);
    std::fill(seen.pixels.begin(), seen.pixels.end(), std::uint8_t{255});
    return seen;
}

/// Returns the visibility of marks in each pixel: that of the paper.
Image surface_of(const Image& cover, const Image& hidden) {
    return cover.pixels.empty() ? all_visible(hidden.width, hidden.height) : cover;
}

/// Returns the visibility of the print in each pixel: the share of paper that nothing covers. Empty
/// if both are empty.
Image visibility(Image cover, const Image& hidden) {
    if (cover.pixels.empty() && hidden.pixels.empty()) return {};
    Image seen = cover.pixels.empty() ? all_visible(hidden.width, hidden.height) : std::move(cover);
    if (!hidden.pixels.empty())
        multiply_by_rest(seen.pixels.data(), hidden.pixels.data(), seen.pixels.size());
    return seen;
}

} // namespace

RenderedPage develop(RenderedPage page, const Scene& scene, const Lattice* lattice) {
    print_ink(page, scene);
    Paper paper = soil_paper(std::move(page.image), scene);
    page.blank = nullptr;
    page.drawn = {};
    page.image = std::move(paper.image);
    Image cover = std::move(paper.alpha), hidden = std::move(paper.hidden);
    put_on_display(page.image, scene);
    if (lattice != nullptr) {
        const int width_px = page.image.width, height_px = page.image.height;
        Image drawing = std::move(page.image);
        page.image = resampled(drawing, *lattice, std::move(page.memory));
        page.memory = std::move(drawing.pixels);
        Image outline = coverage_of_drawing(width_px, height_px, *lattice);
        if (!cover.pixels.empty()) {
            cover = resampled_greys(std::move(cover), *lattice);
            multiply(outline.pixels.data(), cover.pixels.data(), outline.pixels.size());
        }
        cover = std::move(outline);
        if (!hidden.pixels.empty()) hidden = resampled_greys(std::move(hidden), *lattice);
        for (InkMask& trace : page.traces) trace = resampled(trace, *lattice);
        // Of the other ink most pages have only labels of lead names.
        if (!scene.keeps_layers)
            page.others.erase(std::remove_if(page.others.begin(), page.others.end(),
                                             [](const OtherInk& other) { return other.panel < 0; }),
                              page.others.end());
        for (Image* layer : {&paper.written, &paper.stamped})
            if (!layer->pixels.empty()) *layer = resampled_greys(std::move(*layer), *lattice);
        for (OtherInk& other : page.others) other.ink = resampled(other.ink, *lattice);
    }
    page.layers = {scene.keeps_layers ? cover : Image(), std::move(paper.written),
                   std::move(paper.stamped)};
    if (!cover.pixels.empty()) {
        lay_on_desk(page.image, cover, scene);
        put_below(page.image, cover, scene);
    }
    if (!scene.texts.empty() && !hidden.pixels.empty()) page.surface = surface_of(cover, hidden);
    page.seen = visibility(std::move(cover), hidden);
    put_in_front(page, scene);
    show_on_screen(page.image, scene, lattice);
    expose(page.image, scene);
    finish(page.image, scene);
    page.light_on_dark = scene.finish.dark || scene.dark_paper;
    return page;
}

} // namespace ecgpress
