// Draws pages: Page + the map to the image -> RenderedPage.
#pragma once

#include <memory>

#include "page/page.hpp"
#include "page/warp.hpp"
#include "render/rendered_page.hpp"
#include "render/typeface.hpp"

namespace ecgpress {

/// Keeps the last blank page (paper and grid), so that pages of one style pay for it once. One a
/// rank.
class Renderer {
  public:
    explicit Renderer(std::shared_ptr<const Typeface> typeface) : typeface_(std::move(typeface)) {}

    /// Order of ink: paper, grid, separators, texts, traces.
    RenderedPage render(const Page& page, const ImageFromPage& image_from_page);

  private:
    const Image& blank(const Page& page, const ImageFromPage& image_from_page);

    std::shared_ptr<const Typeface> typeface_;
    std::string blank_key_;
    Image blank_;
};

} // namespace ecgpress
