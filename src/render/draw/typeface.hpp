// Text rendering with FreeType: unhinted outlines with subpixel positions (decision 0008).
#pragma once

#include <array>
#include <memory>
#include <string>

#include "core/geometry.hpp"
#include "page/page_style.hpp"
#include "page/text_extent.hpp"
#include "render/draw/font_file.hpp"
#include "render/draw/rendered_page.hpp"

namespace ecgpress {

/// How the glyphs of a file are printed.
struct GlyphShape {
    double breadth = 1;                   ///< relative width
    double broader_em = 0, taller_em = 0; ///< added to the width and height of strokes
};

/// One font file. Glyphs are not hinted, so extents in mm are the same at every dpi.
class Typeface {
  public:
    /// @throws DataError if the file is not a scalable font
    explicit Typeface(FontFile file, const GlyphShape& shape = {});
    ~Typeface();
    Typeface(const Typeface&) = delete;
    Typeface& operator=(const Typeface&) = delete;

    static GlyphShape shape_of(Face face);

    const FontFile& file() const;

    /// Returns the tight extent of the glyph outlines of a UTF-8 text, relative to the anchor (left
    /// end of the baseline), y down. Any unit: the result has the unit of the em size.
    RectMm extent_mm(const std::string& text, double size_mm) const;

    /// Draws a text.
    /// @param anchor  left end of the baseline.
    /// @param size_px  em size
    InkMask rasterise(const std::string& text, const PointPx& anchor, double size_px, int width_px,
                      int height_px) const;

  private:
    struct Font;
    std::unique_ptr<Font> font_;
};

/// The typefaces of a run, indexed by Face. Null if no text uses the typeface.
struct Typefaces {
    std::array<std::shared_ptr<const Typeface>, k_face_count> faces;

    const std::shared_ptr<const Typeface>& at(Face face) const {
        return faces[static_cast<std::size_t>(face)];
    }
    const Typeface& of(Face face) const { return *at(face); }
};

/// The extents of texts in these typefaces, which must exist as long.
TextExtent text_extent_of(const Typefaces& typefaces);

} // namespace ecgpress
