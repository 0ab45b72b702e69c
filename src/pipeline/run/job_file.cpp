#include "pipeline/run/job_file.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <system_error>

#include "codec/json.hpp"
#include "core/error.hpp"
#include "core/file.hpp"
#include "core/process.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

constexpr const char* k_job_prefix = "job-";
constexpr const char* k_suffix = ".json";
constexpr FileKind k_job_file{"job file", std::size_t{16} << 20}; ///< 200 bytes a node

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
}

Json json_of(const JobState& state) {
    Json nodes = Json::object();
    for (const auto& [name, node] : state.nodes)
        nodes[name] = {{"ranks", node.ranks},
                       {"done", node.done},
                       {"restored", node.restored},
                       {"rate_per_s", node.rate_per_s},
                       {"last_update_s", node.last_update_s}};
    return {{"job", state.job},
            {"host", state.host},
            {"process", state.process},
            {"stage", state.stage},
            {"end", state.end},
            {"begun_s", state.begun_s},
            {"last_update_s", state.last_update_s},
            {"interval_s", state.interval_s},
            {"done", state.done},
            {"restored", state.restored},
            {"to_do", state.to_do},
            {"rate_per_s", state.rate_per_s},
            {"tasks", state.tasks},
            {"nodes", nodes}};
}

JobState state_of(const Json& text) {
    JobState state;
    text.at("job").get_to(state.job);
    text.at("host").get_to(state.host);
    text.at("process").get_to(state.process);
    text.at("stage").get_to(state.stage);
    text.at("end").get_to(state.end);
    text.at("begun_s").get_to(state.begun_s);
    text.at("last_update_s").get_to(state.last_update_s);
    text.at("interval_s").get_to(state.interval_s);
    text.at("done").get_to(state.done);
    state.restored = text.value("restored", state.restored); // not in older files
    text.at("to_do").get_to(state.to_do);
    state.rate_per_s = text.value("rate_per_s", state.rate_per_s);
    text.at("tasks").get_to(state.tasks);
    for (const auto& [name, member] : text.at("nodes").members()) {
        JobState::Node& node = state.nodes[name];
        member.at("ranks").get_to(node.ranks);
        member.at("done").get_to(node.done);
        node.restored = member.value("restored", node.restored);
        node.rate_per_s = member.value("rate_per_s", node.rate_per_s);
        member.at("last_update_s").get_to(node.last_update_s);
    }
    return state;
}

bool is_job_file(const std::string& name) {
    const std::string prefix = k_job_prefix, suffix = k_suffix;
    return name.size() > prefix.size() + suffix.size() &&
           name.compare(0, prefix.size(), prefix) == 0 &&
           name.compare(name.size() - suffix.size(), suffix.size(), suffix) == 0;
}

} // namespace

double now_s() {
    return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch())
        .count();
}

std::string job_name() {
    const std::string array = environment("SLURM_ARRAY_JOB_ID");
    if (!array.empty()) return concat(array, "_", environment("SLURM_ARRAY_TASK_ID"));
    const std::string job = environment("SLURM_JOB_ID");
    return job.empty() ? process_name() : job;
}

fs::path job_path(const fs::path& logs, const std::string& job) {
    return logs / concat(k_job_prefix, job, k_suffix);
}

void write_job(const fs::path& path, const JobState& state) {
    // Not synced: the status is not needed after a power failure.
    write_file_whole(path, json_of(state).dump(1) + "\n", PartFile::Sync::no);
}

std::vector<JobState> read_jobs(const fs::path& logs) {
    std::vector<JobState> jobs;
    std::error_code error;
    for (fs::directory_iterator entry(logs, error), end; !error && entry != end;
         entry.increment(error)) {
        if (!is_job_file(entry->path().filename().string())) continue;
        try {
            jobs.push_back(
                state_of(Json::parse(read_file_below(logs, entry->path().filename(), k_job_file))));
        } catch (const JsonError&) {
            continue;
        } catch (const Error&) { // the file is being replaced, or is none
            continue;
        }
    }
    std::sort(jobs.begin(), jobs.end(),
              [](const JobState& a, const JobState& b) { return a.begun_s < b.begun_s; });
    return jobs;
}

} // namespace ecgpress
