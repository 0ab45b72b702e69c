// Pages as JPEG files at the price of their ink: what a page shares with its blank is not coded
// anew.
#pragma once

#include <memory>
#include <vector>

#include "render/draw/mcu_segments.hpp"
#include "render/draw/rendered_page.hpp"

namespace ecgpress {

/// Keeps the JPEG segments of the last few blanks. A file's bytes depend on the page alone, not on
/// what was encoded before it. One a rank.
class PageJpeg {
  public:
    /// A file with a restart marker behind every MCU, or that of encode_jpeg if the page has no
    /// blank or is mostly ink; the pixels are those of encode_jpeg in both cases.
    /// @pre outside of page.drawn the image equals the blank's first rows
    /// @throws DataError as encode_jpeg does
    Bytes encode(const RenderedPage& page, const JpegSettings& settings, double dpi);

  private:
    /// What all pages on one blank share.
    struct Style {
        std::weak_ptr<const Image> blank;
        JpegSettings settings;
        double dpi = 0;
        int height_px = 0; ///< of the header's image
        Bytes header;
        McuSegments segments;       ///< of the whole blank
        std::vector<int> not_blank; ///< MCUs whose segments are still those of the first page
    };

    Style* style_of(const RenderedPage& page, const JpegSettings& settings, double dpi);
    Style& add_style(Style style);

    std::vector<Style> styles_; // the last used is the last
};

} // namespace ecgpress
