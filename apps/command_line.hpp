// The program's command line.
#pragma once

#include <CLI/CLI.hpp>
#include <vector>

#include "subcommands.hpp"

namespace ecgpress {

class CommandLine {
  public:
    CommandLine();

    /// Parses the arguments and runs the subcommand, on every rank.
    /// @return the subcommand's exit code; ok after --help and --version; configuration if the
    /// arguments are invalid
    /// @throws Error
    ExitCode act(int argc, const char* const* argv, const Communicator& communicator);

  private:
    CLI::App program_;
    std::vector<Subcommand> subcommands_;
};

} // namespace ecgpress
