// Compares the files of a release of the formats `yolo-seg`, `yolo-pose` and `yolo-obb`.
#pragma once

#include "pipeline/compare/compared_release.hpp"

namespace ecgpress {

/// @param release  must outlive the check
FormatCheck yolo_check(ComparedRelease& release);

} // namespace ecgpress
