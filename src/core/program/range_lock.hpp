// A lock on a range of numbers, visible to processes on all nodes of a shared file system. The
// system releases it when the process that holds it ends.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "core/descriptor.hpp"

namespace ecgpress {

enum class LockResult {
    taken,
    held,   ///< by another process, on this node or another one
    refused ///< by the file system, which has no locks
};

/// Who else may hold an overlapping range: nobody, or others that share it.
enum class LockKind { exclusive, shared };

/// Holds a lock on [first, end) of a lock file until the object is destroyed. Different processes
/// can hold ranges that do not overlap, and share ranges that none of them holds exclusively.
class RangeLock {
  public:
    /// Tries once, without waiting. Creates the file if missing.
    /// @throws IoError; DataError if the path leads to a link, a pipe or a device
    RangeLock(const std::filesystem::path& path, std::uint64_t first, std::uint64_t end,
              LockKind kind = LockKind::exclusive);

    LockResult result() const { return result_; }
    /// The system's reason for `refused` (errno).
    int error() const { return error_; }

    /// Writes the holder's name into the lock file, for others that find the range held. Failures
    /// are ignored: the lock itself does not need the name. @param name  without line breaks
    void sign(std::string_view name) const;
    /// The last name that was signed for an overlapping range; empty if there is none.
    std::string last_name() const;

  private:
    std::uint64_t first_, end_;
    Descriptor file_;
    LockResult result_ = LockResult::taken;
    int error_ = 0;
};

} // namespace ecgpress
