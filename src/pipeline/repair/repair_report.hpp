// What a repair is asked for, and what it found and did.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace ecgpress {

struct RepairSettings {
    bool dry_run = false; ///< only say what would be done
};

/// What was found and done, at rank 0; `recovered`, `stopped` and `whole` at every rank.
struct RepairReport {
    std::vector<std::string> lines; ///< what was wrong, and what was done about it
    std::uint64_t shards = 0, shards_mended = 0, pages_drawn = 0,
                  pages_kept = 0; ///< of mended ones
    std::uint64_t releases = 0, releases_mended = 0;
    /// Pages had been drawn without records that can be read by now: no release shows those pages.
    bool recovered = false;
    bool stopped = false; ///< asked to stop before all was done
    bool whole = true;    ///< nothing is wrong any more
    double wall_s = 0;
};

/// The first of many lines, and how many more there are; each indented under a heading.
void add_listed(std::vector<std::string>& lines, const std::vector<std::string>& listed);

std::string describe(const RepairReport& report, const RepairSettings& settings);

} // namespace ecgpress
