// The rows of all words on a page: printed ones, and those that were added later.
#pragma once

#include <vector>

#include "page/page.hpp"
#include "page/truth/placed_text.hpp"
#include "page/truth/word_row.hpp"
#include "render/draw/rendered_page.hpp"
#include "render/draw/typeface.hpp"

namespace ecgpress {

/// A line of text on a mark, and what lies on it.
struct AddedText {
    PlacedLine line;
    std::vector<InkMask> covers; ///< on the drawing; coverage is the share that is hidden
};

/// The rows of a page: of each line with ink in the image its row (word 0), then its words from
/// left to right. First the printed lines in the order of Page::texts, then the added ones. The
/// role of a line is that of its first word; it has protected health information if a word has.
/// Ink that is beyond the edge of the paper does not count.
/// @param rendered  the page as it is stored, for what is hidden on it
std::vector<WordRow> word_rows(const Page& page, const std::vector<AddedText>& added,
                               const ImageFromPage& image_from_page, const Typefaces& typefaces,
                               const RenderedPage& rendered);

} // namespace ecgpress
