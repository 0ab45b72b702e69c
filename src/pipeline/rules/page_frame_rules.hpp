// Checks what a page's rows and trace truth say about the sheet as a whole: its map to the
// canonical frame, and the nodes of its grid.
#pragma once

#include "dataset/shard/truth_file.hpp"
#include "pipeline/checks/label_rules.hpp"
#include "pipeline/rules/page_rows.hpp"
#include "pipeline/rules/report.hpp"

namespace ecgpress {

/// Computes the homography again from the size of the paper and the warp.
Problems check_homography(const PageTruth& truth, const PageRows& rows);

/// Computes the shares of samples again from their flags.
Problems check_shares(const PageTruth& truth, const PageRows& rows);

/// Computes the difficulty again from the page's row. No file is read.
void check_difficulty(const PageRows& rows, const Report& report);

/// Checks that the nodes of the grid, on the drawing, are at equal distances in straight rows and
/// columns, and that nodes outside the image are not visible.
Problems check_grid_nodes(const PageTruth& truth, const PageRows& rows);

} // namespace ecgpress
