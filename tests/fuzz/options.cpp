// What a harness asks of the sanitizers. Freed memory is kept only for a little while, so that the
// limit of memory is about what is in use.
extern "C" const char* __asan_default_options() {
    return "quarantine_size_mb=4:malloc_context_size=6:max_allocation_size_mb=256";
}

// HDF5 1.10 does not free all it has taken for a file that it refuses: a few hundred bytes a file.
extern "C" const char* __lsan_default_suppressions() {
    return "leak:libhdf5";
}
