// Locks in a run folder: only one job at a time can process the same shards or the same release.
#pragma once

#include <memory>
#include <string>

#include "core/program/range_lock.hpp"
#include "pipeline/run/run_identity.hpp"

namespace ecgpress {

/// Held by rank 0 while shards, a release or its archives are written or read. The system releases
/// it when the process ends, so that a killed job leaves no folder locked. Every function throws
/// IoError with the name of the other job if one of the things is in use.
class RunLock {
  public:
    /// To write shards [first, end), and their files in DIR/parts.
    static RunLock for_shards(const RunFolder& folder, std::size_t first, std::size_t end);
    /// To read all shards: nobody else writes one.
    static RunLock for_reading_shards(const RunFolder& folder, std::size_t count);
    /// To write the release of a format.
    static RunLock for_release(const RunFolder& folder, const std::string& format);
    /// To read the release of a format: nobody else writes it.
    static RunLock for_reading_release(const RunFolder& folder, const std::string& format);
    /// To write the archives of a release.
    static RunLock for_archives(const RunFolder& folder, const std::string& format);

  private:
    /// Numbers [first, end) of the lock file, and their description for messages.
    struct Range {
        std::uint64_t first, end;
        std::string what;
    };
    RunLock(const RunFolder& folder, const Range& range, LockKind kind);

    static Range release_range(const std::string& format);

    std::unique_ptr<RangeLock> lock_;
};

} // namespace ecgpress
