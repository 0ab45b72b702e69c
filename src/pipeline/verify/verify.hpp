// Verify: is a release, or a folder of shards, whole and within every rule of its labels?
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "parallel/communicator.hpp"
#include "pipeline/verify/rank_findings.hpp"

namespace ecgpress {

struct VerifyReport {
    std::uint64_t files = 0, pages = 0, crops = 0;
    std::vector<std::string>
        problems; ///< each names a file and what is wrong with it; empty: all is well
    std::uint64_t problem_count = 0; ///< problems may be cut at a thousand
    std::string oracle;              ///< what the oracle found, a line a reading
    double wall_s = 0;
};

/// A release (it has SHA256SUMS): checksums, no file missing or extra, counts, every label's rule,
/// every image decoded; shards (it has *.h5): headers, one run, no gap between page ranges, every
/// item's checksum and rule; a run's folder: both. With the oracle, every page is read back, and
/// one that is under a floor of its configuration is a problem.
/// @throws DataError if DIR is none of these
VerifyReport verify(const std::filesystem::path& folder, const Communicator& communicator,
                    const VerifySettings& settings);

std::string describe(const VerifyReport& report);

} // namespace ecgpress
