// A run's inputs opened on all ranks, so that what is wrong is said once and nobody is left
// waiting.
#pragma once

#include <functional>
#include <memory>

#include "core/error.hpp"
#include "options.hpp"
#include "parallel/communicator.hpp"
#include "pipeline/press/press.hpp"
#include "pipeline/run/run_identity.hpp"

namespace ecgpress {

/// Rank 0 reads the configuration, opens the inputs and does `before_others`; then the others open
/// the same.
/// @throws Error on rank 0 while the others wait; DataError on a rank that finds another source or
/// typeface than rank 0
std::unique_ptr<RunInputs>
open_on_all_ranks(const Communicator& communicator, const std::function<Config()>& read_config,
                  const std::function<void(const RunInputs&)>& before_others);

/// The inputs of a run in its folder. Claims the folder and starts its log files.
std::unique_ptr<RunInputs> open_run(const RunOptions& options, const RunFolder& folder,
                                    const Communicator& communicator);

/// A release of each format that is asked for, one after the other; says how each went.
ExitCode make_releases(const RunInputs& inputs, const RunFolder& folder, const TalkOptions& talk,
                       const Communicator& communicator);

} // namespace ecgpress
