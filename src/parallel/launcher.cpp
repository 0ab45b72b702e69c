#include "parallel/launcher.hpp"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "core/error.hpp"
#include "core/numbers.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

constexpr const char* k_ranks_variable = "ECGPRESS_OWN_RANKS";
constexpr int k_first_signal_code = 128; ///< exit codes of shells and mpirun for signals

/// Those that are passed on, and the end of the job. A hangup is not, if it is ignored (nohup).
sigset_t watched_signals() {
    sigset_t set;
    ::sigemptyset(&set);
    for (const int number : {SIGCHLD, SIGINT, SIGTERM, SIGUSR1}) ::sigaddset(&set, number);
    const auto on_hangup = ::signal(SIGHUP, SIG_IGN); // returns what was set
    ::signal(SIGHUP, on_hangup);
    if (on_hangup != SIG_IGN) ::sigaddset(&set, SIGHUP);
    return set;
}

/// In the new process. Only calls that are allowed between fork and exec in a program with threads.
[[noreturn]] void become(const std::vector<char*>& line, const std::vector<char*>& environment,
                         const sigset_t& mask, pid_t parent) {
    // A group of its own: Ctrl-C in a terminal reaches only the parent, which asks for a clean
    // stop.
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (::getppid() != parent) ::_exit(k_first_signal_code + SIGTERM);
    const int null = ::open("/dev/null", O_RDONLY);
    if (null >= 0) ::dup2(null, STDIN_FILENO);
    ::sigprocmask(SIG_SETMASK, &mask, nullptr);
    ::execve(line.front(), line.data(), environment.data());
    constexpr int k_not_started = 127;
    ::_exit(k_not_started);
}

std::vector<char*> pointers(std::vector<std::string>& words) {
    std::vector<char*> list;
    list.reserve(words.size() + 1);
    for (std::string& word : words) list.push_back(word.data());
    list.push_back(nullptr);
    return list;
}

/// This process's environment and what the ranks need.
std::vector<std::string> environment_of_ranks(int ranks) {
    std::vector<std::string> words{concat(k_ranks_variable, '=', ranks)};
    for (char** word = environ; *word != nullptr; ++word) words.emplace_back(*word);
    // Open MPI counts whole cores, not threads of cores, binds the ranks of two jobs to the same
    // ones, and comments on every exit code but 0. Settings of the user take precedence.
    const std::pair<const char*, const char*> settings[] = {
        {"OMPI_MCA_rmaps_base_oversubscribe", "1"},
        {"OMPI_MCA_hwloc_base_binding_policy", "none"},
        {"OMPI_MCA_orte_execute_quiet", "1"}};
    for (const auto& [name, value] : settings)
        if (std::getenv(name) == nullptr) words.push_back(concat(name, '=', value));
    return words;
}

/// Passes signals on until the process ends. @return its exit code
int attend(pid_t job, const sigset_t& watched, int stopped) {
    bool asked = false;
    for (;;) {
        const int number = ::sigwaitinfo(&watched, nullptr);
        if (number == SIGCHLD) {
            int status = 0;
            if (::waitpid(job, &status, WNOHANG) != job) continue;
            const int code =
                WIFEXITED(status) ? WEXITSTATUS(status) : k_first_signal_code + WTERMSIG(status);
            // A signal that arrives before the ranks wait for it ends them.
            return asked && code >= k_first_signal_code ? stopped : code;
        }
        if (number < 0) continue;
        const bool again = asked && (number == SIGINT || number == SIGTERM);
        ::kill(job, again ? SIGTERM : SIGUSR1);
        asked = true;
    }
}

} // namespace

bool is_launched() {
    for (const char* name : {"OMPI_COMM_WORLD_SIZE", "PMIX_RANK", "PMI_RANK"})
        if (std::getenv(name) != nullptr) return true;
    return false;
}

std::string find_mpirun() {
    const char* const path = std::getenv("PATH");
    for (const char* name : {"mpirun", "mpiexec"})
        for (const std::string& folder : split_text(path == nullptr ? "" : path, ':')) {
            std::string file = concat(folder, '/', name);
            std::error_code failed;
            if (!folder.empty() && ::access(file.c_str(), X_OK) == 0 &&
                !std::filesystem::is_directory(file, failed))
                return file;
        }
    return "";
}

int run_own_ranks(const std::string& mpirun, int ranks, const std::vector<std::string>& arguments,
                  int stopped) {
    std::vector<std::string> words{mpirun, "-n", concat(ranks),
                                   std::filesystem::read_symlink("/proc/self/exe").string()};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<std::string> variables = environment_of_ranks(ranks);
    const std::vector<char*> line = pointers(words), environment = pointers(variables);
    const sigset_t watched = watched_signals();
    ::signal(SIGCHLD, SIG_DFL); // if it were ignored, the exit code would be lost
    sigset_t before;
    ::sigprocmask(SIG_BLOCK, &watched, &before);
    const pid_t own = ::getpid(), job = ::fork();
    if (job == 0) become(line, environment, before, own);
    const int reason = errno;
    if (job < 0)
        throw IoError(concat("cannot start ", mpirun, ": ", std::generic_category().message(reason),
                             ". Start the ranks with ", "mpirun -n ", ranks, "."));
    return attend(job, watched, stopped);
}

int own_ranks() {
    const char* const text = std::getenv(k_ranks_variable);
    long long ranks = 0;
    return text != nullptr && parse_number(text, ranks) ? static_cast<int>(ranks) : 0;
}

} // namespace ecgpress
