// Compares a release's dataset card and its machine-readable description with its tables, digest
// and sums.
#pragma once

#include "dataset/release/item_counts.hpp"
#include "pipeline/compare/compared_release.hpp"

namespace ecgpress {

/// README.md, croissant.json, CITATION.cff and .zenodo.json are written again and compared. The
/// source's licence and attribution are only there. @param tally  counts of the tables
void check_cards(ComparedRelease& release, const ReleaseTally& tally);

} // namespace ecgpress
