#include "pipeline/run/shared_progress.hpp"

#include <algorithm>
#include <set>
#include <unistd.h>
#include <utility>

#include "core/error.hpp"
#include "core/log.hpp"
#include "core/process.hpp"
#include "core/text.hpp"

namespace ecgpress {

namespace {

/// Rank 0 sums over all ranks at most so often.
constexpr std::chrono::milliseconds k_between_sums{100};

} // namespace

double SharedProgress::seconds_between_words(int ranks) {
    return std::max(0.5, 1e-3 * ranks);
}

SharedProgress::SharedProgress(const Communicator& communicator, std::string what,
                               std::uint64_t total, Progress::Style style,
                               const std::filesystem::path& logs)
    : communicator_(communicator),
      progress_(what, total, communicator.rank() == 0 ? style : Progress::Style::silent),
      between_messages_(std::chrono::duration_cast<Clock::duration>(
          std::chrono::duration<double>(seconds_between_words(communicator.size())))),
      last_told_(Clock::now()), last_word_(Clock::now()) {
    if (communicator_.rank() != 0) return;
    ranks_.resize(static_cast<std::size_t>(communicator_.size()));
    ranks_[0].host = host_name();
    job_.job = job_name();
    job_.host = host_name();
    job_.process = ::getpid();
    job_.stage = std::move(what);
    job_.begun_s = now_s();
    job_.to_do = total;
    job_.interval_s = std::max(k_seconds_between_files, seconds_between_words(communicator.size()));
    if (!logs.empty()) job_file_ = job_path(logs, job_.job);
    leave_word("working");
}

void SharedProgress::add(std::uint64_t count) {
    own_ += count;
    if (communicator_.rank() == 0)
        collect();
    else if (Clock::now() - last_told_ >= between_messages_)
        tell();
}

void SharedProgress::tell() {
    last_told_ = Clock::now();
    communicator_.send(0, k_tag,
                       concat(own_, " ", task_ ? std::to_string(*task_) : "-", " ", host_name()));
    ++told_;
}

void SharedProgress::note(int rank, const std::string& text) {
    const std::vector<std::string> words = split_text(text, ' ');
    Rank& from = ranks_[static_cast<std::size_t>(rank)];
    from.done = std::stoull(words.at(0));
    if (words.at(1) != "-") from.task = std::stoull(words[1]);
    from.host = words.at(2);
    from.heard_s = now_s();
    ++told_;
}

void SharedProgress::collect() {
    if (communicator_.rank() != 0 || Clock::now() - last_told_ < k_between_sums) return;
    collect_all();
}

void SharedProgress::collect_all() {
    while (const auto message = communicator_.try_receive(k_tag))
        note(message->from, message->text);
    last_told_ = Clock::now();
    ranks_[0].done = own_;
    ranks_[0].task = task_;
    ranks_[0].heard_s = now_s();
    std::uint64_t done = 0;
    for (const Rank& rank : ranks_) done += rank.done;
    progress_.update(done);
    if (std::chrono::duration<double>(last_told_ - last_word_).count() >= k_seconds_between_files)
        leave_word("working");
}

void SharedProgress::leave_word(const char* end) {
    last_word_ = Clock::now();
    if (job_file_.empty()) return;
    job_.end = end;
    job_.heard_s = now_s();
    job_.done = 0;
    job_.nodes.clear();
    std::set<std::uint64_t> tasks;
    for (const Rank& rank : ranks_) {
        job_.done += rank.done;
        if (rank.host.empty()) continue; // not heard of yet
        JobState::Node& node = job_.nodes[rank.host];
        ++node.ranks;
        node.done += rank.done;
        node.heard_s = std::max(node.heard_s, rank.heard_s);
        if (rank.task) tasks.insert(*rank.task);
    }
    job_.tasks.assign(tasks.begin(), tasks.end());
    try {
        write_job(job_file_, job_);
    } catch (const IoError& error) { // pages matter more than words about them
        log_warning(error.what());
        job_file_.clear();
    }
}

void SharedProgress::finish(bool stopped) {
    task_.reset();
    if (communicator_.rank() != 0) tell();
    const auto sent = communicator_.gather(std::to_string(told_));
    if (communicator_.rank() != 0) return;
    std::uint64_t expected = 0;
    for (std::size_t rank = 1; rank < sent.size(); ++rank) expected += std::stoull(sent[rank]);
    while (told_ < expected) {
        const auto message = communicator_.receive(k_tag);
        note(message.from, message.text);
    }
    ranks_[0].done = own_;
    std::uint64_t done = 0;
    for (Rank& rank : ranks_) {
        rank.task.reset();
        done += rank.done;
    }
    progress_.update(done);
    progress_.finish();
    leave_word(stopped ? "stopped" : "done");
}

} // namespace ecgpress
