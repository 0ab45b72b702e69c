// What the making of pages took, left in DIR/logs by each start of a run: the one place for times.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

namespace ecgpress {

struct RunSpeed {
    std::uint64_t starts = 1, pages = 0;
    std::uint64_t ranks = 1; ///< of the start that had most
    double wall_s = 0;
    std::map<std::string, double> stages_s; ///< CPU seconds of all ranks, by k_stages' names
};

/// Writes speed-JOB.json, over what the same job left before. @throws IoError
void write_speed(const std::filesystem::path& logs, const RunSpeed& speed);

/// All starts of a run together; 0 starts if none has left a word. What cannot be understood is
/// left out.
RunSpeed read_speed(const std::filesystem::path& logs);

} // namespace ecgpress
