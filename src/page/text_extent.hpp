// The extent of a printed text, so that pages do not depend on typefaces.
#pragma once

#include <functional>
#include <string>

#include "core/geometry.hpp"
#include "page/page_style.hpp"

namespace ecgpress {

/// Tight extent of a text's glyph outlines relative to its anchor, in mm, y down. Arguments: text,
/// face, em size in mm.
using TextExtent = std::function<RectMm(const std::string&, Face, double)>;

} // namespace ecgpress
