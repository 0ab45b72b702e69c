// A lock on a range of numbers, visible to processes on all nodes of a shared file system. The
// system releases it when the process that holds it ends.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

namespace ecgpress {

enum class LockResult {
    taken,
    held,       ///< by another process, on this node or another one
    unsupported ///< the file system has no locks
};

/// Holds a lock on [first, end) of a lock file until the object is destroyed. Different processes
/// can hold ranges that do not overlap.
class RangeLock {
  public:
    /// Tries once, without waiting. Creates the file if missing. @throws IoError
    RangeLock(const std::filesystem::path& path, std::uint64_t first, std::uint64_t end);
    ~RangeLock();
    RangeLock(const RangeLock&) = delete;
    RangeLock& operator=(const RangeLock&) = delete;

    LockResult result() const { return result_; }

  private:
    int descriptor_ = -1;
    LockResult result_ = LockResult::unsupported;
};

} // namespace ecgpress
