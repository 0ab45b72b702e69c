// `-j N|auto`: a command that starts its own ranks.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "parallel/communicator.hpp"

namespace ecgpress {

/// Runs a parsed subcommand with the ranks that its option --jobs asks for.
/// @param arguments  of the whole command line, which the ranks get too
/// @return the exit code of the job; std::nullopt if this process is to do the work: without the
/// option, with one rank, or because it is one of these ranks
/// @throws ConfigError if there is no mpirun, or if a launcher has started this process
std::optional<ExitCode> act_with_own_ranks(const CLI::App& subcommand,
                                           const std::vector<std::string>& arguments,
                                           const Communicator& communicator);

/// How to use the other cores of this host; empty if there are none, or if a launcher has decided
/// on the number of ranks.
std::string idle_cores(const Communicator& communicator);

} // namespace ecgpress
