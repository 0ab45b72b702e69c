// Job status file: a small file in DIR/logs that rank 0 of a running job updates periodically. From
// these files, `ecgpress status` shows the progress of a run on any host.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace ecgpress {

/// The state of one job: an MPI launch or a single process.
struct JobState {
    std::string job;          ///< the batch system's number, or host and process ID
    std::string host;         ///< of rank 0
    std::int64_t process = 0; ///< ID of rank 0's process on that host
    std::string stage;        ///< "pages", "pages merged"
    /// "working"; "stopping" (a stop is requested; if the process no longer exists, its launcher
    /// ended it before it had finished its pages); "stopped" (on request, all finished pages are
    /// kept); "done"
    std::string end;
    double begun_s = 0;               ///< Unix time at the start
    double last_update_s = 0;         ///< Unix time of this update
    double interval_s = 0;            ///< longest time until the next update
    std::uint64_t done = 0;           ///< finished units of the stage, including restored ones
    std::uint64_t restored = 0;       ///< finished units of an earlier start
    std::uint64_t to_do = 0;          ///< value of `done` at the end of the stage
    double rate_per_s = 0;            ///< over the last 30 s; 0 if unknown
    std::vector<std::uint64_t> tasks; ///< shards in progress
    struct Node {
        std::uint64_t ranks = 0, done = 0, restored = 0;
        double last_update_s = 0; ///< Unix time of the last report of one of its ranks
        double rate_per_s = 0;    ///< over the last 30 s; 0 if unknown
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

/// All jobs that have a file, by start time. Files that cannot be parsed are ignored.
std::vector<JobState> read_jobs(const std::filesystem::path& logs);

} // namespace ecgpress
