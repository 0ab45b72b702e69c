// Who may work in a run's folder: one job on the same shards, one on the same release.
#pragma once

#include <memory>
#include <string>

#include "core/range_lock.hpp"
#include "pipeline/run/run_identity.hpp"

namespace ecgpress {

/// Rank 0 holds it while it makes shards or a release. It does not outlive its process, so that no
/// folder is left locked by a job that was killed.
class RunLock {
  public:
    /// For the shards of a part. @throws IoError if another job works on one of them, naming it
    static RunLock for_shards(const RunFolder& folder, std::size_t first, std::size_t end);
    /// For the release of a format. @throws IoError if another job merges it, naming that job
    static RunLock for_release(const RunFolder& folder, const std::string& format);

  private:
    RunLock(const RunFolder& folder, std::uint64_t first, std::uint64_t end,
            const std::string& what);

    std::unique_ptr<RangeLock> lock_;
};

} // namespace ecgpress
