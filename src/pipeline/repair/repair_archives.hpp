// Repairs the archives of a run's releases.
#pragma once

#include "core/program/progress.hpp"
#include "dataset/formats/list.hpp"
#include "dataset/release/run_folder.hpp"
#include "parallel/communicator.hpp"
#include "pipeline/repair/repair_report.hpp"

namespace ecgpress {

/// Checks every archive of a release, on all ranks, and packs missing and corrupt ones again. The
/// release itself must be repaired before. Results are in `report`.
/// @param configured  settings of the run, with the limits if UNPACK.txt does not state them
/// @throws DataError; IoError, also if another job packs or writes the release
void repair_archives(const RunFolder& folder, const ReleaseFormat& format,
                     const ReleaseSettings& configured, const Communicator& communicator,
                     Progress::Style style, const RepairSettings& settings, RepairReport& report);

} // namespace ecgpress
