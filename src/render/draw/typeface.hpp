// Text rendering with FreeType: unhinted outlines with subpixel positions (decision 0008).
#pragma once

#include <array>
#include <filesystem>
#include <memory>
#include <string>

#include "core/geometry.hpp"
#include "page/page_style.hpp"
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
    /// @throws IoError if the file cannot be read, DataError if it is not a scalable font
    explicit Typeface(const std::filesystem::path& path, const GlyphShape& shape = {});
    ~Typeface();
    Typeface(const Typeface&) = delete;
    Typeface& operator=(const Typeface&) = delete;

    /// Returns the path of a typeface: `configured` if it is not empty, else the first existing
    /// file in the usual folders of Debian and other systems. @throws ConfigError that lists the
    /// paths tried
    static std::filesystem::path find(Face face, const std::filesystem::path& configured);

    static GlyphShape shape_of(Face face);

    const std::string& sha256() const; ///< of the font file; part of the run's fingerprint

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

} // namespace ecgpress
