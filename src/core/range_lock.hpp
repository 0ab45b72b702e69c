// A lock on a range of numbers that processes of all nodes of a shared file system see, and that
// the system itself opens when its holder dies.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

namespace ecgpress {

enum class LockResult {
    taken,
    held,       ///< by another process, here or on another node
    unsupported ///< the file system has no locks
};

/// Holds [first, end) of a lock file until it is destroyed. Ranges that do not meet can be held by
/// different processes.
class RangeLock {
  public:
    /// Tries once; makes the file if it is not there. @throws IoError
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
