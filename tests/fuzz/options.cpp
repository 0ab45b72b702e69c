// Sanitizer options of the harnesses. The quarantine of freed memory is small, so that the memory
// limit applies to memory in use.
extern "C" const char* __asan_default_options() {
    return "quarantine_size_mb=4:malloc_context_size=6:max_allocation_size_mb=256";
}

// HDF5 1.10 leaks a few hundred bytes for each file that it rejects.
extern "C" const char* __lsan_default_suppressions() {
    return "leak:libhdf5";
}
