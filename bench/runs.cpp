#include "runs.hpp"

#include <chrono>
#include <cstdio>
#include <fcntl.h>
#include <fstream>
#include <stdexcept>
#include <string>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include "core/text.hpp"

namespace ecgpress::bench {

namespace fs = std::filesystem;

namespace {

struct Cost {
    double wall_s = 0, peak_mib = 0;
};

constexpr double k_kib_per_mib = 1024;

/// Runs a command to its end; its output goes to a file that is shown if it fails.
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
    wait4(child, &status, 0, &usage); // of the child and all that it waited for
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        std::ifstream in(output);
        throw std::runtime_error(concat("failed: ", join(words, " "), "\n", in.rdbuf()));
    }
    return {std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(),
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

} // namespace

void report_runs(const fs::path& program, std::size_t pages) {
    const fs::path folder = fs::temp_directory_path() / concat("ecgpress-bench-runs-", getpid());
    fs::create_directories(folder);
    std::printf("\nWhole runs (generate and merge), 3x4 pages of the framework's size; peak memory "
                "is the largest rank's\n\n"
                "%6s %6s %9s %9s %10s\n",
                "ranks", "pages", "wall s", "pages/s", "peak MiB");
    double one_rank_s = 0, two_ranks_s = 0;
    for (const std::size_t count : {pages, 10 * pages})
        for (const int ranks : {1, 2}) {
            const fs::path config = folder / "bench.yaml", out = folder / "run";
            write_config(config, count);
            std::vector<std::string> words{program.string(), "run",   "--quiet",   "--config",
                                           config.string(),  "--out", out.string()};
            if (ranks > 1) {
                const std::vector<std::string> launcher{"mpirun", "-n", std::to_string(ranks)};
                words.insert(words.begin(), launcher.begin(), launcher.end());
            }
            const Cost cost = run_command(words, folder / "output.txt");
            std::printf("%6d %6zu %9.2f %9.2f %10.0f\n", ranks, count, cost.wall_s,
                        static_cast<double>(count) / cost.wall_s, cost.peak_mib);
            std::fflush(stdout);
            (ranks == 1 ? one_rank_s : two_ranks_s) = cost.wall_s;
            fs::remove_all(out);
        }
    std::printf("\ntwo ranks against one, %zu pages: %.2fx\n", 10 * pages,
                one_rank_s / two_ranks_s);
    fs::remove_all(folder);
}

} // namespace ecgpress::bench
