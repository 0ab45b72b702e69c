#include "pipeline/run/shared_work.hpp"

#include <utility>

namespace ecgpress {

SharedWork::SharedWork(const Communicator& communicator, const std::vector<std::size_t>& items,
                       std::string what, std::uint64_t total, Progress::Style style,
                       const std::filesystem::path& logs)
    : communicator_(communicator), queue_(communicator, items),
      progress_(communicator, std::move(what), total, style, logs) {}

void SharedWork::for_each(const std::function<void(std::size_t item)>& do_item) {
    const auto meanwhile = [this] {
        note_stop();
        progress_.collect();
    };
    while (const auto item = queue_.next(meanwhile)) do_item(*item);
}

bool SharedWork::stopping() {
    queue_.serve();
    note_stop();
    return queue_.stopping();
}

bool SharedWork::finish(bool complete) {
    const bool stopped = !communicator_.broadcast(complete);
    progress_.finish(stopped);
    return stopped;
}

void SharedWork::note_stop() {
    if (queue_.stopping()) progress_.note_stop();
}

} // namespace ecgpress
