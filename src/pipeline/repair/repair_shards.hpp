// Repairs a run's shards.
#pragma once

#include "core/program/progress.hpp"
#include "dataset/release/run_folder.hpp"
#include "parallel/communicator.hpp"
#include "pipeline/press/run_inputs.hpp"
#include "pipeline/repair/repair_report.hpp"

namespace ecgpress {

/// Checks every shard, on all ranks, and rewrites missing and corrupt ones. Results are in
/// `report`.
/// @throws ConfigError if a shard belongs to a different run; IoError
void repair_shards(const RunInputs& inputs, const RunFolder& folder,
                   const Communicator& communicator, Progress::Style style,
                   const RepairSettings& settings, RepairReport& report);

} // namespace ecgpress
