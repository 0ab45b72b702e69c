#include "parallel/work_queue.hpp"

#include <chrono>
#include <string>

#include "core/process.hpp"

namespace ecgpress {

namespace {

const char* const k_stop = "stop";
constexpr std::chrono::milliseconds k_patience{100}; // interval of checks for a stop signal

} // namespace

WorkQueue::WorkQueue(const Communicator& communicator, const std::vector<std::size_t>& tasks)
    : communicator_(communicator) {
    if (communicator_.rank() == 0) tasks_.assign(tasks.begin(), tasks.end());
}

std::optional<std::size_t> WorkQueue::next(const std::function<void()>& meanwhile) {
    if (finished_) return std::nullopt;
    const auto task = communicator_.rank() == 0 ? next_at_root(meanwhile) : next_at_worker();
    if (!task) {
        finished_ = true;
        // Prevents requests for a later queue from reaching this one.
        communicator_.barrier();
    }
    return task;
}

void WorkQueue::serve() {
    if (communicator_.rank() == 0)
        serve_at_root();
    else
        serve_at_worker();
}

void WorkQueue::serve_at_root() {
    if (!stopping_ && stop_requested()) stop_everybody();
    while (const auto message = communicator_.try_receive(k_request_tag)) answer(*message);
}

void WorkQueue::serve_at_worker() {
    if (stopping_) return;
    if (stop_requested()) {
        communicator_.send(0, k_request_tag, k_stop);
        stopping_ = true;
    } else if (communicator_.try_receive(k_stop_tag)) {
        stopping_ = true;
    }
}

void WorkQueue::stop_everybody() {
    stopping_ = true;
    tasks_.clear();
    for (int worker = 1; worker < communicator_.size(); ++worker)
        communicator_.send(worker, k_stop_tag, "");
}

std::optional<std::size_t> WorkQueue::next_at_root(const std::function<void()>& meanwhile) {
    // Serve waiting ranks first, because this rank's own task may take long.
    serve();
    if (const auto task = take()) return task;
    while (stopped_workers_ < communicator_.size() - 1) {
        if (!stopping_ && stop_requested()) stop_everybody();
        if (const auto message = communicator_.receive_within(k_request_tag, k_patience))
            answer(*message);
        if (meanwhile) meanwhile();
    }
    return std::nullopt;
}

std::optional<std::size_t> WorkQueue::next_at_worker() {
    serve();
    communicator_.send(0, k_request_tag, "");
    const std::string answer = communicator_.receive(k_answer_tag).text;
    if (!answer.empty()) return std::stoull(answer);
    serve(); // receives a stop message, which rank 0 sends before the answer
    return std::nullopt;
}

void WorkQueue::answer(const Communicator::Message& message) {
    if (message.text == k_stop) {
        if (!stopping_) stop_everybody();
        return;
    }
    // A worker that gets an empty answer does not ask again.
    const auto task = take();
    if (!task) ++stopped_workers_;
    communicator_.send(message.from, k_answer_tag, task ? std::to_string(*task) : "");
}

std::optional<std::size_t> WorkQueue::take() {
    if (tasks_.empty()) return std::nullopt;
    const std::size_t task = tasks_.front();
    tasks_.pop_front();
    return task;
}

} // namespace ecgpress
