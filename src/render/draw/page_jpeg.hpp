// Encodes pages as JPEG files. MCUs that are equal to those of the blank page are copied, not
// encoded again (decision 0012).
#pragma once

#include <memory>
#include <vector>

#include "codec/jpeg.hpp"
#include "render/draw/mcu_segments.hpp"
#include "render/draw/rendered_page.hpp"

namespace ecgpress {

/// Keeps the JPEG segments of the last few blank pages. The bytes of a file depend only on its
/// page, not on pages encoded before. One object per rank.
class PageJpeg {
  public:
    /// Returns a file with a restart marker after every MCU; or the result of encode_jpeg if the
    /// page has no blank or is mostly ink. Both decode to the same pixels.
    /// @pre outside page.drawn the image equals the first rows of the blank
    /// @throws DataError as encode_jpeg
    Bytes encode(const RenderedPage& page, const JpegSettings& settings, double dpi);

  private:
    /// Data shared by all pages with the same blank.
    struct Style {
        std::weak_ptr<const Image> blank;
        JpegSettings settings;
        double dpi = 0;
        int height_px = 0; ///< of the image that `header` describes
        Bytes header;
        McuSegments segments;       ///< of the complete blank
        std::vector<int> not_blank; ///< MCUs whose segments still contain ink of the first page
    };

    Style* style_of(const RenderedPage& page, const JpegSettings& settings, double dpi);
    Style& add_style(Style style);

    std::vector<Style> styles_; // most recently used last
};

} // namespace ecgpress
