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
#include "core/progress.hpp"
#include "core/sliding_rate.hpp"
#include "parallel/communicator.hpp"
#include "pipeline/run/job_file.hpp"

namespace ecgpress {

/// A collective object: workers report to rank 0 what they have done, twice a second at most.
class SharedProgress {
  public:
    /// A worker's report to rank 0: done, of these restored, the shard in work or "-", the host.
    static constexpr int k_tag = 40;
    /// Report interval; grows with the number of ranks so that rank 0 gets a thousand a second at
    /// most.
    static double report_interval_s(int ranks);
    static constexpr double k_job_file_interval_s = 5; ///< between two updates of the job file

    /// @param what  the thing counted, in the plural: "pages"
    /// @param logs  where the job file is written; empty: none is written
    SharedProgress(const Communicator& communicator, std::string what, std::uint64_t total,
                   Progress::Style style, const std::filesystem::path& logs = {});

    /// This rank works on that shard from now on.
    void begin_task(std::size_t task) { own_.task = task; }
    void add(std::uint64_t count);
    /// Counts what an earlier start did: it is done, but says nothing about this start's speed.
    void add_restored(std::uint64_t count);
    /// Rank 0: receives reports, prints, and writes the job file if it is due. Others: nothing.
    void collect();
    /// The same without a minimum interval.
    void collect_all();
    /// Rank 0: announces the stop and notes it in the job file; nothing if that is done already.
    /// Also called by a thread of its own as soon as this process gets a stop signal. Others:
    /// nothing.
    void note_stop();
    /// Rank 0: writes the job file now. @param end  of JobState
    void write_job_file(const char* end);
    /// After all ranks have met: collects outstanding reports, and ends the line.
    void finish(bool stopped);

  private:
    using Clock = std::chrono::steady_clock;
    struct Rank {
        std::string host;
        std::uint64_t done = 0, restored = 0;
        std::optional<std::size_t> task;
        double heard_s = 0;
    };

    void report();
    void note(int rank, const std::string& text);
    void update_job();
    /// With job_mutex_ held.
    void write_locked(const char* end);

    Communicator communicator_;
    Progress progress_;
    Rank own_;                                      ///< this rank
    std::uint64_t reports_ = 0;                     ///< received at rank 0, sent by a worker
    std::vector<Rank> ranks_;                       ///< at rank 0
    std::map<std::string, SlidingRate> node_rates_; ///< at rank 0, by host
    Clock::duration report_interval_;
    Clock::time_point start_, last_report_, last_job_file_;
    std::mutex job_mutex_; ///< of the four below
    std::filesystem::path job_file_;
    JobState job_;
    bool stop_noted_ = false, ended_ = false;
    std::optional<StopListener> listener_; ///< at rank 0; last, because it uses all others
};

} // namespace ecgpress
