// Checks that all ranks of a job were started alike.
#pragma once

#include <string>
#include <tuple>
#include <vector>

#include "parallel/communicator.hpp"

namespace ecgpress {

/// How a rank was started.
struct RankStart {
    std::string version;                ///< of the program
    std::string build;                  ///< digest of its file, the same for one build
    std::vector<std::string> arguments; ///< of the command line

    /// For packed().
    template <class Self> static auto parts_of(Self& self) {
        return std::tie(self.version, self.build, self.arguments);
    }
};

/// A collective call, before any other: every rank must run the same build with the same
/// arguments. Otherwise ranks would wait for each other in different places (mpirun can start a
/// different command on each rank), or mix the pages of two programs.
/// @throws ConfigError on rank 0, naming the first rank that differs
void require_same_start(const RankStart& start, const Communicator& communicator);

} // namespace ecgpress
