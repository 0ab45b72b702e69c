// Repairs a run's releases.
#pragma once

#include "core/progress.hpp"
#include "dataset/formats/list.hpp"
#include "dataset/release/run_folder.hpp"
#include "parallel/communicator.hpp"
#include "pipeline/press/run_inputs.hpp"
#include "pipeline/repair/repair_report.hpp"

namespace ecgpress {

/// Checks a release, on all ranks, and mends it if it needs it.
void repair_release(RunInputs& inputs, const RunFolder& folder, const ReleaseFormat& format,
                    const Communicator& communicator, Progress::Style style,
                    const RepairSettings& settings, RepairReport& report);

} // namespace ecgpress
