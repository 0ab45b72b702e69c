// Compares the files of a release of format `coco-text` or `presidio` with its tables.
#pragma once

#include "pipeline/compare/compared_release.hpp"

namespace ecgpress {

FormatCheck text_check(ComparedRelease& release);

} // namespace ecgpress
