#include "pipeline/run/shared_progress.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <unistd.h>
#include <utility>

#include "core/error.hpp"
#include "core/log.hpp"
#include "core/strings.hpp"
#include "pipeline/run/stop_notice.hpp"

namespace ecgpress {

namespace {

/// Minimum interval between two sums over all ranks.
constexpr std::chrono::milliseconds k_between_sums{100};

} // namespace

double SharedProgress::report_interval_s(int ranks) {
    return std::max(0.5, 1e-3 * ranks);
}

SharedProgress::SharedProgress(const Communicator& communicator, std::string what,
                               std::uint64_t total, Progress::Style style,
                               const std::filesystem::path& logs)
    : communicator_(communicator),
      progress_(what, total, communicator.rank() == 0 ? style : Progress::Style::silent),
      report_interval_(std::chrono::duration_cast<Clock::duration>(
          std::chrono::duration<double>(report_interval_s(communicator.size())))),
      start_(Clock::now()), last_report_(start_), last_job_file_(start_) {
    own_.host = host_name();
    if (communicator_.rank() != 0) return;
    ranks_.resize(static_cast<std::size_t>(communicator_.size()));
    ranks_[0] = own_;
    job_.job = job_name();
    job_.host = own_.host;
    job_.process = ::getpid();
    job_.stage = std::move(what);
    job_.begun_s = now_s();
    job_.to_do = total;
    job_.interval_s = std::max(k_job_file_interval_s, report_interval_s(communicator.size()));
    if (!logs.empty()) job_file_ = job_path(logs, job_.job);
    write_job_file("working");
    listener_.emplace([this] { note_stop(); });
}

void SharedProgress::add(std::uint64_t count) {
    own_.done += count;
    if (communicator_.rank() == 0)
        collect();
    else if (Clock::now() - last_report_ >= report_interval_)
        report();
}

void SharedProgress::add_restored(std::uint64_t count) {
    own_.restored += count;
    add(count);
}

void SharedProgress::report() {
    last_report_ = Clock::now();
    const std::string task = own_.task ? std::to_string(*own_.task) : "-";
    communicator_.send(0, k_tag, concat(own_.done, " ", own_.restored, " ", task, " ", own_.host));
    ++reports_;
}

void SharedProgress::note(int rank, const std::string& text) {
    const std::vector<std::string> words = split_text(text, ' ');
    Rank& from = ranks_[static_cast<std::size_t>(rank)];
    from.done = std::stoull(words.at(0));
    from.restored = std::stoull(words.at(1));
    if (words.at(2) != "-") from.task = std::stoull(words[2]);
    from.host = words.at(3);
    from.last_update_s = now_s();
    ++reports_;
}

void SharedProgress::collect() {
    if (communicator_.rank() != 0 || Clock::now() - last_report_ < k_between_sums) return;
    collect_all();
}

void SharedProgress::collect_all() {
    while (const auto message = communicator_.try_receive(k_tag))
        note(message->from, message->text);
    last_report_ = Clock::now();
    ranks_[0] = own_;
    ranks_[0].last_update_s = now_s();
    std::uint64_t done = 0, restored = 0;
    for (const Rank& rank : ranks_) {
        done += rank.done;
        restored += rank.restored;
    }
    progress_.update(done, restored);
    if (std::chrono::duration<double>(last_report_ - last_job_file_).count() >=
        k_job_file_interval_s)
        write_job_file("working");
}

void SharedProgress::note_stop() {
    if (communicator_.rank() != 0) return;
    const std::lock_guard<std::mutex> lock(job_mutex_);
    if (stop_noted_ || ended_) return;
    stop_noted_ = true;
    announce_stop();
    write_locked("stopping");
}

void SharedProgress::update_job() {
    job_.done = job_.restored = 0;
    job_.rate_per_s = progress_.rate_per_s();
    job_.nodes.clear();
    std::set<std::uint64_t> tasks;
    for (const Rank& rank : ranks_) {
        job_.done += rank.done;
        job_.restored += rank.restored;
        if (rank.host.empty()) continue; // no report yet
        JobState::Node& node = job_.nodes[rank.host];
        ++node.ranks;
        node.done += rank.done;
        node.restored += rank.restored;
        node.last_update_s = std::max(node.last_update_s, rank.last_update_s);
        if (rank.task) tasks.insert(*rank.task);
    }
    job_.tasks.assign(tasks.begin(), tasks.end());
    const double time_s = std::chrono::duration<double>(Clock::now() - start_).count();
    for (auto& [host, node] : job_.nodes) {
        SlidingRate& rate = node_rates_.try_emplace(host, 0.0).first->second;
        rate.add(time_s, node.done - node.restored);
        node.rate_per_s = rate.per_s(time_s);
    }
}

void SharedProgress::write_job_file(const char* end) {
    last_job_file_ = Clock::now();
    const std::lock_guard<std::mutex> lock(job_mutex_);
    if (job_file_.empty()) return;
    update_job();
    write_locked(end);
}

void SharedProgress::write_locked(const char* end) {
    const bool working = std::string_view(end) == "working";
    job_.end = working && stop_noted_ ? "stopping" : end;
    job_.last_update_s = now_s();
    if (job_file_.empty()) return;
    try {
        write_job(job_file_, job_);
    } catch (const IoError& error) { // a missing status must not end the run
        log_warning(error.what());
        job_file_.clear();
    }
}

void SharedProgress::finish(bool stopped) {
    own_.task.reset();
    if (communicator_.rank() != 0) report();
    const auto sent = communicator_.gather(reports_);
    if (communicator_.rank() != 0) return;
    std::uint64_t expected = 0;
    for (std::size_t rank = 1; rank < sent.size(); ++rank) expected += sent[rank];
    while (reports_ < expected) {
        const auto message = communicator_.receive(k_tag);
        note(message.from, message.text);
    }
    for (Rank& rank : ranks_) rank.task.reset();
    collect_all();
    progress_.finish();
    {
        const std::lock_guard<std::mutex> lock(job_mutex_);
        ended_ = true;
    }
    write_job_file(stopped ? "stopped" : "done");
}

} // namespace ecgpress
