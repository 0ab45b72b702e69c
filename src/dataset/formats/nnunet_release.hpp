// The release format `nnunet`: page images and label maps as nnU-Net v2 takes raw datasets. Format:
// docs/formats/nnunet.md.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

#include "dataset/release/release_writer.hpp"

namespace ecgpress {

std::unique_ptr<ReleaseWriter> open_nnunet_release(const fs::path& folder,
                                                   const ReleaseSettings& settings);

/// Bytes of a page in such a release; 0 if it is not in it.
std::uint64_t nnunet_page_bytes(const Sample& page, const ReleaseSettings& settings);

} // namespace ecgpress
