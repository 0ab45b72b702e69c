#include "pipeline/run/run_speed.hpp"

#include <algorithm>
#include <vector>

#include "codec/json.hpp"
#include "core/error.hpp"
#include "core/file.hpp"
#include "core/strings.hpp"
#include "pipeline/run/job_file.hpp"

namespace ecgpress {

namespace {

constexpr const char* k_speed_prefix = "speed-";
constexpr FileKind k_speed_file{"speed file", std::size_t{64} << 10};

std::vector<fs::path> speed_files(const fs::path& logs) {
    std::vector<fs::path> files;
    std::error_code error;
    for (fs::directory_iterator entry(logs, error), end; !error && entry != end;
         entry.increment(error))
        if (entry->path().filename().string().rfind(k_speed_prefix, 0) == 0 &&
            entry->path().extension() == ".json")
            files.push_back(entry->path());
    std::sort(files.begin(), files.end());
    return files;
}

void add(RunSpeed& all, const Json& start) {
    RunSpeed part;
    start.at("pages").get_to(part.pages);
    start.at("ranks").get_to(part.ranks);
    start.at("wall_s").get_to(part.wall_s);
    start.at("stages_s").get_to(part.stages_s);
    ++all.starts;
    all.pages += part.pages;
    all.ranks = std::max(all.ranks, part.ranks);
    all.wall_s += part.wall_s;
    for (const auto& [stage, seconds] : part.stages_s) all.stages_s[stage] += seconds;
}

} // namespace

void write_speed(const fs::path& logs, const RunSpeed& speed) {
    const Json start = {{"pages", speed.pages},
                        {"ranks", speed.ranks},
                        {"wall_s", speed.wall_s},
                        {"stages_s", speed.stages_s}};
    write_file_whole(logs / concat(k_speed_prefix, job_name(), ".json"), start.dump(1) + "\n");
}

RunSpeed read_speed(const fs::path& logs) {
    RunSpeed all;
    all.starts = 0;
    all.ranks = 0;
    for (const fs::path& file : speed_files(logs)) {
        try {
            add(all, Json::parse(read_file(file, k_speed_file, Links::refused)));
        } catch (const JsonError&) {
            continue;
        } catch (const Error&) { // not a file, or unreadable: the others still count
            continue;
        }
    }
    return all;
}

} // namespace ecgpress
