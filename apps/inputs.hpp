// Opens a run's inputs on all ranks. An error is reported once, and no rank is left waiting.
#pragma once

#include <functional>
#include <memory>

#include "core/error.hpp"
#include "options.hpp"
#include "parallel/communicator.hpp"
#include "pipeline/press/press.hpp"
#include "pipeline/run/run_identity.hpp"

namespace ecgpress {

/// The configuration with the place of the source's listing. @param folder  of the run
Config with_listing(Config config, const RunFolder& folder);

/// The configuration with another place of the recordings. @param source  empty: none
Config at_source(Config config, const std::string& source);

/// Rank 0 reads the configuration, opens the inputs and calls `before_others`. Then the other ranks
/// open the same inputs, with the listing of the source that rank 0 used or made.
/// @throws Error on rank 0 while the others wait; DataError on a rank whose source or typefaces
/// differ from those of rank 0
std::unique_ptr<RunInputs> open_on_all_ranks(const Communicator& communicator,
                                             const RunFolder& folder,
                                             const std::function<Config()>& read_config,
                                             const std::function<void(RunInputs&)>& before_others);

/// The inputs of a run in its folder. Claims the folder and starts its log files.
std::unique_ptr<RunInputs> open_run(const RunOptions& options, const RunFolder& folder,
                                    const Communicator& communicator);

/// Writes a release in each requested format, then the archives, sequentially. Prints a report of
/// each.
ExitCode make_releases(const RunInputs& inputs, const RunFolder& folder, const TalkOptions& talk,
                       const Communicator& communicator);

} // namespace ecgpress
