// Repairs a run's releases.
#pragma once

#include "core/program/progress.hpp"
#include "dataset/formats/list.hpp"
#include "dataset/release/run_folder.hpp"
#include "parallel/communicator.hpp"
#include "pipeline/press/run_inputs.hpp"
#include "pipeline/repair/repair_report.hpp"

namespace ecgpress {

/// Whether the run's configuration requests releases of a format.
bool is_requested(const ReleaseSettings& configured, const ReleaseFormat& format);

/// Writes a requested release that is missing, from the shards; in a dry run only reports it.
void make_release(const RunInputs& inputs, const RunFolder& folder, const ReleaseFormat& format,
                  const Communicator& communicator, Progress::Style style,
                  const RepairSettings& settings, RepairReport& report);

/// Checks a release, on all ranks, and rewrites it if it is unfinished or files are missing or
/// corrupt. Rank 0 holds the lock on all shards. Results are in `report`. @throws DataError;
/// IoError, also if another job writes or reads the release
void repair_release(RunInputs& inputs, const RunFolder& folder, const ReleaseFormat& format,
                    const Communicator& communicator, Progress::Style style,
                    const RepairSettings& settings, RepairReport& report);

} // namespace ecgpress
