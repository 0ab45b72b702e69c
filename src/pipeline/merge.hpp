// Merge: moves the bytes of all shards into one release; opens no image.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "core/progress.hpp"
#include "parallel/communicator.hpp"
#include "pipeline/run_folder.hpp"

namespace ecgpress {

struct MergeReport {
    std::uint64_t files = 0, pages = 0;
    bool already_complete = false;
    bool stopped = false; ///< asked to stop before all was written; every rank knows
    double wall_s = 0;
};

/// Writes DIR/release from all shards, on all ranks; what an earlier start finished is not written
/// again. In a release with fanned-out folders no two ranks write into one of them. SHA256SUMS
/// comes last: with it the release is complete.
/// @throws DataError with a list of the shards that are missing, of another run, or damaged; or of
/// the caps not filled
MergeReport merge(const RunInputs& inputs, const RunFolder& folder,
                  const Communicator& communicator, Progress::Style style);

std::string describe(const MergeReport& report);

/// The run's pages are merged in so many ranges, each by one rank.
std::size_t merge_range_count(const Config& config);
/// Where it is noted that a range is merged.
std::filesystem::path merged_range(const RunFolder& folder, std::size_t range);

} // namespace ecgpress
