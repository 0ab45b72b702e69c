// A page's image while it is drawn: a blank, and ink on it.
#pragma once

#include <memory>

#include "core/image.hpp"
#include "render/draw/rendered_page.hpp"
#include "render/draw/tiles.hpp"

namespace ecgpress {

/// Draws in the memory of an earlier page, if there is one: of its picture only the tiles with ink
/// have to be made blank again.
class Canvas {
  public:
    /// @param blank    its first rows are drawn on
    /// @param earlier  a page as it was drawn, or an empty one
    Canvas(std::shared_ptr<const Image> blank, int height_px, RenderedPage&& earlier);

    /// @pre ink.rect lies in the image
    void blend(const InkMask& ink, Colour colour);

    /// Hands out the image, its blank and where it was drawn on; the canvas is used up.
    RenderedPage finish();

  private:
    std::shared_ptr<const Image> blank_;
    Image image_;
    Tiles drawn_;
};

} // namespace ecgpress
