#include "runs.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fcntl.h>
#include <fstream>
#include <stdexcept>
#include <string>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include "core/strings.hpp"
#include "measure.hpp"
#include "pipeline/advice/estimate.hpp"
#include "pipeline/config/load_config.hpp"

namespace ecgpress::bench {

namespace fs = std::filesystem;

namespace {

/// Resources that a command used.
struct Cost {
    double wall_s = 0, cpu_s = 0, peak_mib = 0;
};

constexpr double k_kib_per_mib = 1024;

/// Runs a command. Its output is written to a file, which is printed if the command fails.
Cost run_command(const std::vector<std::string>& words, const fs::path& output) {
    std::vector<char*> arguments;
    arguments.reserve(words.size() + 1);
    for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    const auto start = std::chrono::steady_clock::now();
    const pid_t child = fork();
    if (child < 0) throw std::runtime_error("cannot start a process");
    if (child == 0) {
        const int file = open(output.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
        dup2(file, STDOUT_FILENO);
        dup2(file, STDERR_FILENO);
        execvp(arguments[0], arguments.data());
        _exit(127);
    }
    int status = 0;
    rusage usage{};
    wait4(child, &status, 0, &usage); // of the child and its own children
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        std::ifstream in(output);
        throw std::runtime_error(concat("failed: ", join(words, " "), "\n", in.rdbuf()));
    }
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
    };
    return {std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(),
            seconds(usage.ru_utime) + seconds(usage.ru_stime),
            static_cast<double>(usage.ru_maxrss) / k_kib_per_mib};
}

void write_config(const fs::path& path, std::size_t pages) {
    std::ofstream(path)
        << "seed: 1\nsource: {kind: simulated, records: 200}\npages:\n  - name: bench\n"
           "    layouts: [3x4]\n    count: {train: "
        << pages
        << "}\n    datasets: [digitization, detection, segmentation]\n"
           "    style: {dpi: 403, page_width_mm: 282.36}\nshard: {pages: 5}\n";
}

/// A temporary folder for runs, removed by the destructor.
class Workshop {
  public:
    Workshop(fs::path program, const fs::path& place)
        : program_(std::move(program)), folder_(place / concat("ecgpress-bench-runs-", getpid())) {
        fs::create_directories(folder_);
    }
    ~Workshop() {
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
    }
    Workshop(const Workshop&) = delete;
    Workshop& operator=(const Workshop&) = delete;

    fs::path run_folder() const { return folder_ / "run"; }
    fs::path release() const { return run_folder() / "release"; }
    fs::path copy() const { return folder_ / "copy"; }

    Cost generate(std::size_t pages, int ranks) const {
        const fs::path config = folder_ / "bench.yaml";
        write_config(config, pages);
        std::vector<std::string> words{program_.string(),    "generate",      "--quiet",
                                       "--config",           config.string(), "--out",
                                       run_folder().string()};
        if (ranks > 1) {
            const std::vector<std::string> launcher{"mpirun", "-n", std::to_string(ranks)};
            words.insert(words.begin(), launcher.begin(), launcher.end());
        }
        return run(words);
    }
    Cost merge() const {
        return run({program_.string(), "merge", "--quiet", "--out", run_folder().string()});
    }
    Cost copy_release() const { return run({"cp", "-r", release().string(), copy().string()}); }

  private:
    Cost run(const std::vector<std::string>& words) const {
        return run_command(words, folder_ / "output.txt");
    }

