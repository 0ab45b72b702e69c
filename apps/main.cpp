// The program: joins the MPI job, runs one subcommand, and ends with the exit code of its result.
#include <chrono>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <new>
#include <string>
#include <thread>

#include "command_line.hpp"
#include "core/digest.hpp"
#include "core/log.hpp"
#include "core/process.hpp"
#include "core/program/memory.hpp"
#include "core/program/standard_output.hpp"
#include "core/version.hpp"
#include "parallel/same_start.hpp"
#include "render/draw/opencv_setup.hpp"

namespace {

using ecgpress::Communicator;
using ecgpress::ExitCode;

/// Reports the error and ends the job at once, because other ranks may wait for this one.
int fail(const Communicator& communicator, ExitCode code, const std::string& message) {
    // An error on all ranks is reported once: during this pause, the abort by rank 0 ends the
    // others.
    if (communicator.rank() != 0) std::this_thread::sleep_for(std::chrono::milliseconds(300));
    ecgpress::log_error(message);
    if (communicator.size() > 1) communicator.abort(static_cast<int>(code));
    return static_cast<int>(code);
}

/// The digest of this program's own file. One rank has nothing to compare it with.
std::string build_of(const Communicator& communicator) {
    return communicator.size() > 1 ? ecgpress::sha256_of_file("/proc/self/exe") : std::string();
}

} // namespace

int main(int argc, char** argv) {
    ecgpress::keep_freed_memory();
    ecgpress::report_size_limit();
    Communicator communicator = Communicator::serial();
    try {
        ecgpress::require_standard_output();
        ecgpress::set_up_opencv();
        communicator = Communicator::from_launcher();
        ecgpress::start_log(ecgpress::LogLevel::normal, communicator.rank(), communicator.size());
        ecgpress::require_same_start(
            {ecgpress::k_version, build_of(communicator), {argv + 1, argv + argc}}, communicator);
        const ExitCode code = ecgpress::CommandLine().act(argc, argv, communicator);
        ecgpress::finish_standard_output();
        communicator.barrier(); // sleeps until the slowest rank is done
        return static_cast<int>(code);
    } catch (const ecgpress::Error& error) {
        return fail(communicator, error.code(), error.what());
    } catch (const std::filesystem::filesystem_error& error) {
        return fail(communicator, ExitCode::io, error.what());
    } catch (const std::bad_alloc&) {
        return fail(communicator, ExitCode::io,
                    "Out of memory. With fewer ranks per node, each has more. Complete shards are "
                    "kept; the same command resumes the run.");
    } catch (const std::exception& error) {
        return fail(communicator, ExitCode::internal, error.what());
    }
}
