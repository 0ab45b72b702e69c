// The release format `hdf5`: the shards as they are, and one index file that joins them. Format:
// docs/formats/hdf5.md.
#pragma once

#include <filesystem>
#include <memory>

#include "dataset/release/item_counts.hpp"
#include "dataset/release/release_writer.hpp"

namespace ecgpress {

std::unique_ptr<ReleaseWriter> open_hdf5_release(const fs::path& folder,
                                                 const ReleaseSettings& settings);

FormatCard hdf5_card(const ReleaseTally& tally, const ReleaseSettings& settings);

} // namespace ecgpress
