#include "commands.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <fstream>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include "core/strings.hpp"

namespace ecgpress::bench {

namespace fs = std::filesystem;

namespace {

constexpr double k_kib_per_mib = 1024;

pid_t start_command(const std::vector<std::string>& words, const fs::path& output) {
    std::vector<char*> arguments;
    arguments.reserve(words.size() + 1);
    for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    const pid_t child = fork();
    if (child < 0) throw std::runtime_error("cannot start a process");
    if (child == 0) {
        const int file = open(output.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
        dup2(file, STDOUT_FILENO);
        dup2(file, STDERR_FILENO);
        execvp(arguments[0], arguments.data());
        _exit(127);
    }
    return child;
}

/// @return the resources of the child and of its own children, without the wall time
Cost wait_for(pid_t child, const std::vector<std::string>& words, const fs::path& output) {
    int status = 0;
    rusage usage{};
    wait4(child, &status, 0, &usage);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        std::ifstream in(output);
        throw std::runtime_error(concat("failed: ", join(words, " "), "\n", in.rdbuf()));
    }
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
    };
    return {0, seconds(usage.ru_utime) + seconds(usage.ru_stime),
            static_cast<double>(usage.ru_maxrss) / k_kib_per_mib};
}

} // namespace

Cost run_together(const std::vector<std::vector<std::string>>& commands, const fs::path& output) {
    const auto output_of = [&](std::size_t i) { return fs::path(concat(output.string(), '.', i)); };
    const auto start = std::chrono::steady_clock::now();
    std::vector<pid_t> children;
    for (std::size_t i = 0; i < commands.size(); ++i)
        children.push_back(start_command(commands[i], output_of(i)));
    Cost all;
    for (std::size_t i = 0; i < commands.size(); ++i) {
        const Cost cost = wait_for(children[i], commands[i], output_of(i));
        all.cpu_s += cost.cpu_s;
        all.peak_mib = std::max(all.peak_mib, cost.peak_mib);
    }
    all.wall_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return all;
}

Cost run_command(const std::vector<std::string>& words, const fs::path& output) {
    return run_together({words}, output);
}

OtherLoad::OtherLoad() {
    for (unsigned i = 0; i < std::max(1U, std::thread::hardware_concurrency()); ++i) {
        const pid_t child = fork();
        if (child == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL); // not left behind if the benchmark is killed
            for (volatile unsigned sum = 0;;) sum = sum + 1;
        }
        if (child > 0) processes_.push_back(child);
    }
}

OtherLoad::~OtherLoad() {
    for (const int process : processes_) {
        kill(process, SIGKILL);
        waitpid(process, nullptr, 0);
    }
}

} // namespace ecgpress::bench
