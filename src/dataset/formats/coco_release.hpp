// The release format `coco`: page images, and per split one file of instances with boxes, masks and
// key points. Format: docs/formats/coco.md.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

#include "dataset/release/release_writer.hpp"

namespace ecgpress {

std::unique_ptr<ReleaseWriter> open_coco_release(const fs::path& folder,
                                                 const ReleaseSettings& settings);

/// Size in bytes of a page in such a release; 0 if it is not included.
std::uint64_t coco_page_bytes(const Sample& page, const ReleaseSettings& settings);

} // namespace ecgpress
