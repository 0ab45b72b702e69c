// Verifies a release.
#pragma once

#include <filesystem>

#include "parallel/communicator.hpp"
#include "pipeline/verify/rank_findings.hpp"

namespace ecgpress {

/// Checks this rank's share of a release.
RankFindings verify_release(const std::filesystem::path& release, const Communicator& communicator,
                            const VerifySettings& settings);

} // namespace ecgpress
