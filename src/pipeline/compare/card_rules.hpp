// Compares a release's dataset card and its machine-readable description with its tables, digest
// and sums.
#pragma once

#include "dataset/release/item_counts.hpp"
#include "pipeline/compare/compared_release.hpp"

namespace ecgpress {

/// README.md and croissant.json are written again and compared. The source's licence and
/// attribution are in both and only there. @param tally  counts of the tables
void check_cards(ComparedRelease& release, const ReleaseTally& tally);

} // namespace ecgpress
