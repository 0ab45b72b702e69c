// Tasks handed out to ranks as they ask for them; rank 0 hands out and works too.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <vector>

#include "parallel/communicator.hpp"

namespace ecgpress {

/// A collective object: every rank makes one, asks next() until it gives nothing, and calls serve()
/// between small pieces of its work so that nobody waits long for rank 0. Only rank 0's list of
/// tasks counts.
class WorkQueue {
  public:
    WorkQueue(const Communicator& communicator, const std::vector<std::size_t>& tasks);

    /// The next task for this rank, in the list's order; nothing when all are handed out (then all
    /// ranks have met here).
    std::optional<std::size_t> next();
    /// Rank 0 answers those who ask; at once. The others do nothing.
    void serve();

  private:
    std::optional<std::size_t> next_at_root();
    std::optional<std::size_t> next_at_worker();
    void answer(int worker);
    std::optional<std::size_t> take();

    Communicator communicator_;
    std::deque<std::size_t> tasks_;
    int stopped_workers_ = 0;
    bool finished_ = false;
};

} // namespace ecgpress
