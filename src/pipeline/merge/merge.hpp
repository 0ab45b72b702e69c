// Merge: moves the bytes of all shards into one release; opens no image, but in formats that ask
// for it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/progress.hpp"
#include "dataset/release/release_digest.hpp"
#include "parallel/communicator.hpp"
#include "pipeline/run/run_identity.hpp"

namespace ecgpress {

struct MergeReport {
    std::string format;
    std::filesystem::path release;
    std::uint64_t files = 0, pages = 0;
    ReleaseDigest digest;
    bool already_complete = false;
    bool stopped = false; ///< asked to stop before all was written; every rank knows
    double wall_s = 0;
};

/// Writes a release of one format from all shards, on all ranks; what an earlier start finished is
/// not written again. In a release with fanned-out folders no two ranks write into one of them.
/// SHA256SUMS comes last: with it the release is complete.
/// @throws DataError with a list of the shards that are missing, of another run, or damaged; or of
/// the caps not filled; ConfigError if the release was begun with other settings
MergeReport merge(const RunInputs& inputs, const RunFolder& folder, const std::string& format,
                  const Communicator& communicator, Progress::Style style);

std::string describe(const MergeReport& report);

/// The names that `format` may have, the default first.
std::vector<std::string> release_format_names();

} // namespace ecgpress
