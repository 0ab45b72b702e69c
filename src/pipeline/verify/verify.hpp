// Verify: checks that a run, a release, its archives or a folder of shards is complete, is the one
// that was asked for, and follows the label rules.
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
    std::vector<std::string> lost; ///< the first 1000 leads that are not completely on their paper
    std::uint64_t lost_count = 0;  ///< all of them
    std::vector<std::string> not_checked; ///< what cannot be known, each with its reason
    std::string oracle;                   ///< oracle results, one line per reading
    double wall_s = 0;
};

/// Checks FOLDER, which is one of:
/// - a run folder: all of the following, and that everything that run.json asks for is there and of
///   this run;
/// - a release: checksums, missing and unexpected files, counts, label rules; every image is
///   decoded;
/// - archives of a release: their checksums, and every file in them;
/// - a folder of shards (*.h5): which shards there must be, checksum and rules of every item.
///
/// Collective. Only rank 0 reads folders and lists; each item of them is checked on one rank or
/// named. With the oracle, every page is digitized. A page under a minimum of its configuration
/// (`oracle.floors_db`) is a problem.
/// @return complete on rank 0 only @throws DataError if FOLDER is none of these
VerifyReport verify(const std::filesystem::path& folder, const Communicator& communicator,
                    const VerifySettings& settings);

std::string describe(const VerifyReport& report);

} // namespace ecgpress
