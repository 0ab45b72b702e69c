// This process: its name in a cluster, its installed files, and requests to stop it.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace ecgpress {

/// The machine's host name without its domain.
std::string host_name();

/// "n12-4711": host and process ID, unique among running processes.
std::string process_name();

/// The cores that this process may use (its affinity: taskset, Slurm); at least 1.
int usable_cores();

/// Folder of the files that are installed with this program or Python module: configurations,
/// typefaces. It is found relative to the program's own file, so an installed tree can be moved. It
/// does not exist where nothing is installed, as in a build folder.
std::filesystem::path data_folder();

/// A write beyond the shell's file size limit (ulimit -f) fails with EFBIG instead of ending the
/// process with SIGXFSZ, so that it is reported.
void report_size_limit();

/// Whether a name is one of this host's processes (process_name()) that no longer runs. False for
/// processes of other hosts, which are unknown here.
bool is_ended_here(const std::string& process_name);

/// From now on SIGUSR1 (a batch system's warning before the time limit), SIGTERM (preemption, an
/// administrator) and SIGINT (Ctrl-C) only request a stop: the program checks stop_requested()
/// where it can stop without loss. A second SIGINT or SIGTERM ends the process as usual.
///
/// Under Open MPI's mpirun, SIGCONT from the launcher also requests a stop. When mpirun itself is
/// interrupted or terminated, it sends its ranks SIGCONT at once, SIGTERM after
/// odls_base_sigkill_timeout (1 s by default), and SIGKILL after the same time again. Reacting to
/// SIGCONT instead of SIGTERM doubles the time in which a page can be finished.
void catch_stop_signals();

/// Returns whether a stop was requested by one of these signals.
bool stop_requested();

/// Calls a function once, in a separate thread, soon after a stop is requested, even if this
/// process is in the middle of a long step. The destructor waits for a call in progress. If there
/// is no memory for a thread, the function is not called.
class StopListener {
  public:
    /// @param on_stop  called while the main thread runs, so it must be thread-safe; its
    /// exceptions are ignored
    explicit StopListener(std::function<void()> on_stop);
    ~StopListener();
    StopListener(const StopListener&) = delete;
    StopListener& operator=(const StopListener&) = delete;

  private:
    void listen(const std::function<void()>& on_stop);

    std::mutex mutex_;
    std::condition_variable ended_changed_;
    bool ended_ = false;
    std::thread thread_;
};

} // namespace ecgpress
