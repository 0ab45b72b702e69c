// Repair: regenerates missing or corrupt files in a run folder and changes no other file.
#pragma once

#include <string>

#include "core/program/progress.hpp"
#include "parallel/communicator.hpp"
#include "pipeline/repair/repair_report.hpp"
#include "pipeline/run/run_identity.hpp"

namespace ecgpress {

/// First the shards: pages whose items match their checksums are kept, the others are redrawn from
/// the plan. Then every existing release, from the shards, and its archives; then those that
/// run.json requests and that are missing. The result is byte-identical to an uninterrupted run.
/// Files that belong to no release are reported and not changed.
/// @param inputs  config.release is set to the settings of each release while it is repaired
/// @throws ConfigError if a shard is of another run; DataError; IoError, also if another job writes
/// or reads shards or a release
RepairReport repair(RunInputs& inputs, const RunFolder& folder, const Communicator& communicator,
                    Progress::Style style, const RepairSettings& settings);

/// The configuration in a run folder. @throws ConfigError if the folder contains no run, for
/// example only a release
Config config_to_repair(const RunFolder& folder);

} // namespace ecgpress
