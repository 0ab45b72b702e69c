// What a job says of itself while it works: one small file in DIR/logs, written by its rank 0 now
// and then, from which `ecgpress status` tells anywhere how far a run is.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace ecgpress {

/// The state of one job: an MPI launch, or one process alone.
struct JobState {
    std::string job;          ///< the batch system's number, or host and process id
    std::string host;         ///< of rank 0
    std::int64_t process = 0; ///< id of rank 0's process there
    std::string stage;        ///< "pages", "pages merged"
    std::string end;          ///< "working", "done", or "stopped" (asked to, and nothing lost)
    double begun_s = 0;       ///< Unix time
    double heard_s = 0;       ///< Unix time of this word
    double interval_s = 0;    ///< until the next word is due
    std::uint64_t done = 0;   ///< of what the stage counts, since the job began
    std::uint64_t to_do = 0;  ///< what it began with
    std::vector<std::uint64_t> tasks; ///< shards in work
    struct Node {
        std::uint64_t ranks = 0, done = 0;
        double heard_s = 0; ///< Unix time of its latest rank's word
    };
    std::map<std::string, Node> nodes;
};

/// Unix time in seconds.
double now_s();

/// The job that this process belongs to: SLURM_JOB_ID (with the number in its array), or
/// "host-process".
std::string job_name();

std::filesystem::path job_path(const std::filesystem::path& logs, const std::string& job);

/// @throws IoError
void write_job(const std::filesystem::path& path, const JobState& state);

/// All jobs that have left a word, by the time they began. What cannot be understood is left out.
std::vector<JobState> read_jobs(const std::filesystem::path& logs);

} // namespace ecgpress
