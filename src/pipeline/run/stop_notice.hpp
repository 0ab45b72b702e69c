// Logs that a run is stopping: immediately, and once per job.
#pragma once

#include <optional>

#include "core/process.hpp"
#include "parallel/communicator.hpp"

namespace ecgpress {

/// Logs that this job is stopping, the first time it is called. Safe to call from any thread.
void announce_stop();

/// While it exists, rank 0 announces a stop as soon as its process receives a stop signal, also
/// during other work. SharedProgress announces stops that other ranks receive.
class StopNotice {
  public:
    /// Catches stop signals from now on. The log must have been started.
    explicit StopNotice(const Communicator& communicator);

  private:
    std::optional<StopListener> listener_;
};

} // namespace ecgpress
