// Where each word of a text is: on paper, and through the map of the page in the image.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/geometry.hpp"
#include "page/page.hpp"
#include "page/text_extent.hpp"
#include "page/text_line.hpp"
#include "page/truth/word_row.hpp"
#include "page/warp.hpp"

namespace ecgpress {

/// Glyphs that are drawn at once.
struct TextRun {
    std::string text;
    PointMm anchor_mm;  ///< left end of the baseline
    double size_mm = 0; ///< em size
    Face face = Face::sans;
    double turn_rad = 0; ///< clockwise, about the anchor
    double slant = 0;    ///< mm to the right per mm up, as in handwriting

    /// The position on paper of a position relative to the anchor of the upright run, y down.
    PointMm on_paper(const PointMm& relative) const;
};

/// A word. Most are one run; the letters along the edge of a stamp are one run each.
struct PlacedWord {
    std::string text;
    TextRole role = TextRole::statement;
    bool phi = false;
    std::vector<TextRun> runs;
};

struct PlacedLine {
    std::string text;
    double turn_rad = 0; ///< direction in which the line is read, clockwise
    std::vector<PlacedWord> words;
};

/// Splits a line that is one run into its words. @param whole  the run; its text is that of `parts`
PlacedLine placed_line(const TextRun& whole, const std::vector<TextPart>& parts,
                       const TextExtent& text_extent);
PlacedLine placed_line(const PrintedText& printed, const TextExtent& text_extent);

struct TextPlace {
    QuadPx quad_px; ///< as in WordRow
    RectPx box_px;
};

/// The place in the image of runs that are read in a direction. The box contains the mapped
/// outlines of the runs' glyph extents, as far as they are in the image. std::nullopt if nothing
/// is.
/// @param turn_rad  the direction; a single run has its own turn and slant
std::optional<TextPlace> place_of(const std::vector<TextRun>& runs, double turn_rad,
                                  const ImageFromPage& image_from_page,
                                  const TextExtent& text_extent);

} // namespace ecgpress
