// Compares a page's trace truth with the tables, with the page's signals and with itself.
#pragma once

#include <string>
#include <vector>

#include "core/image.hpp"
#include "dataset/shard/truth_file.hpp"
#include "pipeline/checks/label_rules.hpp"
#include "pipeline/rules/page_rows.hpp"

namespace ecgpress {

/// Compares the arrays of a file with those that follow from the rows and from its own positions
/// and warp. Where only the drawing's ink is known, an outline is compared with the trace.
/// @param page  without datasets  @throws DataError if the file is not valid
Problems check_truth_file(const Bytes& npz, const PageTruth& truth, const PageRows& rows);

/// Compares a lead's positions with its row and with each other: x of each sample, the trace's
/// height and steepness in each column, visible_fraction, flags.
Problems check_lead_truth(const PageTruth& page, std::size_t lead, const PageRows& rows);

/// Compares the calibration pulses with the rows' baselines and gains.
Problems check_pulses(const PageTruth& page, const PageRows& rows);

/// Each sample's position on the drawing, from the image; NaN in gaps.
std::vector<PointPx> drawn_positions(const PageTruth& page, std::size_t lead);

} // namespace ecgpress
