// Status: how far a run is, from its files alone, on any machine, while it works and after.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "pipeline/run/job_file.hpp"
#include "pipeline/run/run_identity.hpp"

namespace ecgpress {

struct RunStatus {
    std::string folder;
    std::uint64_t pages = 0, shards = 0;
    /// Each shard is one of these.
    std::uint64_t done = 0, in_work = 0, failed = 0, missing = 0;
    std::uint64_t kept = 0;                ///< of the missing: begun, their first pages kept
    std::vector<std::uint64_t> unfinished; ///< all shards that are not done, in order
    std::uint64_t pages_done = 0;          ///< of whole shards
    double pages_per_s = 0, left_s = 0;    ///< of the jobs that work; 0: none
    struct Release {
        std::string format;
        bool complete = false, begun = false;
        std::uint64_t merged = 0, parts = 0; ///< parts merged, and in all as far as is known
    };
    std::vector<Release> releases; ///< those asked for, and others that were begun
    struct Job {
        JobState state;
        bool works = false; ///< its word is fresh, or its process lives on this machine
    };
    std::vector<Job> jobs; ///< those that work; if none does, the last that made pages or merged
    double now_s = 0;

    /// Is every release that was asked for there?
    bool complete() const;
};

/// Opens every shard for its header, and nothing else. @throws ConfigError if the folder holds no
/// run
RunStatus status_of(const RunFolder& folder);

/// Lines for people; the last says what to type next.
std::string describe(const RunStatus& status);

/// Are all shards of a part made?
bool is_made(const RunStatus& status, const RunPart& part);

/// The parts of a run in `count` parts that have a shard to make, as Slurm's --array wants them:
/// "0-3,7"; nothing if all are made.
std::string unfinished_parts(const RunStatus& status, std::size_t count);

} // namespace ecgpress
