#include "parallel/work_queue.hpp"

#include <string>

namespace ecgpress {

namespace {

constexpr int k_request_tag = 101;
constexpr int k_answer_tag = 102; // a task's number, or nothing: stop

} // namespace

WorkQueue::WorkQueue(const Communicator& communicator, const std::vector<std::size_t>& tasks)
    : communicator_(communicator) {
    if (communicator_.rank() == 0) tasks_.assign(tasks.begin(), tasks.end());
}

std::optional<std::size_t> WorkQueue::next() {
    if (finished_) return std::nullopt;
    const auto task = communicator_.rank() == 0 ? next_at_root() : next_at_worker();
    if (!task) {
        finished_ = true;
        // Requests for a later queue must not reach this one.
        communicator_.barrier();
    }
    return task;
}

void WorkQueue::serve() {
    if (communicator_.rank() != 0) return;
    while (const auto request = communicator_.try_receive(k_request_tag)) answer(request->from);
}

std::optional<std::size_t> WorkQueue::next_at_root() {
    // Those who wait go first: our own next task may take long.
    serve();
    if (const auto task = take()) return task;
    while (stopped_workers_ < communicator_.size() - 1) {
        answer(communicator_.receive(k_request_tag).from);
    }
    return std::nullopt;
}

std::optional<std::size_t> WorkQueue::next_at_worker() {
    communicator_.send(0, k_request_tag, "");
    const std::string answer = communicator_.receive(k_answer_tag).text;
    if (answer.empty()) return std::nullopt;
    return std::stoull(answer);
}

void WorkQueue::answer(int worker) {
    const auto task = take();
    if (!task) ++stopped_workers_;
    communicator_.send(worker, k_answer_tag, task ? std::to_string(*task) : "");
}

std::optional<std::size_t> WorkQueue::take() {
    if (tasks_.empty()) return std::nullopt;
    const std::size_t task = tasks_.front();
    tasks_.pop_front();
    return task;
}

} // namespace ecgpress
