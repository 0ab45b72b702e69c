// the release format `wfdb`: a WFDB record a page with the printed signals, and its image beside
// it. Format: docs/formats/wfdb.md.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

#include "dataset/release/release_writer.hpp"

namespace ecgpress {

std::unique_ptr<ReleaseWriter> open_wfdb_release(const fs::path& folder,
                                                 const ReleaseSettings& settings);

/// Bytes of a page in such a release; 0 if it is not in it.
std::uint64_t wfdb_page_bytes(const Sample& page, const ReleaseSettings& settings);

} // namespace ecgpress
