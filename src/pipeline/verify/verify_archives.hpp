// Verifies a release that is packed into archives.
#pragma once

#include <filesystem>

#include "parallel/communicator.hpp"
#include "pipeline/verify/rank_findings.hpp"

namespace ecgpress {

/// Checks a folder of archives (docs/formats/release.md, "Packed") on all ranks: the digest of each
/// archive, and that together they contain exactly the files of one release, each with its digest.
/// Collective. @param release  the release that they must be of, or "" if there is none beside them
RankFindings verify_archives(const std::filesystem::path& folder,
                             const std::filesystem::path& release,
                             const Communicator& communicator);

} // namespace ecgpress
