// The release format `nnunet`: page images and label maps as a raw dataset of nnU-Net v2. Format:
// docs/formats/nnunet.md.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "dataset/release/item_counts.hpp"
#include "dataset/release/release_writer.hpp"

namespace ecgpress {

std::unique_ptr<ReleaseWriter> open_nnunet_release(const fs::path& folder,
                                                   const ReleaseSettings& settings);

/// Size in bytes of a page in such a release; 0 if it is not included.
std::uint64_t nnunet_page_bytes(const Sample& page, const ReleaseSettings& settings);

FormatCard nnunet_card(const ReleaseTally& tally, const ReleaseSettings& settings);

/// dataset.json. @param cases  pages in train and val
std::string nnunet_dataset_json(std::uint64_t cases);

} // namespace ecgpress
