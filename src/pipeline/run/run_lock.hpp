// Locks in a run folder: only one job at a time can process the same shards or the same release.
#pragma once

#include <memory>
#include <string>

#include "core/program/range_lock.hpp"
#include "pipeline/run/run_identity.hpp"

namespace ecgpress {

/// Held by rank 0 while shards or a release are written. The system releases it when the process
/// ends, so that a killed job leaves no folder locked.
class RunLock {
  public:
    /// Locks the shards of a part. @throws IoError with the name of the other job if one of them is
    /// in use
    static RunLock for_shards(const RunFolder& folder, std::size_t first, std::size_t end);
    /// Locks the release of a format. @throws IoError with the name of the other job if it is in
    /// use
    static RunLock for_release(const RunFolder& folder, const std::string& format);

  private:
    RunLock(const RunFolder& folder, std::uint64_t first, std::uint64_t end,
            const std::string& what);

    std::unique_ptr<RangeLock> lock_;
};

} // namespace ecgpress
