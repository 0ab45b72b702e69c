// How large a printed text is: typefaces tell, and pages only ask.
#pragma once

#include <functional>
#include <string>

#include "core/geometry.hpp"
#include "page/page_style.hpp"

namespace ecgpress {

/// Tight extent of a text's glyph outlines relative to its anchor, y down. (text, face, em size in
/// mm) -> mm
using TextExtent = std::function<RectMm(const std::string&, Face, double)>;

} // namespace ecgpress
