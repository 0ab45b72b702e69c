// Progress over all ranks: everybody counts, rank 0 prints, and leaves word for `ecgpress status`.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/progress.hpp"
#include "parallel/communicator.hpp"
#include "pipeline/run/job_file.hpp"

namespace ecgpress {

/// A collective object: workers tell rank 0 what they have done, twice a second at most, and less
/// often the more they are.
class SharedProgress {
  public:
    /// A worker's word to rank 0: pages done, the shard in work or "-", the host.
    static constexpr int k_tag = 40;
    /// Between two words of a worker: the more ranks, the longer, so that rank 0 hears at most a
    /// thousand a second.
    static double seconds_between_words(int ranks);
    static constexpr double k_seconds_between_files = 5; ///< at rank 0, for `ecgpress status`

    /// @param what  the thing counted, in the plural: "pages"
    /// @param logs  where the job's word goes; empty: nowhere
    SharedProgress(const Communicator& communicator, std::string what, std::uint64_t total,
                   Progress::Style style, const std::filesystem::path& logs = {});

    /// This rank works on that shard from now on.
    void begin_task(std::size_t task) { task_ = task; }
    void add(std::uint64_t count);
    /// Rank 0: takes what the others have told, prints, leaves word if it is due. Others: nothing.
    void collect();
    /// The same at once, however short the last time is ago.
    void collect_all();
    /// Rank 0: writes the job's file now. @param end  of JobState
    void leave_word(const char* end);
    /// After all ranks have met: collects what is still on its way, and ends the line.
    void finish(bool stopped);

  private:
    using Clock = std::chrono::steady_clock;

    void tell();
    void note(int rank, const std::string& text);
    Communicator communicator_;
    Progress progress_;
    std::filesystem::path job_file_;
    JobState job_;
    std::optional<std::size_t> task_;
    std::uint64_t own_ = 0;  ///< done by this rank
    std::uint64_t told_ = 0; ///< messages received at rank 0, sent by a worker
    struct Rank {
        std::string host;
        std::uint64_t done = 0;
        std::optional<std::size_t> task;
        double heard_s = 0;
    };
    std::vector<Rank> ranks_; ///< at rank 0
    Clock::duration between_messages_;
    Clock::time_point last_told_, last_word_;
};

} // namespace ecgpress
