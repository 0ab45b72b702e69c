// Replaces choices of a style with values.
#pragma once

#include "page/page.hpp"

namespace ecgpress {

/// Replaces choices of the style with their values: the paper size, derived colours, the Cabrera
/// order of leads; and, with fit_to_page, row height, margins and duration. Idempotent.
PageDesign settled(PageDesign design);

} // namespace ecgpress
