// Tasks handed out to ranks as they ask for them; rank 0 hands out and works too.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <optional>
#include <vector>

#include "parallel/communicator.hpp"

namespace ecgpress {

/// A collective object: every rank makes one, asks next() until it gives nothing, and calls serve()
/// between small pieces of its work so that nobody waits long for rank 0. Only rank 0's list of
/// tasks counts.
class WorkQueue {
  public:
    /// What ranks say: to rank 0 nothing (a task, please) or "stop"; from rank 0 a task's number or
    /// nothing (there is no more); from rank 0 to all: stop.
    static constexpr int k_request_tag = 101, k_answer_tag = 102, k_stop_tag = 103;

    WorkQueue(const Communicator& communicator, const std::vector<std::size_t>& tasks);

    /// The next task for this rank, in the list's order; nothing when all are handed out (then all
    /// ranks have met here).
    /// @param meanwhile  what rank 0 does now and then while it waits for the others' last tasks
    std::optional<std::size_t> next(const std::function<void()>& meanwhile = {});
    /// Rank 0 answers those who ask, at once; everybody hears of a stop, and tells of one that
    /// reached their process (core/process).
    void serve();
    /// Was any rank asked to stop? Then nothing more is handed out, and tasks in work should end
    /// where nothing is lost.
    bool stopping() const { return stopping_; }

  private:
    std::optional<std::size_t> next_at_root(const std::function<void()>& meanwhile);
    std::optional<std::size_t> next_at_worker();
    void serve_at_root();
    void serve_at_worker();
    void stop_everybody();
    void answer(const Communicator::Message& message);
    std::optional<std::size_t> take();

    Communicator communicator_;
    std::deque<std::size_t> tasks_;
    int stopped_workers_ = 0;
    bool finished_ = false, stopping_ = false;
};

} // namespace ecgpress
