// Composes a page on paper from a record and a design.
#pragma once

#include <cstdint>
#include <string>

#include "page/page.hpp"
#include "page/text_extent.hpp"
#include "signal/record.hpp"

namespace ecgpress {

/// Places a record on paper. @throws DataError like require_printable, for the window of each
/// panel. @pre design_problems(design) is empty
Page compose(const Record& record, const PageDesign& design, const TextExtent& text_extent);

} // namespace ecgpress
