// Text in a real typeface through FreeType: unhinted outlines, placed to the fraction of a pixel.
#pragma once

#include <array>
#include <filesystem>
#include <memory>
#include <string>

#include "core/geometry.hpp"
#include "page/page_style.hpp"
#include "render/draw/rendered_page.hpp"

namespace ecgpress {

/// One font file. Kept unhinted, so that extents in mm are the same at every dpi.
class Typeface {
  public:
    /// @throws IoError if the file cannot be read, DataError if it is no scalable font
    explicit Typeface(const std::filesystem::path& path);
    ~Typeface();
    Typeface(const Typeface&) = delete;
    Typeface& operator=(const Typeface&) = delete;

    /// Where a typeface is: the file named by `configured` if it is not empty; else the first of
    /// the documented places on Debian and other systems that exists. @throws ConfigError listing
    /// the places tried
    static std::filesystem::path find(Face face, const std::filesystem::path& configured);

    const std::string& sha256() const; ///< of the font file, part of the run's fingerprint

    /// Tight extent of the glyphs' outlines relative to the anchor (left end of the baseline), y
    /// down, in the unit of `size` (the em size). UTF-8 text.
    RectMm extent_mm(const std::string& text, double size_mm) const;

    /// Draws a text with its baseline's left end at `anchor`. @param size_px  em size
    InkMask rasterise(const std::string& text, const PointPx& anchor, double size_px, int width_px,
                      int height_px) const;

  private:
    struct Font;
    std::unique_ptr<Font> font_;
};

/// The typefaces of a run. Null: nothing is written in it.
struct Typefaces {
    std::array<std::shared_ptr<const Typeface>, k_face_count> faces;

    const std::shared_ptr<const Typeface>& at(Face face) const {
        return faces[static_cast<std::size_t>(face)];
    }
    const Typeface& of(Face face) const { return *at(face); }
};

} // namespace ecgpress
