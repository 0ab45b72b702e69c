// Progress over all ranks: everybody counts, rank 0 prints.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "core/progress.hpp"
#include "parallel/communicator.hpp"

namespace ecgpress {

/// A collective object: workers tell rank 0 what they have done, a few times a second at most.
class SharedProgress {
  public:
    SharedProgress(const Communicator& communicator, std::string what, std::uint64_t total,
                   Progress::Style style);

    void add(std::uint64_t count);
    /// After all ranks have met: collects what is still on its way, and ends the line.
    void finish();

  private:
    void collect();

    Communicator communicator_;
    Progress progress_;
    std::uint64_t done_ = 0;     ///< at rank 0: over all ranks; at workers: not yet told
    std::uint64_t messages_ = 0; ///< received at rank 0, sent by a worker
    std::chrono::steady_clock::time_point told_;
};

} // namespace ecgpress
