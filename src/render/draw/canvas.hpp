// The image of a page while it is drawn: ink on a blank.
#pragma once

#include <memory>

#include "core/image.hpp"
#include "render/draw/rendered_page.hpp"
#include "render/draw/tiles.hpp"

namespace ecgpress {

/// Reuses the memory of an earlier page if there is one. If both have the same blank, only the
/// tiles with ink are restored.
class Canvas {
  public:
    /// @param blank    paper and grid; at least height_px rows
    /// @param earlier  a page without artifacts, or an empty one
    Canvas(std::shared_ptr<const Image> blank, int height_px, RenderedPage&& earlier);

    /// Draws ink over the current content. @pre ink.rect is inside the image
    void blend(const InkMask& ink, Colour colour);

    /// Moves the image, its blank and its drawn tiles to the result. The canvas cannot be used
    /// afterwards.
    RenderedPage finish();

  private:
    std::shared_ptr<const Image> blank_;
    Image image_;
    Tiles drawn_;
};

} // namespace ecgpress
