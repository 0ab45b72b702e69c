// Dynamic assignment of tasks to ranks on request. Rank 0 assigns tasks and also works on them.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <optional>
#include <vector>

#include "parallel/communicator.hpp"

namespace ecgpress {

/// A collective object: every rank creates one, calls next() until it returns std::nullopt, and
/// calls serve() regularly while it works, so that no rank waits long for rank 0. Only the task
/// list of rank 0 is used.
class WorkQueue {
  public:
    /// Message tags. Requests to rank 0 are empty (request for a task) or "stop". Answers of rank 0
    /// are a task number or empty (no more tasks). Rank 0 sends a stop message to all ranks.
    static constexpr int k_request_tag = 101, k_answer_tag = 102, k_stop_tag = 103;

    WorkQueue(const Communicator& communicator, const std::vector<std::size_t>& tasks);

    /// Returns the next task for this rank, in the order of the list; std::nullopt after all tasks
    /// have been assigned, with a barrier over all ranks.
    /// @param meanwhile  called regularly on rank 0 while it waits for the last tasks of other
    /// ranks
    std::optional<std::size_t> next(const std::function<void()>& meanwhile = {});
    /// On rank 0, answers pending requests. On all ranks, receives stop messages and reports a stop
    /// signal of this process (core/process).
    void serve();
    /// Returns whether a stop was requested on any rank. Then no more tasks are assigned, and
    /// running tasks should end at the next point where their finished work is kept.
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
