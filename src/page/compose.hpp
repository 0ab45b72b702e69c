// Composes a page on paper from a record and a design.
#pragma once

#include <cstdint>
#include <string>

#include "page/page.hpp"
#include "page/text_extent.hpp"
#include "signal/record.hpp"

namespace ecgpress {

/// Places a record on paper. Where an incomplete record has no samples, a panel has gaps.
/// @throws DataError like require_printable, for the window of each panel; and if no panel has a
/// value. @pre design_problems(design) is empty
Page compose(const Record& record, const PageDesign& design, const TextExtent& text_extent,
             Incomplete incomplete = Incomplete::refuse);

/// Samples of a panel that are not gaps and not on the paper.
std::uint32_t lost_samples(const Page& page, const Panel& panel);

/// @param most_lost  share of a panel's samples, 0 to 1 @throws DataError with record and lead if a
/// panel has more lost samples
void require_on_paper(const Page& page, const std::string& record, double most_lost);

} // namespace ecgpress
