// The release format `wfdb`: one WFDB record per page with the printed signals, and its image next
// to it. Format: docs/formats/wfdb.md.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

#include "dataset/release/item_counts.hpp"
#include "dataset/release/release_writer.hpp"

namespace ecgpress {

std::unique_ptr<ReleaseWriter> open_wfdb_release(const fs::path& folder,
                                                 const ReleaseSettings& settings);

/// Size in bytes of a page in such a release; 0 if it is not included.
std::uint64_t wfdb_page_bytes(const Sample& page, const ReleaseSettings& settings);

FormatCard wfdb_card(const ReleaseTally& tally, const ReleaseSettings& settings);

} // namespace ecgpress
