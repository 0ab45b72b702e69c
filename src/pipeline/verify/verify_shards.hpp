// Verifies a folder of shards.
#pragma once

#include <filesystem>

#include "parallel/communicator.hpp"
#include "pipeline/run/run_identity.hpp"
#include "pipeline/verify/rank_findings.hpp"

namespace ecgpress {

/// Checks a folder of shards on all ranks. Collective: rank 0 lists the folder, and each rank gets
/// a share of it.
/// @param run  the run whose shards must be there, each under its name, and no others; null if that
/// is not known
RankFindings verify_shards(const std::filesystem::path& shards, const Communicator& communicator,
                           const VerifySettings& settings, const RunIdentity* run = nullptr);

} // namespace ecgpress
