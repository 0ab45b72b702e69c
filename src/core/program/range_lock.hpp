// A lock on a range of numbers, visible to processes on all nodes of a shared file system. The
// system releases it when the process that holds it ends.
#pragma once

#include <cstdint>
#include <filesystem>

#include "core/descriptor.hpp"

namespace ecgpress {

enum class LockResult {
    taken,
    held,   ///< by another process, on this node or another one
    refused ///< by the file system, which has no locks
};

/// Holds a lock on [first, end) of a lock file until the object is destroyed. Different processes
/// can hold ranges that do not overlap.
class RangeLock {
  public:
    /// Tries once, without waiting. Creates the file if missing; nothing is written to it.
    /// @throws IoError; DataError if the path leads to a link, a pipe or a device
    RangeLock(const std::filesystem::path& path, std::uint64_t first, std::uint64_t end);

    LockResult result() const { return result_; }
    /// The system's reason for `refused` (errno).
    int error() const { return error_; }

  private:
    Descriptor file_;
    LockResult result_ = LockResult::taken;
    int error_ = 0;
};

} // namespace ecgpress
