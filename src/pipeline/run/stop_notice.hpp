// The message that a run is stopping: at once, and once per job.
#pragma once

#include <optional>

#include "core/process.hpp"
#include "parallel/communicator.hpp"

namespace ecgpress {

/// Logs that this job is stopping, the first time it is called. Safe to call from any thread.
void announce_stop();

/// While it lives, rank 0 announces a stop as soon as its process gets a stop signal, whatever it
/// is doing then. A stop that another rank was asked for is announced by SharedProgress.
class StopNotice {
  public:
    /// Catches stop signals from now on. The log must have been started.
    explicit StopNotice(const Communicator& communicator);

  private:
    std::optional<StopListener> listener_;
};

} // namespace ecgpress
