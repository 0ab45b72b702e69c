// The program: joins the other ranks, does what was asked, and ends with an exit code that says how
// it went.
#include <chrono>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <new>
#include <string>
#include <thread>

#include "command_line.hpp"
#include "core/log.hpp"
#include "core/memory.hpp"
#include "render/draw/opencv_setup.hpp"

namespace {

using ecgpress::Communicator;
using ecgpress::ExitCode;

/// Says what went wrong and ends the job at once; the other ranks may wait for this one.
int fail(const Communicator& communicator, ExitCode code, const std::string& message) {
    // What all ranks find alike is said once: rank 0's abort ends the others while they pause here.
    if (communicator.rank() != 0) std::this_thread::sleep_for(std::chrono::milliseconds(300));
    ecgpress::log_error(message);
    if (communicator.size() > 1) communicator.abort(static_cast<int>(code));
    return static_cast<int>(code);
}

} // namespace

int main(int argc, char** argv) {
    ecgpress::keep_freed_memory();
    Communicator communicator = Communicator::serial();
    try {
        ecgpress::set_up_opencv();
        communicator = Communicator::from_launcher();
        ecgpress::start_log(ecgpress::LogLevel::normal, communicator.rank(), communicator.size());
        const ExitCode code = ecgpress::CommandLine().act(argc, argv, communicator);
        communicator.barrier(); // asleep until the slowest is done
        return static_cast<int>(code);
    } catch (const ecgpress::Error& error) {
        return fail(communicator, error.code(), error.what());
    } catch (const std::filesystem::filesystem_error& error) {
        return fail(communicator, ExitCode::io, error.what());
    } catch (const std::bad_alloc&) {
        return fail(communicator, ExitCode::io,
                    "there is not enough memory (fewer ranks on each node have more each): what is "
                    "finished is kept, and the same command goes on");
    } catch (const std::exception& error) {
        return fail(communicator, ExitCode::internal, error.what());
    }
}
