// Repair: makes anew what is missing or damaged in a run's folder, and nothing else.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/progress.hpp"
#include "parallel/communicator.hpp"
#include "pipeline/run_folder.hpp"

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

/// Shards first: pages that are still as they were written are kept, the others drawn again from
/// the plan; then every release there is, from the shards. What it did is what an undisturbed run
/// would have left, byte for byte. Files that belong to no release are named and left alone.
/// @param inputs  its config.release is set to that of each release in turn
/// @throws ConfigError if a shard is of another run; DataError, IoError
RepairReport repair(RunInputs& inputs, const RunFolder& folder, const Communicator& communicator,
                    Progress::Style style, const RepairSettings& settings);

std::string describe(const RepairReport& report, const RepairSettings& settings);

/// The configuration of the run that a folder belongs to. @throws ConfigError saying what is needed
/// if it holds no run, as a release alone
Config config_to_repair(const RunFolder& folder);

} // namespace ecgpress
