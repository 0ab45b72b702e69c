#include "render/draw/typeface.hpp"

#include <cmath>
#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_BBOX_H
#include FT_OUTLINE_H

#include "core/error.hpp"
#include "core/strings.hpp"
#include "render/draw/ink_mask.hpp"

namespace ecgpress {
namespace {

// FreeType's outlines are in 1/64 px.
constexpr double k_outline_per_px = 64;

/// Returns the code point that starts at text[i] and moves i past it. Each byte that is not valid
/// UTF-8 yields U+FFFD.
FT_ULong next_code_point(const std::string& text, std::size_t& i) {
    const auto byte = [&](std::size_t at) {
        return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
    };
    const FT_ULong lead = byte(i++);
    if (lead < 0x80) return lead;
    const int more = lead >= 0xC2 && lead < 0xE0   ? 1
                     : lead >= 0xE0 && lead < 0xF0 ? 2
                     : lead >= 0xF0 && lead < 0xF5 ? 3
                                                   : 0;
    FT_ULong code = lead & (0x3FU >> more);
    for (int k = 0; k < more; ++k) {
        const FT_ULong next = byte(i + static_cast<std::size_t>(k));
        if ((next & 0xC0U) != 0x80) return 0xFFFD;
        code = code << 6 | (next & 0x3FU);
    }
    i += static_cast<std::size_t>(more);
    return more == 0 ? 0xFFFD : code;
}

/// The points of an outline, for range-based loops.
struct OutlinePoints {
    FT_Vector *first, *last;
    FT_Vector* begin() const { return first; }
    FT_Vector* end() const { return last; }
};

OutlinePoints points_of(FT_Outline& outline) {
    return {outline.points, outline.points + outline.n_points};
}

/// Callback of FreeType's rasteriser. FreeType counts rows upwards: row 0 of the mask is -1. Glyphs
/// that share a pixel cover different parts of it, so their coverages are added.
void add_spans(int up, int count, const FT_Span* spans, void* ink_mask) {
    InkMask& mask = *static_cast<InkMask*>(ink_mask);
    std::uint8_t* row = mask.coverage.data() + static_cast<std::size_t>(-1 - up) *
                                                   static_cast<std::size_t>(mask.rect.width);
    for (int k = 0; k < count; ++k)
        for (int x = spans[k].x; x < spans[k].x + spans[k].len; ++x)
            row[x] = static_cast<std::uint8_t>(std::min(255, row[x] + spans[k].coverage));
}

} // namespace

struct Typeface::Font {
    FontFile file;
    GlyphShape shape;
    FT_Library library = nullptr;
    FT_Face face = nullptr;

    Font(FontFile font_file, const GlyphShape& glyph_shape)
        : file(std::move(font_file)), shape(glyph_shape) {}
    Font(const Font&) = delete;
    Font& operator=(const Font&) = delete;
    ~Font() {
        if (face != nullptr) FT_Done_Face(face);
        if (library != nullptr) FT_Done_FreeType(library);
    }

    /// A horizontal distance of the file as it is printed; in font units, 1000 to 2048 per em.
    FT_Pos across(FT_Pos units) const {
        return shape.breadth == 1 ? units : std::lround(shape.breadth * static_cast<double>(units));
    }

    /// Changes an outline in font units to the shape that is printed.
    void form(FT_Outline& outline) const {
        const auto units = [&](double em) { return std::lround(em * face->units_per_EM); };
        for (FT_Vector& point : points_of(outline)) point.x = across(point.x);
        if (shape.broader_em > 0 || shape.taller_em > 0)
            FT_Outline_EmboldenXY(&outline, units(shape.broader_em), units(shape.taller_em));
    }

    /// Calls draw(outline, pen_x) for each glyph, unhinted, both in font units.
    template <class Draw> void for_each_glyph(const std::string& text, Draw draw) const {
        FT_Pos pen_x = 0;
        FT_UInt previous = 0;
        for (std::size_t i = 0; i < text.size();) {
            const FT_UInt glyph = FT_Get_Char_Index(
                face, next_code_point(text, i)); // 0 is .notdef, shown as an empty box
            FT_Vector kerning{0, 0};
            if (previous != 0) FT_Get_Kerning(face, previous, glyph, FT_KERNING_UNSCALED, &kerning);
            if (FT_Load_Glyph(face, glyph, FT_LOAD_NO_SCALE) != 0)
                throw DataError(
                    concat("cannot draw the text \"", text,
                           "\". The typeface contains an invalid glyph. Use DejaVu Sans."));
            pen_x += across(kerning.x);
            form(face->glyph->outline);
            draw(face->glyph->outline, pen_x);
            pen_x += across(face->glyph->advance.x);
            previous = glyph;
        }
    }

