// the release format `webdataset`: tar archives that WebDataset, wids and DALI read. Format:
// docs/formats/webdataset.md.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

#include "dataset/release/release_writer.hpp"

namespace ecgpress {

/// What loaders shuffle and caches hold, and what the format's users are used to.
constexpr std::uint64_t k_largest_webdataset_tar = 1'000'000'000;

std::unique_ptr<ReleaseWriter> open_webdataset_release(const fs::path& folder,
                                                       const ReleaseSettings& settings);
/// The same with another limit. @param largest_tar  in bytes; only a page that is larger alone
/// passes it
std::unique_ptr<ReleaseWriter> open_webdataset_release(const fs::path& folder,
                                                       const ReleaseSettings& settings,
                                                       std::uint64_t largest_tar);

/// Bytes of a page in such a release; 0 if it is not in it.
std::uint64_t webdataset_page_bytes(const Sample& page, const ReleaseSettings& settings);

} // namespace ecgpress
