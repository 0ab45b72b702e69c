// Verifies a folder of shards.
#pragma once

#include <filesystem>

#include "parallel/communicator.hpp"
#include "pipeline/verify/rank_findings.hpp"

namespace ecgpress {

/// Checks this rank's share of a folder of shards.
RankFindings verify_shards(const std::filesystem::path& shards, const Communicator& communicator,
                           const VerifySettings& settings);

} // namespace ecgpress
