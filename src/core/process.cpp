#include "core/process.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <dlfcn.h>
#include <exception>
#include <fstream>
#include <sched.h>
#include <string_view>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "core/numbers.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

// Global, because a signal handler has no other access. Lock-free atomics are safe in a handler.
std::atomic<bool> asked_to_stop{false};
static_assert(std::atomic<bool>::is_always_lock_free);
/// Process ID of the mpirun or orted that started this process; 0 if another program did.
std::atomic<pid_t> launcher{0};
static_assert(std::atomic<pid_t>::is_always_lock_free);

extern "C" void note_stop(int, siginfo_t*, void*) {
    asked_to_stop = true;
}

extern "C" void note_continue(int, siginfo_t* info, void*) {
    if (info->si_code == SI_USER && info->si_pid == launcher) asked_to_stop = true;
}

void catch_signal(int number, void (*act)(int, siginfo_t*, void*), int flags = 0) {
    struct sigaction action {};
    action.sa_sigaction = act;
    action.sa_flags = SA_SIGINFO | SA_RESTART | flags;
    ::sigemptyset(&action.sa_mask);
    ::sigaction(number, &action, nullptr);
}

/// The name of a process's program; empty if there is no such process.
std::string program_of(pid_t process) {
    std::string name;
    std::getline(std::ifstream(concat("/proc/", process, "/comm")), name);
    return name;
}

/// The parent process if it is a launcher of Open MPI whose SIGCONT announces SIGTERM; else 0.
pid_t announcing_launcher() {
    // With this parameter mpirun also forwards the SIGCONT of a shell's `fg`.
    const char* const forwards = std::getenv("OMPI_MCA_orte_forward_job_control");
    if (forwards != nullptr && std::string_view(forwards) != "0") return 0;
    const pid_t parent = ::getppid();
    const std::string name = program_of(parent);
    const bool known =
        name == "mpirun" || name == "mpiexec" || name == "orterun" || name == "orted";
    return known ? parent : 0;
}

} // namespace

std::string host_name() {
    std::array<char, 256> name{};
    if (::gethostname(name.data(), name.size() - 1) != 0) return "localhost";
    const std::string whole = name.data();
    return whole.substr(0, whole.find('.'));
}

std::string process_name() {
    return concat(host_name(), "-", ::getpid());
}

int usable_cores() {
    cpu_set_t cores;
    CPU_ZERO(&cores);
    // Fails on hosts with more cores than the set has places.
    if (::sched_getaffinity(0, sizeof(cores), &cores) == 0) return CPU_COUNT(&cores);
    return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

std::filesystem::path data_folder() {
    // The file that contains this function: a module's own, if Python has loaded it. The loader
    // knows programs only by the name with which they were started.
    Dl_info own{};
    std::error_code failed;
    if (::dladdr(reinterpret_cast<const void*>(&data_folder), &own) != 0) {
        const std::filesystem::path file = own.dli_fname;
        if (file.extension() == ".so")
            return (std::filesystem::canonical(file, failed).parent_path() /
                    ECGPRESS_DATA_FROM_MODULE)
                .lexically_normal();
    }
    return (std::filesystem::canonical("/proc/self/exe", failed).parent_path() /
            ECGPRESS_DATA_FROM_PROGRAM)
        .lexically_normal();
}

void report_size_limit() {
    ::signal(SIGXFSZ, SIG_IGN);
}

bool is_ended_here(const std::string& process_name) {
    const std::string host = host_name() + "-";
    long long process = 0;
    if (process_name.rfind(host, 0) != 0 ||
        !parse_number(process_name.substr(host.size()), process) || process <= 0)
        return false;
    const auto number = static_cast<pid_t>(process);
    if (::kill(number, 0) != 0) return errno == ESRCH;
    return program_of(number) != program_of(::getpid()); // its number was given to another program
}

void catch_stop_signals() {
    catch_signal(SIGUSR1, note_stop);
    catch_signal(SIGTERM, note_stop, static_cast<int>(SA_RESETHAND));
    catch_signal(SIGINT, note_stop, static_cast<int>(SA_RESETHAND));
    launcher = announcing_launcher();
    if (launcher != 0) catch_signal(SIGCONT, note_continue);
}

bool stop_requested() {
    return asked_to_stop;
}

StopListener::StopListener(std::function<void()> on_stop) {
    try {
        thread_ = std::thread([this, act = std::move(on_stop)] { listen(act); });
    } catch (const std::system_error&) {
        // No memory for a thread. The main thread also checks for a stop, but later.
    }
}

StopListener::~StopListener() {
    {
        const std::lock_guard<std::mutex> lock(mutex_);
        ended_ = true;
    }
    ended_changed_.notify_one();
    if (thread_.joinable()) thread_.join();
}

void StopListener::listen(const std::function<void()>& on_stop) {
    // A signal handler must not notify a condition variable, so its flag is polled.
    constexpr std::chrono::milliseconds k_between_looks{50};
    std::unique_lock<std::mutex> lock(mutex_);
    while (!stop_requested()) {
        if (ended_changed_.wait_for(lock, k_between_looks, [this] { return ended_; })) return;
    }
    lock.unlock();
    try {
        on_stop();
    } catch (const std::exception&) {
        // Out of memory. The main thread also checks for a stop, but later.
    }
}

} // namespace ecgpress
