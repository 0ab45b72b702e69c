#include "core/memory.hpp"

#include <fstream>
#include <unistd.h>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace ecgpress {

void keep_freed_memory() {
#if defined(__GLIBC__)
    // mallopt(3): larger blocks get a mapping of their own, which goes back when they are freed (32
    // MiB is the most that can be set; a page of the framework's size is 19 MB), and so does more
    // than this much free memory at the heap's end.
    constexpr int k_own_mapping_bytes = 32 << 20, k_most_kept_bytes = 256 << 20;
    mallopt(M_MMAP_THRESHOLD, k_own_mapping_bytes);
    mallopt(M_TRIM_THRESHOLD, k_most_kept_bytes);
#endif
}

std::uint64_t resident_bytes() {
    std::ifstream pages("/proc/self/statm"); // proc(5): size, then resident, in pages
    std::uint64_t size = 0, resident = 0;
    pages >> size >> resident;
    return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

} // namespace ecgpress
