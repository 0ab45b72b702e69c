// The program's command line: what can be asked, and the one that was.
#pragma once

#include <CLI/CLI.hpp>
#include <vector>

#include "subcommands.hpp"

namespace ecgpress {

class CommandLine {
  public:
    CommandLine();

    /// Parses and does what was asked, on every rank.
    /// @return the exit code of what was asked; ok after --help and --version; configuration if the
    /// command line is wrong
    /// @throws Error
    ExitCode act(int argc, const char* const* argv, const Communicator& communicator);

  private:
    CLI::App program_;
    std::vector<Subcommand> subcommands_;
};

} // namespace ecgpress
