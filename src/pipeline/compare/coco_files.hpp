// Compares the files of a release of format `coco`.
#pragma once

#include "pipeline/compare/compared_release.hpp"

namespace ecgpress {

/// @param release  must outlive the check
FormatCheck coco_check(ComparedRelease& release);

} // namespace ecgpress
