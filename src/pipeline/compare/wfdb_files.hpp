// Compares the files of a release of format `wfdb`.
#pragma once

#include "pipeline/compare/compared_release.hpp"

namespace ecgpress {

/// @param release  must outlive the check
FormatCheck wfdb_check(ComparedRelease& release);

} // namespace ecgpress
