// Compares the files of a release of format `nnunet`.
#pragma once

#include "pipeline/compare/compared_release.hpp"

namespace ecgpress {

/// @param release  must outlive the check
FormatCheck nnunet_check(ComparedRelease& release);

} // namespace ecgpress
