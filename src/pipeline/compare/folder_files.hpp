// Compares the lists of a release of format `folder`, and requires its files. The files of a page
// are checked with their rules, in one reading (folder_page.hpp).
#pragma once

#include "pipeline/compare/compared_release.hpp"

namespace ecgpress {

/// @param release  must outlive the check
FormatCheck folder_check(ComparedRelease& release);

} // namespace ecgpress
