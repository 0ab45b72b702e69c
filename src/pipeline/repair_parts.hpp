// The parts of repair.
#pragma once

#include "pipeline/repair.hpp"

namespace ecgpress {

/// The first of many lines, and how many more there are; each indented under a heading.
void add_listed(std::vector<std::string>& lines, const std::vector<std::string>& listed);

/// Checks every shard, on all ranks, and mends those that need it.
void repair_shards(const RunInputs& inputs, const RunFolder& folder,
                   const Communicator& communicator, Progress::Style style,
                   const RepairSettings& settings, RepairReport& report);

/// Checks a release, on all ranks, and mends it if it needs it.
void repair_release(RunInputs& inputs, const RunFolder& folder, const ReleaseFormat& format,
                    const Communicator& communicator, Progress::Style style,
                    const RepairSettings& settings, RepairReport& report);

} // namespace ecgpress
