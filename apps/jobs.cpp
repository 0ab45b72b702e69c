#include "jobs.hpp"

#include <cstdlib>
#include <unistd.h>

#include "core/log.hpp"
#include "core/numbers.hpp"
#include "core/process.hpp"
#include "core/strings.hpp"
#include "parallel/launcher.hpp"

namespace ecgpress {

namespace {

constexpr int k_killed = 137; ///< exit code after SIGKILL

/// "8 of 8 cores"
std::string share_of_cores(int ranks) {
    const int cores = usable_cores();
    if (ranks > cores)
        return concat(ranks, " ranks on ", counted(static_cast<std::uint64_t>(cores), "core"));
    return concat(ranks, " of ", counted(static_cast<std::uint64_t>(cores), "core"));
}

int ranks_from(const std::string& jobs) {
    long long ranks = 0;
    return parse_number(jobs, ranks) ? static_cast<int>(ranks) : usable_cores();
}

bool is_quiet(const CLI::App& subcommand) {
    const CLI::Option* quiet = subcommand.get_option_no_throw("--quiet");
    return quiet != nullptr && quiet->count() > 0;
}

/// @throws ConfigError unless the launcher and the MPI library of this program understand each
/// other: otherwise each rank would do the whole run
void require_all_ranks(const Communicator& communicator) {
    if (communicator.size() != own_ranks())
        throw ConfigError(
            concat("-j started ", own_ranks(), " ranks, which are not connected. mpirun on PATH (",
                   find_mpirun(),
                   ") belongs to another MPI than this program. Put that of its MPI first "
                   "on PATH."));
}

/// Open MPI's mpirun refuses root with a text of 15 lines.
void require_user_of_mpirun() {
    constexpr const char* k_allow = "OMPI_ALLOW_RUN_AS_ROOT";
    constexpr const char* k_confirm = "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM";
    if (::geteuid() == 0 && (std::getenv(k_allow) == nullptr || std::getenv(k_confirm) == nullptr))
        throw ConfigError(
            concat("mpirun, which -j starts, does not run as root. Use another user, ",
                   "leave out -j, or allow it: export ", k_allow, "=1 ", k_confirm, "=1."));
}

/// What to do after an end that the ranks cannot have reported; empty after others.
std::string unreported_end(ExitCode code, int ranks) {
    switch (code) {
    case ExitCode::ok:
    case ExitCode::configuration:
    case ExitCode::data:
    case ExitCode::io:
    case ExitCode::again:
        return "";
    default:
        break;
    }
    const int number = static_cast<int>(code);
    return concat("the ranks ended with exit code ", number,
                  number == k_killed ? " (a rank was killed, perhaps because memory was short)"
                                     : "",
                  ". Complete shards are kept; the same command resumes the run. If no reason is "
                  "printed above, use mpirun -n ",
                  ranks, " instead of -j, which shows the messages of mpirun.");
}

} // namespace

std::optional<ExitCode> act_with_own_ranks(const CLI::App& subcommand,
                                           const std::vector<std::string>& arguments,
                                           const Communicator& communicator) {
    const CLI::Option* jobs = subcommand.get_option_no_throw("--jobs");
    if (jobs == nullptr || jobs->count() == 0) return std::nullopt;
    if (own_ranks() > 0) {
        require_all_ranks(communicator);
        return std::nullopt;
    }
    if (is_launched())
        throw ConfigError(concat("-j starts ranks, but a launcher has already started ",
                                 counted(static_cast<std::uint64_t>(communicator.size()), "rank"),
                                 ". Use either mpirun or srun, or -j."));
    const int ranks = ranks_from(jobs->results().front());
    if (ranks == 1) return std::nullopt;
    const std::string mpirun = find_mpirun();
    if (mpirun.empty())
        throw ConfigError(
            "-j needs mpirun, which is not on PATH. Install it (Debian: openmpi-bin), "
            "load its module, or leave out -j.");
    require_user_of_mpirun();
    if (!is_quiet(subcommand)) log_info(concat("using ", share_of_cores(ranks)));
    const auto code = static_cast<ExitCode>(
        run_own_ranks(mpirun, ranks, arguments, static_cast<int>(ExitCode::again)));
    if (const std::string end = unreported_end(code, ranks); !end.empty()) log_error(end);
    return code;
}

std::string idle_cores(const Communicator& communicator) {
    if (communicator.size() > 1 || is_launched() || usable_cores() == 1) return "";
    return concat("using ", share_of_cores(1), ". To use all, ",
                  find_mpirun().empty() ? "install mpirun (Debian: openmpi-bin) and " : "",
                  "add -j auto.");
}

} // namespace ecgpress
