#include "workshop.hpp"

#include <fstream>
#include <iterator>
#include <regex>
#include <stdexcept>
#include <unistd.h>

#include "core/strings.hpp"
#include "pipeline/run/run_speed.hpp"

namespace ecgpress::bench {

namespace fs = std::filesystem;

namespace {

constexpr const char* k_letter_size = "dpi: 200, page_width_mm: 279.4, page_height_mm: 215.9";

void write_config(const fs::path& path, const RunPages& pages, std::size_t count) {
    const auto line = [](const char* key, const std::string& value) {
        return value.empty() ? "" : concat("    ", key, ": ", value, '\n');
    };
    std::ofstream(path) << "seed: 1\noracle: {every: 0}\n"
                           "source: {kind: simulated, records: 200}\npages:\n  - name: bench\n"
                        << "    layouts: [" << pages.layout << "]\n    count: {train: " << count
                        << "}\n    datasets: [" << pages.datasets << "]\n"
                        << line("looks", pages.looks) << line("artifacts", pages.artifacts)
                        << "    style: {" << pages.style
                        << "}\nshard: {pages: " << pages.pages_a_shard << "}\n";
}

std::string text_of(const fs::path& path) {
    std::ifstream in(path);
    return {std::istreambuf_iterator<char>(in), {}};
}

} // namespace

RunPages letter_pages(std::string looks, std::string artifacts) {
    RunPages pages;
    pages.looks = std::move(looks);
    pages.artifacts = std::move(artifacts);
    pages.style = concat(k_letter_size, ", margins_mm: {left: 14, right: 14, top: 45, bottom: 25}",
                         ", row_height_mm: 34");
    return pages;
}

RunPages dense_letter_pages() {
    RunPages pages;
    pages.layout = "12x1";
    pages.style = concat(k_letter_size, ", margins_mm: {left: 14, right: 14, top: 20, bottom: 20}");
    return pages;
}

RunPages paper_pages() {
    RunPages pages;
    pages.datasets = "digitization, detection, segmentation";
    pages.style = "dpi: 403, page_width_mm: 282.36";
    pages.pages_a_shard = 5;
    return pages;
}

fs::path place_in_memory() {
    constexpr std::uintmax_t k_room_bytes = std::uintmax_t{4} << 30;
    const fs::path memory = "/dev/shm";
    std::error_code ignored;
    const fs::space_info space = fs::space(memory, ignored);
    return !ignored && space.available >= k_room_bytes ? memory : fs::temp_directory_path();
}

Workshop::Workshop(fs::path program, const fs::path& place) : program_(std::move(program)) {
    std::string folder = (place / "ecgpress-bench-XXXXXX").string();
    if (::mkdtemp(folder.data()) == nullptr)
        throw std::runtime_error(concat("cannot create a folder in ", place.string()));
    folder_ = folder;
}

Workshop::~Workshop() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
}

fs::path Workshop::release(const std::string& format) const {
    return run_folder() / (format == "folder" ? "release" : concat("release-", format));
}

std::vector<std::string> Workshop::generate_words(const RunPages& pages, std::size_t count,
                                                  int ranks, const std::string& name) const {
    const fs::path config = folder_ / concat(name, ".yaml"), out = folder_ / name;
    write_config(config, pages, count);
    fs::remove_all(out);
    std::vector<std::string> words{program_.string(), "generate", "--quiet",   "--config",
                                   config.string(),   "--out",    out.string()};
    if (ranks > 1) words.insert(words.begin(), {"mpirun", "-n", std::to_string(ranks)});
    return words;
}

Cost Workshop::generate(const RunPages& pages, std::size_t count, int ranks) const {
    return run(generate_words(pages, count, ranks, "run"));
}

Cost Workshop::generate_apart(const RunPages& pages, std::size_t count, int parts) const {
    std::vector<std::vector<std::string>> commands;
    for (int i = 0; i < parts; ++i)
        commands.push_back(generate_words(pages, count, 1, concat("part-", i)));
    for (int i = 0; i < parts; ++i)
        commands[static_cast<std::size_t>(i)].insert(commands[static_cast<std::size_t>(i)].end(),
                                                     {"--part", concat(i, '/', parts)});
    return run_together(commands, folder_ / "output");
}

Cost Workshop::merge(const std::string& format) const {
    fs::remove_all(release(format));
    return run({program_.string(), "merge", "--quiet", "--out", run_folder().string(), "--format",
                format});
}

Cost Workshop::verify_release() const {
    return run({program_.string(), "verify", "--quiet", release().string()});
}

double Workshop::planned_s(const RunPages& pages, std::size_t count) const {
    const fs::path config = folder_ / "plan.yaml";
    write_config(config, pages, count);
    run({program_.string(), "plan", "--config", config.string()});
    const std::string text = text_of(folder_ / "output.0");
    static const std::regex k_time("\ntime +about ([0-9.]+) (s|min|h) ");
    std::smatch found;
    if (!std::regex_search(text, found, k_time))
        throw std::runtime_error(concat("`plan` states no time:\n", text));
    const std::string unit = found[2];
    return std::stod(found[1]) * (unit == "s" ? 1 : unit == "min" ? 60 : 3600);
}

double Workshop::page_stages_s() const {
    const RunSpeed speed = read_speed(run_folder() / "logs");
    double sum_s = 0;
    for (const char* stage :
         {"composing pages", "drawing", "artifacts", "page JPEG", "labels, truth"})
        sum_s += speed.stages_s.at(stage);
    return sum_s;
}

Cost Workshop::run(const std::vector<std::string>& words) const {
    return run_command(words, folder_ / "output");
}

} // namespace ecgpress::bench
