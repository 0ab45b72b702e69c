// The release format `nnunet`: page images and label maps as a raw dataset of nnU-Net v2. Format:
// docs/formats/nnunet.md.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "dataset/formats/data_yaml.hpp"
#include "dataset/release/item_counts.hpp"
#include "dataset/release/release_writer.hpp"

namespace ecgpress {

std::unique_ptr<ReleaseWriter> open_nnunet_release(const fs::path& folder,
                                                   const ReleaseSettings& settings);

/// Size in bytes of a page in such a release; 0 if it is not included.
std::uint64_t nnunet_page_bytes(const Sample& page, const ReleaseSettings& settings);

FormatCard nnunet_card(const ReleaseTally& tally, const ReleaseSettings& settings);

/// The split whose cases the fold of splits_final.json lists as `split`, which is train or val: the
/// same, or, if it has none, the other one, because nnU-Net cannot train with an empty list.
Split nnunet_cases_of(Split split, const SplitFlags& has_cases);

/// Path of a page's second label map, its semantic mask: "semanticTr/12_3by4.png".
std::string nnunet_semantic_map(const PageRow& page);

/// dataset.json. @param cases  pages in train and val
std::string nnunet_dataset_json(std::uint64_t cases, const LabelSettings& settings);

} // namespace ecgpress