    /// Adds the area of an outline to a mask.
    /// @param outline  in 1/64 px from the mask's upper left corner, y up
    void add_outline(FT_Outline& outline, InkMask& mask) const {
        FT_Raster_Params params{};
        params.flags = FT_RASTER_FLAG_AA | FT_RASTER_FLAG_DIRECT | FT_RASTER_FLAG_CLIP;
        params.gray_spans = add_spans;
        params.user = &mask;
        params.clip_box = {0, -mask.rect.height, mask.rect.width, 0};
        if (FT_Outline_Render(library, &outline, &params) != 0)
            throw DataError("cannot draw a text. A glyph is too large. Make the font smaller.");
    }
};

Typeface::Typeface(FontFile file, const GlyphShape& shape)
    : font_(std::make_unique<Font>(std::move(file), shape)) {
    if (FT_Init_FreeType(&font_->library) != 0)
        throw IoError("cannot start FreeType. There is not enough memory. Free some memory.");
    const std::string_view bytes = font_->file.bytes();
    if (FT_New_Memory_Face(font_->library, reinterpret_cast<const FT_Byte*>(bytes.data()),
                           static_cast<FT_Long>(bytes.size()), 0, &font_->face) != 0 ||
        !FT_IS_SCALABLE(font_->face))
        throw DataError(concat("cannot use the typeface ", font_->file.place(),
                               ". It is not a scalable font. Use a .ttf or .otf file."));
}

Typeface::~Typeface() = default;

GlyphShape Typeface::shape_of(Face face) {
    GlyphShape shape;
    if (face == Face::bold) shape.breadth = 0.8; // by eye
    // The rows of Glass TTY VT220 are 0.05 em high, at a pitch of 0.1 em, as on a screen. The dots
    // of a print head nearly touch.
    if (face == Face::dots) shape.broader_em = 0.02, shape.taller_em = 0.04;
    return shape;
}

const FontFile& Typeface::file() const {
    return font_->file;
}

RectMm Typeface::extent_mm(const std::string& text, double size_mm) const {
    const double scale = size_mm / font_->face->units_per_EM;
    RectMm extent;
    bool any = false;
    font_->for_each_glyph(text, [&](FT_Outline& outline, FT_Pos pen_x) {
        if (outline.n_points == 0) return;
        constexpr FT_Pos k_finer =
            64; // FT_Outline_Get_BBox rounds the extremes of curves to integers
        for (FT_Vector& point : points_of(outline)) point = {point.x * k_finer, point.y * k_finer};
        FT_BBox box;
        FT_Outline_Get_BBox(&outline, &box);
        const auto to_mm = [&](FT_Pos v) { return static_cast<double>(v) / k_finer * scale; };
        const RectMm glyph{to_mm(box.xMin + pen_x * k_finer), -to_mm(box.yMax),
                           to_mm(box.xMax + pen_x * k_finer), -to_mm(box.yMin)};
        extent =
            any ? RectMm{std::min(extent.x0_mm, glyph.x0_mm), std::min(extent.y0_mm, glyph.y0_mm),
                         std::max(extent.x1_mm, glyph.x1_mm), std::max(extent.y1_mm, glyph.y1_mm)}
                : glyph;
        any = true;
    });
    return extent;
}

TextExtent text_extent_of(const Typefaces& typefaces) {
    return [&typefaces](const std::string& text, Face face, double size_mm) {
        return typefaces.of(face).extent_mm(text, size_mm);
    };
}

InkMask Typeface::rasterise(const std::string& text, const PointPx& anchor, double size_px,
                            int width_px, int height_px) const {
    const RectMm extent = extent_mm(text, size_px);                      // px in, px out
    const double left = anchor.x_px + 0.5, baseline = anchor.y_px + 0.5; // edge coordinates
    constexpr double k_rounding_px = 0.02; // outline points are rounded to 1/64 px = 0.016 px
    const RectPx reach{left + extent.x0_mm - k_rounding_px, baseline + extent.y0_mm - k_rounding_px,
                       left + extent.x1_mm + k_rounding_px,
                       baseline + extent.y1_mm + k_rounding_px};
    InkMask mask = blank_mask(touched_pixels(reach, width_px, height_px));
    if (mask.rect.empty()) return {};
    const double scale = size_px / font_->face->units_per_EM;
    const auto to_outline = [](double px) {
        return static_cast<FT_Pos>(std::lround(px * k_outline_per_px));
    };
    font_->for_each_glyph(text, [&](FT_Outline& outline, FT_Pos pen_x) {
        for (FT_Vector& point : points_of(outline)) {
            const double x = left - mask.rect.x + static_cast<double>(point.x + pen_x) * scale;
            const double y = baseline - mask.rect.y - static_cast<double>(point.y) * scale;
            point = {to_outline(x), to_outline(-y)};
        }
        font_->add_outline(outline, mask);
    });
    return trimmed(std::move(mask));
}

} // namespace ecgpress
