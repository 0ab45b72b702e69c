// Draws pages: turns a Page and its map to pixels into a RenderedPage.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "page/page.hpp"
#include "page/warp.hpp"
#include "render/draw/rendered_page.hpp"
#include "render/draw/trace.hpp"
#include "render/draw/typeface.hpp"

namespace ecgpress {

/// Caches the last blanks (paper and grid), which pages of one style and width share, and the image
/// of the last recycled page. One object per rank.
class Renderer {
  public:
    explicit Renderer(Typefaces typefaces) : typefaces_(std::move(typefaces)) {}

    /// Draws in this order: paper, grid, separators, texts, calibration pulses, traces.
    /// @pre the map has no lattice: pages are drawn flat and distorted afterwards
    RenderedPage render(const Page& page, const ImageFromPage& image_from_page);

    /// Takes over a page that is no longer needed, to draw the next one in its memory.
    void recycle(RenderedPage&& page) { spare_ = std::move(page); }

  private:
    std::shared_ptr<const Image> blank(const Page& page, const ImageFromPage& image_from_page);
    /// Removes the least recently used blanks until a new one of this size fits into the cache.
    /// Returns the memory of one of them, for the new one.
    Bytes make_room(std::size_t bytes);

    Typefaces typefaces_;
    struct Blank {
        std::string key;
        std::shared_ptr<Image> image; ///< as tall as the tallest page so far
    };
    std::vector<Blank> blanks_; ///< most recently used last
    TraceRasteriser rasteriser_;
    RenderedPage spare_;
};

} // namespace ecgpress
