// Checks what a page's rows and trace truth say about the sheet as a whole: its map to the
// canonical frame, and the nodes of its grid.
#pragma once

#include "dataset/shard/truth_file.hpp"
#include "pipeline/checks/label_rules.hpp"
#include "pipeline/rules/page_rows.hpp"

namespace ecgpress {

/// Computes the homography again from the size of the paper and the warp.
Problems check_homography(const PageTruth& truth, const PageRows& rows);

/// Checks that the nodes of the grid, on the drawing, are at equal distances in straight rows and
/// columns, and that nodes outside the image are not visible.
Problems check_grid_nodes(const PageTruth& truth, const PageRows& rows);

} // namespace ecgpress
