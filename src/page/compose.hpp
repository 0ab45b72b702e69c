// From a record and a design to a page on paper.
#pragma once

#include "page/page.hpp"
#include "page/text_extent.hpp"
#include "signal/record.hpp"

namespace ecgpress {

/// Places a record on paper. @throws DataError as require_printable does, for each panel's own
/// window. @pre design_problems(design) is empty
Page compose(const Record& record, const PageDesign& design, const TextExtent& text_extent);

} // namespace ecgpress
