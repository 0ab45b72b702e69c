// the release format `folder`: one file an item, in the published framework's tree, so that its
// readers work unchanged. Format: docs/formats/release.md.
#pragma once

#include <filesystem>
#include <memory>

#include "dataset/release/release_writer.hpp"

namespace ecgpress {

std::unique_ptr<ReleaseWriter> open_folder_release(const fs::path& folder,
                                                   const ReleaseSettings& settings);

} // namespace ecgpress
