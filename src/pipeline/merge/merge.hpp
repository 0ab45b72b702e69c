// Merge: copies the items of all shards into one release. Images are decoded only for formats that
// require it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/program/progress.hpp"
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
    bool stopped = false; ///< a stop was requested before the end; set on every rank
    double wall_s = 0;
};

/// Writes a release in one format from all shards, on all ranks. Parts that an earlier run of the
/// command finished are not written again. If `release.pages_per_folder` is set, no two ranks write
/// into the same folder. SHA256SUMS is written last; a release that has it is complete. Nothing is
/// written before all shards are found complete.
/// @throws DataError with a list of the shards that are missing, corrupt or of a different run, or
/// of the caps that cannot be reached; ConfigError if the release was started with other settings;
/// IoError with the name of the job that writes a shard, or writes or reads the release
MergeReport merge(const RunInputs& run, const RunFolder& folder, const std::string& format,
                  const Communicator& communicator, Progress::Style style);
/// The same for a caller whose rank 0 holds the locks on the release and on all shards.
MergeReport merge_locked(const RunInputs& run, const RunFolder& folder, const std::string& format,
                         const Communicator& communicator, Progress::Style style);

std::string describe(const MergeReport& report);

/// Names of all release formats, the default first.
std::vector<std::string> release_format_names();

} // namespace ecgpress
