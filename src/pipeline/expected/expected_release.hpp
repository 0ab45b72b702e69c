// Compares a release of a run with what a merge of the run's shards would write now.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "dataset/release/run_folder.hpp"
#include "parallel/communicator.hpp"
#include "pipeline/checks/problem_list.hpp"
#include "pipeline/run/run_identity.hpp"

namespace ecgpress {

/// What a rank found.
struct ReleaseComparison {
    ProblemList problems;
    std::vector<std::string> not_checked; ///< each with its reason
};

/// Merging is deterministic: parts of the release are written again into a private temporary
/// folder, each file is compared by its line in SHA256SUMS, and removed. The folder needs space for
/// a page or an archive on each rank, and for the tables on rank 0.
///
/// Collective. Parts are spread over the ranks. The files about the whole release are always
/// compared. A release without SHA256SUMS is not.
/// @param run  must be the same on all ranks
/// @param format  name of the release's format
/// @param sample  number of pages to compare. The run's seed chooses parts until this number is
/// reached. 0: all pages of a release of up to 10,000, otherwise 10,000 pages
/// @throws OutputError if the private folder cannot be written
ReleaseComparison compare_with_shards(const RunFolder& folder, const RunIdentity& run,
                                      const std::string& format, const Communicator& communicator,
                                      std::uint64_t sample);

} // namespace ecgpress
