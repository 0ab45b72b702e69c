// Settings of the memory allocator, and the memory in use.
#pragma once

#include <cstdint>

namespace ecgpress {

/// Keeps freed memory in the process instead of returning it to the system. Every page needs about
/// the same memory as the one before, and getting it back from the system would cost page faults.
/// Called once, by main.
void keep_freed_memory();

/// Resident memory of this process in bytes; 0 where the system does not report it.
std::uint64_t resident_bytes();

} // namespace ecgpress
