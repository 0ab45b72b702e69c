#include "pipeline/shared_progress.hpp"

#include <utility>

namespace ecgpress {

namespace {

constexpr int k_tag = 40;
constexpr std::chrono::milliseconds k_between_messages{500};

} // namespace

SharedProgress::SharedProgress(const Communicator& communicator, std::string what,
                               std::uint64_t total, Progress::Style style)
    : communicator_(communicator),
      progress_(std::move(what), total, communicator.rank() == 0 ? style : Progress::Style::silent),
      told_(std::chrono::steady_clock::now()) {}

void SharedProgress::add(std::uint64_t count) {
    done_ += count;
    if (communicator_.rank() == 0) {
        collect();
        return;
    }
    const auto now = std::chrono::steady_clock::now();
    if (now - told_ < k_between_messages) return;
    told_ = now;
    communicator_.send(0, k_tag, std::to_string(std::exchange(done_, 0)));
    ++messages_;
}

void SharedProgress::collect() {
    while (const auto message = communicator_.try_receive(k_tag)) {
        done_ += std::stoull(message->text);
        ++messages_;
    }
    progress_.update(done_);
}

void SharedProgress::finish() {
    const auto untold = communicator_.gather(std::to_string(done_));
    const auto sent = communicator_.gather(std::to_string(messages_));
    if (communicator_.rank() != 0) return;
    std::uint64_t expected = 0;
    for (std::size_t rank = 1; rank < untold.size(); ++rank) {
        done_ += std::stoull(untold[rank]);
        expected += std::stoull(sent[rank]);
    }
    for (; messages_ < expected; ++messages_)
        done_ += std::stoull(communicator_.receive(k_tag).text);
    progress_.update(done_);
    progress_.finish();
}

} // namespace ecgpress
