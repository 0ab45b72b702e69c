// Compares the files of a release of format `webdataset`.
#pragma once

#include "pipeline/compare/compared_release.hpp"

namespace ecgpress {

/// @param release  must outlive the check
FormatCheck webdataset_check(ComparedRelease& release);

} // namespace ecgpress
