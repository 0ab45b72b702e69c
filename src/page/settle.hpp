// Turns a style's choices into figures.
#pragma once

#include "page/page.hpp"

namespace ecgpress {

/// What a style's choices say, written into its figures: the paper's size, colours that follow from
/// others, Cabrera's order of the leads; and, if it is fitted to the page, row height, margins
/// and duration. Settling twice changes nothing.
PageDesign settled(PageDesign design);

} // namespace ecgpress
