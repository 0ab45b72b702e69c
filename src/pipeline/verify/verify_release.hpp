// Verifies a release.
#pragma once

#include <filesystem>
#include <string>

#include "parallel/communicator.hpp"
#include "pipeline/run/run_identity.hpp"
#include "pipeline/verify/rank_findings.hpp"

namespace ecgpress {

/// Checks a release on all ranks. Collective: rank 0 reads its lists, each rank gets a share of its
/// files, and all of them are checked or named.
/// @param run  the run that it must be of, or null if that is not known
/// @param format  the format that it must have, or "" if that is not known
RankFindings verify_release(const std::filesystem::path& release, const Communicator& communicator,
                            const VerifySettings& settings, const RunIdentity* run = nullptr,
                            const std::string& format = "");

} // namespace ecgpress
