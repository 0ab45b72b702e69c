// Settings and report of a repair.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace ecgpress {

struct RepairSettings {
    bool dry_run = false; ///< only report problems
};

/// Problems found and work done, on rank 0. `recovered`, `stopped` and `whole` are set on every
/// rank.
struct RepairReport {
    std::vector<std::string> lines; ///< the problems and how each was repaired
    std::uint64_t shards = 0, shards_mended = 0, pages_drawn = 0,
                  pages_kept = 0; ///< pages kept in repaired shards
    std::uint64_t releases = 0, releases_mended = 0;
    /// Pages were rendered without their planned records, which can be read now. These pages are
    /// redrawn, so existing releases contain outdated pages.
    bool recovered = false;
    bool stopped = false; ///< a stop was requested before the repair was complete
    bool whole = true;    ///< no problem is left
    double wall_s = 0;
};

/// Adds the first 50 entries, indented under a heading, and the number of entries left out.
void add_listed(std::vector<std::string>& lines, const std::vector<std::string>& listed);

std::string describe(const RepairReport& report, const RepairSettings& settings);

} // namespace ecgpress
