// Verify: checks that a release or a folder of shards is complete and follows the label rules.
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
        problems; ///< the first 1000, each as "file: problem"; empty if there are none
    std::uint64_t problem_count = 0; ///< all problems, also those after the first 1000
    std::string oracle;              ///< oracle results, one line per reading
    double wall_s = 0;
};

/// Checks FOLDER, which is one of:
/// - a release (contains SHA256SUMS): checksums, missing and unexpected files, counts, label rules;
///   every image is decoded;
/// - a folder of shards (*.h5): headers, one fingerprint, page ranges without gaps, checksum and
///   rules of every item;
/// - a run folder: its shards and all its releases.
///
/// With the oracle, every page is digitized. A page under a minimum of its configuration
/// (`oracle.floors_db`) is a problem.
/// @throws DataError if FOLDER is none of these
VerifyReport verify(const std::filesystem::path& folder, const Communicator& communicator,
                    const VerifySettings& settings);

std::string describe(const VerifyReport& report);

} // namespace ecgpress
