// How the program keeps its memory, and how much that is.
#pragma once

#include <cstdint>

namespace ecgpress {

/// Every page needs as much memory as the one before: what is freed stays with the process instead
/// of going back to the system and coming again, page fault by page fault. Called once, by main.
void keep_freed_memory();

/// Bytes of this process that are in memory now; 0 where the system does not tell.
std::uint64_t resident_bytes();

} // namespace ecgpress
