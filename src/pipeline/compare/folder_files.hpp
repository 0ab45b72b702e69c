// Compares the files of a release of format `folder`.
#pragma once

#include "pipeline/compare/compared_release.hpp"

namespace ecgpress {

/// @param release  must outlive the check
FormatCheck folder_check(ComparedRelease& release);

} // namespace ecgpress
