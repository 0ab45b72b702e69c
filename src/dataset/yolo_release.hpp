// The release formats `yolo-seg`, `yolo-pose` and `yolo-obb`: page images beside label files as
// Ultralytics' trainers read them. Formats: docs/formats/yolo.md.
#pragma once

#include <filesystem>
#include <memory>

#include "dataset/release_writer.hpp"

namespace ecgpress {

std::unique_ptr<ReleaseWriter> open_yolo_seg_release(const fs::path& folder,
                                                     const ReleaseSettings& settings);
std::unique_ptr<ReleaseWriter> open_yolo_pose_release(const fs::path& folder,
                                                      const ReleaseSettings& settings);
std::unique_ptr<ReleaseWriter> open_yolo_obb_release(const fs::path& folder,
                                                     const ReleaseSettings& settings);

} // namespace ecgpress
