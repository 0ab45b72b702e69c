#include "pipeline/run/status.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <set>

#include "core/error.hpp"
#include "core/file.hpp"
#include "core/numbers.hpp"
#include "core/printable.hpp"
#include "core/process.hpp"
#include "core/program/shell_word.hpp"
#include "core/strings.hpp"
#include "dataset/formats/list.hpp"
#include "dataset/release/release_writer.hpp"
#include "dataset/shard/shard_reader.hpp"

namespace ecgpress {

namespace {

/// A job that has missed this many updates is considered not running.
constexpr double k_missed_updates = 6;

bool works(const JobState& job, double now) {
    if (job.end != "working" && job.end != "stopping") return false;
    // On this host, the process can be looked up. On others, only its updates show that it exists.
    if (job.host == host_name() && ::kill(static_cast<pid_t>(job.process), 0) != 0 &&
        errno == ESRCH)
        return false;
    return now - job.last_update_s < k_missed_updates * job.interval_s;
}

bool any_works(const RunStatus& status) {
    return std::any_of(status.jobs.begin(), status.jobs.end(),
                       [](const RunStatus::Job& job) { return job.works; });
}

/// Numbers of the incomplete shards in DIR/parts that were written to recently.
std::set<std::uint64_t> growing_shards(const RunFolder& folder) {
    constexpr std::chrono::seconds k_recently{60};
    std::set<std::uint64_t> numbers;
    std::error_code error;
    for (fs::directory_iterator entry(folder.parts(), error), end; !error && entry != end;
         entry.increment(error)) {
        const std::vector<std::string> words =
            split_text(entry->path().filename().string(), '.'); // shard-00017, h5, process
        std::error_code gone;
        const auto written = fs::last_write_time(entry->path(), gone);
        long long number = 0;
        if (!gone && words.size() > 2 && words[2] != "kept" &&
            fs::file_time_type::clock::now() - written < k_recently &&
            parse_number(words[0].substr(words[0].find('-') + 1), number))
            numbers.insert(static_cast<std::uint64_t>(number));
    }
    return numbers;
}

void read_shards(const RunFolder& folder, RunStatus& status, std::uint64_t pages_a_shard) {
    std::set<std::uint64_t> held, dropped; // shards of running jobs and of interrupted ones
    if (any_works(status)) held = growing_shards(folder);
    for (const RunStatus::Job& job : status.jobs) {
        if (!job.works && job.state.end != "working") continue; // stopped on request, or done
        (job.works ? held : dropped).insert(job.state.tasks.begin(), job.state.tasks.end());
    }
    for (std::uint64_t number = 0; number < status.shards; ++number) {
        const fs::path path = folder.shard(number);
        const bool there = is_plain_file(path), whole = there && peek_shard(path);
        if (whole) {
            ++status.done;
            status.pages_done += std::min(
                pages_a_shard, status.pages - std::min(status.pages, number * pages_a_shard));
            continue;
        }
        status.unfinished.push_back(number);
        if (held.count(number) > 0)
            ++status.in_work;
        else if (is_plain_file(folder.kept_shard(number)))
            ++status.kept, ++status.missing;
        else if (there || dropped.count(number) > 0)
            ++status.failed;
        else
            ++status.missing;
    }
}

RunStatus::Release release_of(const fs::path& folder, const std::string& format) {
    RunStatus::Release release;
    release.format = format;
    std::error_code error;
    release.complete = is_plain_file(folder / "SHA256SUMS");
    const fs::path notes = release_notes(folder), count = notes / "parts.txt";
    constexpr FileKind k_count{"parts.txt", 100};
    long long parts = 0;
    release.begun = is_plain_file(count) &&
                    parse_number(trimmed(read_file(count, k_count, Links::refused)), parts);
    if (!release.begun) return release;
    release.parts = static_cast<std::uint64_t>(parts);
    for (fs::directory_iterator entry(notes, error), end; !error && entry != end;
         entry.increment(error))
        release.merged += entry->path().extension() == ".sums" ? 1 : 0;
    return release;
}

void read_releases(const RunFolder& folder, const Config& config, RunStatus& status) {
    for (const ReleaseFormat& format : release_formats()) {
        const std::vector<std::string>& asked = config.release.formats;
        const bool wanted = std::find(asked.begin(), asked.end(), format.name) != asked.end();
        const RunStatus::Release release = release_of(folder.release(format.name), format.name);
        if (wanted || release.begun || release.complete) status.releases.push_back(release);
    }
}

/// Items per second of a job or of one of its nodes, counted since the job's start. An average of
/// what this start did, if the job file is of an older version.
template <class Counts> double rate_of(const Counts& counts, double started_s) {
    if (counts.rate_per_s > 0) return counts.rate_per_s;
    const double worked_s = counts.last_update_s - started_s;
    return worked_s > 0 ? static_cast<double>(counts.done - counts.restored) / worked_s : 0;
}

/// Pages per second and time left over all running jobs.
void estimate(RunStatus& status) {
    std::uint64_t left = 0;
    for (const RunStatus::Job& job : status.jobs) {
        if (!job.works) continue;
        status.pages_per_s += rate_of(job.state, job.state.begun_s);
        left += job.state.to_do - std::min(job.state.to_do, job.state.done);
    }
    if (status.pages_per_s > 0) status.left_s = static_cast<double>(left) / status.pages_per_s;
}

std::string ago(double now_s, double then_s) {
    return duration_text(std::max(0.0, now_s - then_s)) + " ago";
}

const char* state_of(const RunStatus::Job& job) {
    const std::string& end = job.state.end;
    if (end == "done") return "DONE";
    if (end == "stopped") return "STOPPED";
    if (end == "stopping") return job.works ? "STOPPING" : "STOPPED";
    return job.works ? "RUNNING" : "INTERRUPTED";
}

std::string line_of(const RunStatus::Job& job, double now) {
    const JobState& state = job.state;
    std::uint64_t ranks = 0;
    for (const auto& [name, node] : state.nodes) ranks += node.ranks;
    return concat("job       ", on_one_line(state.job), ": ", state_of(job), ", ", state.done,
                  " of ", state.to_do, " ", on_one_line(state.stage), ", ", counted(ranks, "rank"),
                  " on ", counted(state.nodes.size(), "node"), ", started ",
                  ago(now, state.begun_s), ", last update ", ago(now, state.last_update_s), "\n");
}

std::string padded(std::string text, std::size_t width) {
    if (text.size() < width) text.insert(0, width - text.size(), ' ');
    return text;
}

/// One line per node, over all running jobs.
std::string node_lines(const RunStatus& status) {
    struct Line {
        std::uint64_t ranks = 0, done = 0;
        double pages_per_s = 0, last_update_s = 0;
    };
    std::map<std::string, Line> lines;
    for (const RunStatus::Job& job : status.jobs)
        for (const auto& [name, node] : job.state.nodes) {
            if (!job.works) continue;
            Line& line = lines[on_one_line(name)];
            line.ranks += node.ranks;
            line.done += node.done;
            line.last_update_s = std::max(line.last_update_s, node.last_update_s);
            line.pages_per_s += rate_of(node, job.state.begun_s);
        }
    if (lines.empty()) return "";
    std::string text = "node                 ranks     pages   pages/s  last update\n";
    for (const auto& [name, line] : lines)
        text +=
            concat("  ", name,
                   padded(std::to_string(line.ranks), 24 - std::min<std::size_t>(22, name.size())),
                   padded(std::to_string(line.done), 10), padded(fixed(line.pages_per_s, 1), 10),
                   "  ", ago(status.now_s, line.last_update_s), "\n");
    return text;
}

bool on_slurm(const RunStatus& status) {
    if (std::getenv("SLURM_CONF") != nullptr) return true;
    return std::any_of(status.jobs.begin(), status.jobs.end(), [](const RunStatus::Job& job) {
        return job.state.job.find('-') == std::string::npos; // no "host-process"
    });
}

std::string next_step(const RunStatus& status) {
    if (status.complete()) return concat("ecgpress verify ", shell_word(status.folder));
    if (any_works(status))
        return concat("wait", status.left_s > 0 ? " " + duration_text(status.left_s) : "",
                      ", then run this command again");
    if (on_slurm(status)) return concat("slurm/submit --out ", shell_word(status.folder));
    return concat("ecgpress run -j auto --out ", shell_word(status.folder));
}

std::string release_lines(const RunStatus& status) {
    std::string text;
    for (const RunStatus::Release& release : status.releases)
        text +=
            concat("release   ", release.format, ": ",
                   release.complete ? std::string("complete")
                   : release.begun  ? concat(release.merged, " of ", release.parts, " parts merged")
                                    : "not started",
                   "\n");
    return text;
}

} // namespace

RunStatus status_of(const RunFolder& folder) {
    const Config config = config_of_run(folder);
    RunStatus status;
    status.folder = folder.root().string();
    status.pages = config.page_count();
    status.shards = shard_count(config);
    status.now_s = now_s();
    for (JobState& state : read_jobs(folder.logs())) {
        const bool alive = works(state, status.now_s);
        status.jobs.push_back({std::move(state), alive});
    }
    read_shards(folder, status, config.shard.pages);
    read_releases(folder, config, status);
    estimate(status);
    return status;
}

bool RunStatus::complete() const {
    return std::all_of(releases.begin(), releases.end(),
                       [](const Release& release) { return release.complete; });
}

std::string describe(const RunStatus& status) {
    const double share = 100.0 * static_cast<double>(status.pages_done) /
                         static_cast<double>(std::max<std::uint64_t>(1, status.pages));
    std::string text =
        concat("run       ", status.folder, ": ", counted(status.pages, "page"), " in ",
               counted(status.shards, "shard"), "\nshards    ", status.done, " complete, ",
               status.in_work, " in progress, ", status.failed, " failed, ", status.missing,
               " missing", status.kept > 0 ? concat(" (", status.kept, " partly drawn)") : "",
               "\npages     ", status.pages_done, " (", fixed(share, 1), " %)",
               status.pages_per_s > 0 ? concat(", ", fixed(status.pages_per_s, 1), " pages/s, ",
                                               duration_text(status.left_s), " left")
                                      : "",
               "\n", release_lines(status));
    for (std::size_t i = 0; i < status.jobs.size(); ++i)
        if (status.jobs[i].works || (!any_works(status) && i + 1 == status.jobs.size()))
            text += line_of(status.jobs[i], status.now_s);
    return text + node_lines(status) + "next      " + next_step(status) + "\n";
}

bool is_made(const RunStatus& status, const RunPart& part) {
    const auto from = std::lower_bound(status.unfinished.begin(), status.unfinished.end(),
                                       part.first(status.shards));
    return from == status.unfinished.end() || *from >= part.end(status.shards);
}

std::string unfinished_parts(const RunStatus& status, std::size_t count) {
    std::vector<std::size_t> parts;
    for (std::size_t index = 0; index < count; ++index)
        if (!is_made(status, {index, count})) parts.push_back(index);
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < parts.size();) {
        std::size_t last = i;
        while (last + 1 < parts.size() && parts[last + 1] == parts[last] + 1) ++last;
        texts.push_back(last == i ? std::to_string(parts[i]) : concat(parts[i], "-", parts[last]));
        i = last + 1;
    }
    return join(texts, ",");
}

} // namespace ecgpress
