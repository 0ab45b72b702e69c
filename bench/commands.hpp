// Commands run as child processes, and the resources that they used.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace ecgpress::bench {

/// Resources that commands used.
struct Cost {
    double wall_s = 0;
    double cpu_s = 0;    ///< of the commands and their own children
    double peak_mib = 0; ///< resident memory of the largest process
};

/// Runs a command and waits for its end. Its output is written to a file.
/// @throws std::runtime_error with the output if the command fails
Cost run_command(const std::vector<std::string>& words, const std::filesystem::path& output);

/// Starts all commands, then waits for all. Each one's output is written to `output` with its
/// number appended. The wall time is that of the last one, CPU times are added.
Cost run_together(const std::vector<std::vector<std::string>>& commands,
                  const std::filesystem::path& output);

/// One process per core that computes without end, at the priority of this process, until the
/// destructor ends them.
class OtherLoad {
  public:
    OtherLoad();
    ~OtherLoad();
    OtherLoad(const OtherLoad&) = delete;
    OtherLoad& operator=(const OtherLoad&) = delete;

  private:
    std::vector<int> processes_;
};

} // namespace ecgpress::bench
