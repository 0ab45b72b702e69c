#include "core/program/memory.hpp"

#include <fstream>
#include <unistd.h>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace ecgpress {

void keep_freed_memory() {
#if defined(__GLIBC__)
    // mallopt(3): blocks above M_MMAP_THRESHOLD get a separate mapping, which is returned to the
    // system when they are freed. 32 MiB is the largest value that can be set; an image of the
    // default page is 19 MB. Free memory at the end of the heap is returned when it exceeds
    // M_TRIM_THRESHOLD.
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
