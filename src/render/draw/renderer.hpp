// Draws pages: Page + the map to the image -> RenderedPage.
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

/// Keeps the last blank pages (paper and grid), so that pages of one style and width pay for theirs
/// once, and the picture of the last page that was given back. One a rank.
class Renderer {
  public:
    explicit Renderer(Typefaces typefaces) : typefaces_(std::move(typefaces)) {}

    /// Order of ink: paper, grid, separators, texts, traces.
    /// @pre the map has no lattice: pages are drawn flat, and then distorted
    RenderedPage render(const Page& page, const ImageFromPage& image_from_page);

    /// Takes a page that nobody needs any more: the next one is drawn in its memory.
    void recycle(RenderedPage&& page) { spare_ = std::move(page); }

  private:
    std::shared_ptr<const Image> blank(const Page& page, const ImageFromPage& image_from_page);

    Typefaces typefaces_;
    struct Blank {
        std::string key;
        std::shared_ptr<const Image> image; ///< as high as the highest page so far
    };
    std::vector<Blank> blanks_; ///< the last used is the last
    TraceRasteriser rasteriser_;
    RenderedPage spare_;
};

} // namespace ecgpress
