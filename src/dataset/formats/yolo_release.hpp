// The release formats `yolo-seg`, `yolo-pose` and `yolo-obb`: page images and label files in the
// layout that Ultralytics' trainers read. Formats: docs/formats/yolo.md.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "dataset/formats/data_yaml.hpp"
#include "dataset/release/item_counts.hpp"
#include "dataset/release/release_writer.hpp"

namespace ecgpress {

std::unique_ptr<ReleaseWriter> open_yolo_seg_release(const fs::path& folder,
                                                     const ReleaseSettings& settings);
std::unique_ptr<ReleaseWriter> open_yolo_pose_release(const fs::path& folder,
                                                      const ReleaseSettings& settings);
std::unique_ptr<ReleaseWriter> open_yolo_obb_release(const fs::path& folder,
                                                     const ReleaseSettings& settings);

/// Size in bytes of a page in such a release; 0 if it is not included.
std::uint64_t yolo_seg_page_bytes(const Sample& page, const ReleaseSettings& settings);
std::uint64_t yolo_pose_page_bytes(const Sample& page, const ReleaseSettings& settings);
std::uint64_t yolo_obb_page_bytes(const Sample& page, const ReleaseSettings& settings);

FormatCard yolo_seg_card(const ReleaseTally& tally, const ReleaseSettings& settings);
FormatCard yolo_pose_card(const ReleaseTally& tally, const ReleaseSettings& settings);
FormatCard yolo_obb_card(const ReleaseTally& tally, const ReleaseSettings& settings);

/// data.yaml of one of the three formats.
std::string yolo_data_yaml(const std::string& format, const SplitFlags& has_pages,
                           const LabelSettings& labels);

} // namespace ecgpress
