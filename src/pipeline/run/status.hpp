// Status: the progress of a run, read only from its files, on any host, during and after the run.
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
    /// Shards in each state; each shard is in exactly one.
    std::uint64_t done = 0, in_work = 0, failed = 0, missing = 0;
    std::uint64_t kept = 0;                ///< missing shards of which some pages are kept
    std::vector<std::uint64_t> unfinished; ///< numbers of all incomplete shards, ascending
    std::uint64_t pages_done = 0;          ///< in complete shards
    double pages_per_s = 0, left_s = 0;    ///< over the running jobs; 0 if there are none
    struct Release {
        std::string format;
        bool complete = false, begun = false;
        std::uint64_t merged = 0, parts = 0; ///< merged parts and all parts; 0 if not started
    };
    std::vector<Release> releases; ///< those of the configuration, and others that were started
    struct Job {
        JobState state;
        bool works = false; ///< it is running: its last update is recent and, if it is on this
                            ///< host, its process exists
    };
    std::vector<Job> jobs; ///< by start time
    double now_s = 0;

    /// True if every release of the configuration is complete.
    bool complete() const;
};

/// Reads run.json, the job files and the header of every shard. @throws ConfigError if the folder
/// contains no run
RunStatus status_of(const RunFolder& folder);

/// Human-readable text: the state of shards and releases, the running jobs (or the last one) and
/// their nodes, and the next command to type. A job is RUNNING, STOPPING (on request; it finishes
/// its pages), STOPPED (on request), DONE or INTERRUPTED (it ended without a request: killed,
/// crashed or on a lost node).
std::string describe(const RunStatus& status);

/// True if all shards of a part are complete.
bool is_made(const RunStatus& status, const RunPart& part);

/// Divides the run into `count` parts and lists those with missing shards, in the syntax of Slurm's
/// --array: "0-3,7". Empty if all are complete.
std::string unfinished_parts(const RunStatus& status, std::size_t count);

} // namespace ecgpress
