// Merge: moves the bytes of all shards into one release; opens no image.
#pragma once

#include <cstdint>
#include <string>

#include "core/progress.hpp"
#include "parallel/communicator.hpp"
#include "pipeline/run_folder.hpp"

namespace ecgpress {

struct MergeReport {
    std::uint64_t files = 0, pages = 0;
    bool already_complete = false;
    double wall_s = 0;
};

/// Writes DIR/release from all shards, on all ranks; what an earlier start finished is not written
/// again. SHA256SUMS comes last: with it the release is complete.
/// @throws DataError with a list of the shards that are missing, of another run, or damaged; or of
/// the caps not filled
MergeReport merge(const RunInputs& inputs, const RunFolder& folder,
                  const Communicator& communicator, Progress::Style style);

std::string describe(const MergeReport& report);

} // namespace ecgpress
