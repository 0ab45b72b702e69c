// The status of a job while it works: a small file in DIR/logs that its rank 0 updates now and
// then. From these files, `ecgpress status` shows the progress of a run on any host.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace ecgpress {

/// The state of one job: an MPI launch, or one process alone.
struct JobState {
    std::string job;          ///< the batch system's number, or host and process ID
    std::string host;         ///< of rank 0
    std::int64_t process = 0; ///< ID of rank 0's process on that host
    std::string stage;        ///< "pages", "pages merged"
    /// "working"; "stopping" (asked to stop; if the process is gone, its launcher ended it before
    /// it had finished its pages); "stopped" (on request, all finished pages are kept); "done"
    std::string end;
    double begun_s = 0;               ///< Unix time at the start
    double heard_s = 0;               ///< Unix time of this update
    double interval_s = 0;            ///< longest time until the next update
    std::uint64_t done = 0;           ///< of what the stage counts, with what was restored
    std::uint64_t restored = 0;       ///< of these, done by an earlier start
    std::uint64_t to_do = 0;          ///< done at the end of the stage
    double rate_per_s = 0;            ///< over the last half minute; 0: not known
    std::vector<std::uint64_t> tasks; ///< shards in progress
    struct Node {
        std::uint64_t ranks = 0, done = 0, restored = 0;
        double heard_s = 0;    ///< Unix time of the last report of one of its ranks
        double rate_per_s = 0; ///< over the last half minute; 0: not known
    };
    std::map<std::string, Node> nodes;
};

/// Unix time in seconds.
double now_s();

/// The job of this process: SLURM_JOB_ID (with the index in its array), or "host-process".
std::string job_name();

std::filesystem::path job_path(const std::filesystem::path& logs, const std::string& job);

/// @throws IoError
void write_job(const std::filesystem::path& path, const JobState& state);

/// All jobs that have a file, in the order of their starts. Files that cannot be parsed are
/// ignored.
std::vector<JobState> read_jobs(const std::filesystem::path& logs);

} // namespace ecgpress
