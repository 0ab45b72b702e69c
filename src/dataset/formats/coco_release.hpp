// The release format `coco`: page images, and per split one file of instances with boxes, masks and
// key points. Format: docs/formats/coco.md.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "dataset/formats/key_points.hpp"
#include "dataset/formats/lead_mask.hpp"
#include "dataset/release/item_counts.hpp"
#include "dataset/release/release_writer.hpp"

namespace ecgpress {

std::unique_ptr<ReleaseWriter> open_coco_release(const fs::path& folder,
                                                 const ReleaseSettings& settings);

/// Size in bytes of a page in such a release; 0 if it is not included.
std::uint64_t coco_page_bytes(const Sample& page, const ReleaseSettings& settings);

FormatCard coco_card(const ReleaseTally& tally, const ReleaseSettings& settings);

/// The parts of an annotation file, in its order: the head, the images separated by ",\n",
/// k_coco_annotations, the annotations separated likewise, the end.
std::string coco_head(const PublishSettings& publish);
std::string coco_image(const PageRow& page, std::uint64_t pages_per_folder);
constexpr const char* k_coco_annotations = "],\n\"annotations\": [\n";
/// @param i  place of the lead on its page
std::string coco_annotation(const PageRow& page, const LeadRow& lead, std::size_t i,
                            const LeadMask& mask, const KeyPoints& points,
                            const LabelSettings& labels);
std::string coco_end(const LabelSettings& labels);

} // namespace ecgpress
