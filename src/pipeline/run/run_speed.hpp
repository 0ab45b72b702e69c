// The time that drawing took, written to DIR/logs by each start of a run. No other file has times.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

namespace ecgpress {

struct RunSpeed {
    std::uint64_t starts = 1, pages = 0;
    std::uint64_t ranks = 1; ///< of the start with the most ranks
    double wall_s = 0;
    std::map<std::string, double> stages_s; ///< CPU seconds of all ranks, by k_stages' names
};

/// Writes speed-JOB.json and replaces an older one of the same job. @throws IoError
void write_speed(const std::filesystem::path& logs, const RunSpeed& speed);

/// All starts of a run together; 0 starts if none has written a file. Files that cannot be parsed
/// are ignored.
RunSpeed read_speed(const std::filesystem::path& logs);

} // namespace ecgpress
