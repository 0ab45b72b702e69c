// How the program keeps its memory.
#pragma once

namespace ecgpress {

/// Every page needs as much memory as the one before: what is freed stays with the process instead
/// of going back to the system and coming again, page fault by page fault. Called once, by main.
void keep_freed_memory();

} // namespace ecgpress
