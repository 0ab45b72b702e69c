// Time spent on drawing, written to DIR/logs by each start of a run. Releases contain no times, so
// that they are byte-identical.
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

/// Sums over all starts of a run; 0 starts if there are no files. Files that cannot be parsed are
/// ignored.
RunSpeed read_speed(const std::filesystem::path& logs);

} // namespace ecgpress
