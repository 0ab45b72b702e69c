// Status: the progress of a run, from its files alone, on any host, during and after the run.
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
    /// Each shard is in one of these states.
    std::uint64_t done = 0, in_work = 0, failed = 0, missing = 0;
    std::uint64_t kept = 0;                ///< of the missing: some pages were drawn and kept
    std::vector<std::uint64_t> unfinished; ///< all shards that are not complete, in order
    std::uint64_t pages_done = 0;          ///< in complete shards
    double pages_per_s = 0, left_s = 0;    ///< of the running jobs; 0: none
    struct Release {
        std::string format;
        bool complete = false, begun = false;
        std::uint64_t merged = 0, parts = 0; ///< parts that are merged, and all that are known
    };
    std::vector<Release> releases; ///< those of the configuration, and others that were started
    struct Job {
        JobState state;
        bool works = false; ///< it runs: its last update is recent and its process, if it is on
                            ///< this host, exists
    };
    std::vector<Job> jobs; ///< in the order of their starts
    double now_s = 0;

    /// Is every release of the configuration complete?
    bool complete() const;
};

/// Opens every shard to read its header, and nothing else. @throws ConfigError if the folder holds
/// no run
RunStatus status_of(const RunFolder& folder);

/// Lines for people: the state of shards and releases, the running jobs (or the last one) and their
/// nodes, and the next command to type. A job is RUNNING, STOPPING (on request, it finishes its
/// pages), STOPPED (on request), DONE or INTERRUPTED (it ended without a request: killed, crashed
/// or on a lost node).
std::string describe(const RunStatus& status);

/// Are all shards of a part complete?
bool is_made(const RunStatus& status, const RunPart& part);

/// The parts of a run in `count` parts that have a missing shard, in the form of Slurm's --array:
/// "0-3,7"; empty if all are complete.
std::string unfinished_parts(const RunStatus& status, std::size_t count);

} // namespace ecgpress
