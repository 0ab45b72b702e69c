// Locks in a run's folder: one job at a time works on the same shards or on the same release.
#pragma once

#include <memory>
#include <string>

#include "core/range_lock.hpp"
#include "pipeline/run/run_identity.hpp"

namespace ecgpress {

/// Rank 0 holds it while shards or a release are written. It ends with its process, so that a job
/// that was killed leaves no folder locked.
class RunLock {
  public:
    /// For the shards of a part. @throws IoError with the name of another job that works on one of
    /// them
    static RunLock for_shards(const RunFolder& folder, std::size_t first, std::size_t end);
    /// For the release of a format. @throws IoError with the name of another job that merges it
    static RunLock for_release(const RunFolder& folder, const std::string& format);

  private:
    RunLock(const RunFolder& folder, std::uint64_t first, std::uint64_t end,
            const std::string& what);

    std::unique_ptr<RangeLock> lock_;
};

} // namespace ecgpress
