// The printed grid: its extent on the paper, and the crossings of its major lines.
#pragma once

#include <vector>

#include "page/page.hpp"
#include "page/warp.hpp"

namespace ecgpress {

/// Start and end of the grid along one axis.
struct GridExtent {
    double low_mm, high_mm;
};
/// The extent of the grid between its insets. With an inset at the far end, the grid consists of
/// complete major pitches. Without one, it runs off the page.
GridExtent grid_extent_across(const Page& page);
GridExtent grid_extent_down(const Page& page);

/// The crossings of the grid's major lines on the paper, row by row from the upper left one.
struct GridNodes {
    int rows = 0, columns = 0;         ///< 0 if the page has no grid
    std::vector<PointPx> positions_px; ///< in the image; NaN where they are not visible there
};
GridNodes grid_nodes(const Page& page, const ImageFromPage& image_from_page);

} // namespace ecgpress
