// Repair: makes anew what is missing or damaged in a run's folder, and nothing else.
#pragma once

#include <string>

#include "core/progress.hpp"
#include "parallel/communicator.hpp"
#include "pipeline/repair/repair_report.hpp"
#include "pipeline/run/run_identity.hpp"

namespace ecgpress {

/// Shards first: pages that are still as they were written are kept, the others drawn again from
/// the plan; then every release there is, from the shards. What it did is what an undisturbed run
/// would have left, byte for byte. Files that belong to no release are named and left alone.
/// @param inputs  its config.release is set to that of each release in turn
/// @throws ConfigError if a shard is of another run; DataError, IoError
RepairReport repair(RunInputs& inputs, const RunFolder& folder, const Communicator& communicator,
                    Progress::Style style, const RepairSettings& settings);

/// The configuration of the run that a folder belongs to. @throws ConfigError saying what is needed
/// if it holds no run, as a release alone
Config config_to_repair(const RunFolder& folder);

} // namespace ecgpress
