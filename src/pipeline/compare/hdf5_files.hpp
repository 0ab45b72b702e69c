// Compares the files of a release of format `hdf5`.
#pragma once

#include "pipeline/compare/compared_release.hpp"

namespace ecgpress {

/// @param release  must outlive the check
FormatCheck hdf5_check(ComparedRelease& release);

} // namespace ecgpress
