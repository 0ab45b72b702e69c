// The release format `folder`: one file per item, in the folder tree of the published framework, so
// that its readers work unchanged. Format: docs/formats/release.md.
#pragma once

#include <filesystem>
#include <memory>

#include "dataset/release/release_writer.hpp"

namespace ecgpress {

std::unique_ptr<ReleaseWriter> open_folder_release(const fs::path& folder,
                                                   const ReleaseSettings& settings);

} // namespace ecgpress