    fs::path program_, folder_;
};

/// Merges and copies alternately, so that both see the same other load on the disk. A merge syncs
/// its files, so each copy is followed by sync.
double merge_ratio(const Workshop& workshop) {
    std::vector<double> merges, copies;
    for (int i = 0; i < 5; ++i) {
        fs::remove_all(workshop.release());
        fs::remove_all(workshop.copy());
        sync();
        merges.push_back(workshop.merge().wall_s);
        sync();
        const auto start = std::chrono::steady_clock::now();
        workshop.copy_release();
        sync();
        copies.push_back(
            std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    }
    std::printf("\nMerge: %.2f s. `cp -r` of the same tree, and sync: %.2f s. Medians of %zu.\n",
                median(merges), median(copies), merges.size());
    return median(merges) / median(copies);
}

/// Returns a folder in memory if it has enough free space, so that ranks do not wait for a disk.
fs::path place_in_memory() {
    constexpr std::uintmax_t k_room_bytes = std::uintmax_t{4} << 30;
    const fs::path memory = "/dev/shm";
    std::error_code ignored;
    const fs::space_info space = fs::space(memory, ignored);
    return !ignored && space.available >= k_room_bytes ? memory : fs::temp_directory_path();
}

} // namespace

RunRatios report_runs(const fs::path& program, std::size_t pages) {
    const fs::path place = place_in_memory();
    std::printf("\nComplete runs of generate in %s: 3x4 pages of the framework's size. Peak memory "
                "is that of the largest rank.\n\n%6s %6s %9s %9s %9s %10s\n",
                place.c_str(), "ranks", "pages", "wall s", "CPU s", "pages/s", "peak MiB");
    const Workshop workshop(program, place);
    RunRatios ratios;
    const auto time = [&](std::size_t count, int ranks) {
        fs::remove_all(workshop.run_folder());
        const Cost cost = workshop.generate(count, ranks);
        std::printf("%6d %6zu %9.2f %9.2f %9.2f %10.0f\n", ranks, count, cost.wall_s, cost.cpu_s,
                    static_cast<double>(count) / cost.wall_s, cost.peak_mib);
        std::fflush(stdout);
        ratios.peak_mib = std::max(ratios.peak_mib, cost.peak_mib);
        return cost.wall_s;
    };
    // The time per additional page: start-up time, which is constant, is subtracted.
    std::vector<double> one, two;
    for (int i = 0; i < 3; ++i) { // alternately, so that both see the same other load
        for (auto [walls, ranks] : {std::pair{&one, 1}, {&two, 2}}) {
            const double start_s = time(pages, ranks);
            walls->push_back(time(30 * pages, ranks) - start_s);
        }
    }
    ratios.two_ranks = median(one) / median(two);
    fs::remove_all(workshop.run_folder());
    const Workshop on_disk(program, fs::temp_directory_path());
    on_disk.generate(10 * pages, 1);
    ratios.merge = merge_ratio(on_disk);
    return ratios;
}

void report_scaling(const fs::path& program, std::size_t pages) {
    const fs::path place = place_in_memory();
    const Workshop workshop(program, place);
    const auto wall_s = [&](std::size_t count, int ranks) {
        fs::remove_all(workshop.run_folder());
        return workshop.generate(count, ranks).wall_s;
    };
    const std::size_t strong = 16 * pages, weak = 4 * pages;
    std::printf("\nScaling in %s on %u cores, which are shared if there are more ranks.\nStrong: "
                "%zu pages in total. Weak: %zu pages per rank. The time of a run with one page per "
                "rank is subtracted.\n\n%6s %10s %10s %12s %12s\n",
                place.c_str(), std::thread::hardware_concurrency(), strong, weak, "ranks",
                "strong s", "weak s", "strong x", "weak x");
    double strong_one = 0, weak_one = 0; // times of one rank, the reference of speed-ups
    for (const int ranks : {1, 2, 4, 8}) {
        const double start_s = wall_s(static_cast<std::size_t>(ranks), ranks);
        const double strong_s = wall_s(strong, ranks) - start_s;
        const double weak_s = wall_s(weak * static_cast<std::size_t>(ranks), ranks) - start_s;
        if (ranks == 1) strong_one = strong_s, weak_one = weak_s;
        std::printf("%6d %10.2f %10.2f %12.2f %12.2f\n", ranks, strong_s, weak_s,
                    strong_one / strong_s, ranks * weak_one / weak_s);
        std::fflush(stdout);
    }
    fs::remove_all(workshop.run_folder());
}

void report_million(const fs::path& config) {
    const auto inputs = open_inputs(load_config(config, {"source.kind=simulated"}));
    double core_s = 0, pages = 0;
    for (const EstimateRow& row : estimate_run(*inputs).rows) {
        core_s += static_cast<double>(row.page_count()) * row.time_s;
        pages += static_cast<double>(row.page_count());
    }
    // Measured on one core of the first development host. Framework: 6 s of CPU time per 3x1 page
    // and 17 s per 3x4 page, with crops and masks. ECG-Image-Kit: 1.5 s per plain page and 5 s per
    // page with wrinkles.
    constexpr double k_hour_s = 3600, k_framework_s[] = {6, 17}, k_image_kit_s[] = {1.5, 5};
    std::printf("\n%.0f pages of %s: %.1f core-hours on this host, without merge.\nPublished "
                "framework: %.0f to %.0f. ECG-Image-Kit: %.0f to %.0f.\n",
                pages, config.filename().c_str(), core_s / k_hour_s,
                pages * k_framework_s[0] / k_hour_s, pages * k_framework_s[1] / k_hour_s,
                pages * k_image_kit_s[0] / k_hour_s, pages * k_image_kit_s[1] / k_hour_s);
}

} // namespace ecgpress::bench
