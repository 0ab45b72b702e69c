// The release format `webdataset`: tar archives that WebDataset, wids and DALI read. Format:
// docs/formats/webdataset.md.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

#include "dataset/release/item_counts.hpp"
#include "dataset/release/release_writer.hpp"

namespace ecgpress {

/// A common archive size for users of the format, suitable for shuffling and caching.
constexpr std::uint64_t k_largest_webdataset_tar = 1'000'000'000;

std::unique_ptr<ReleaseWriter> open_webdataset_release(const fs::path& folder,
                                                       const ReleaseSettings& settings);
/// The same with a different limit. @param largest_tar  in bytes; only a single page that is larger
/// exceeds it
std::unique_ptr<ReleaseWriter> open_webdataset_release(const fs::path& folder,
                                                       const ReleaseSettings& settings,
                                                       std::uint64_t largest_tar);

/// Size in bytes of a page in such a release; 0 if it is not included.
std::uint64_t webdataset_page_bytes(const Sample& page, const ReleaseSettings& settings);

FormatCard webdataset_card(const ReleaseTally& tally, const ReleaseSettings& settings);

} // namespace ecgpress
