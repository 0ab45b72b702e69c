// Progress over all ranks: every rank counts, rank 0 prints and writes the job file that
// `ecgpress status` reads.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/process.hpp"
#include "core/program/progress.hpp"
#include "core/program/sliding_rate.hpp"
#include "parallel/communicator.hpp"
#include "pipeline/run/job_file.hpp"

namespace ecgpress {

/// A collective object: the other ranks report their progress to rank 0, at most twice per second.
class SharedProgress {
  public:
    /// Tag of a report to rank 0. Its text is "done restored shard host", where `restored` are
    /// units of `done` and `shard` is the shard in progress or "-".
    static constexpr int k_tag = 40;
    /// Report interval; grows with the number of ranks, so that rank 0 receives at most 1000
    /// reports per second.
    static double report_interval_s(int ranks);
    static constexpr double k_job_file_interval_s = 5; ///< between two updates of the job file

    /// @param what  unit of the progress, in the plural: "pages"
    /// @param logs  folder of the job file; if empty, none is written
    SharedProgress(const Communicator& communicator, std::string what, std::uint64_t total,
                   Progress::Style style, const std::filesystem::path& logs = {});

    /// Sets the shard that this rank is processing.
    void begin_task(std::size_t task) { own_.task = task; }
    void add(std::uint64_t count);
    /// Counts units that an earlier start finished. They are done, but do not count for the rate.
    void add_restored(std::uint64_t count);
    /// On rank 0: receives reports, prints the progress, and writes the job file if it is due. On
    /// other ranks: no effect.
    void collect();
    /// The same without a minimum interval.
    void collect_all();
    /// On rank 0: announces the stop and writes it to the job file, once. A separate thread also
    /// calls it as soon as this process receives a stop signal. On other ranks: no effect.
    void note_stop();
    /// On rank 0: writes the job file now. @param end  as JobState::end
    void write_job_file(const char* end);
    /// After all ranks have met: collects outstanding reports, and ends the line.
    void finish(bool stopped);

  private:
    using Clock = std::chrono::steady_clock;
    struct Rank {
        std::string host;
        std::uint64_t done = 0, restored = 0;
        std::optional<std::size_t> task;
        double last_update_s = 0;
    };

    void report();
    void note(int rank, const std::string& text);
    void update_job();
    /// Writes the job file. @pre job_mutex_ is held
    void write_locked(const char* end);

    Communicator communicator_;
    Progress progress_;
    Rank own_;                                      ///< this rank
    std::uint64_t reports_ = 0;                     ///< received on rank 0, sent on other ranks
    std::vector<Rank> ranks_;                       ///< on rank 0
    std::map<std::string, SlidingRate> node_rates_; ///< on rank 0, by host
    Clock::duration report_interval_;
    Clock::time_point start_, last_report_, last_job_file_;
    std::mutex job_mutex_; ///< protects the four members below
    std::filesystem::path job_file_;
    JobState job_;
    bool stop_noted_ = false, ended_ = false;
    std::optional<StopListener> listener_; ///< on rank 0; last member, because it uses all others
};

} // namespace ecgpress
