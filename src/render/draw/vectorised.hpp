// Loops over whole pictures, compiled twice: for any processor, and for those with AVX2. They hold
// whole numbers only, so both give the same bytes.
#pragma once

// The choice is made before a sanitizer is awake: not there.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) &&                             \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define ECGPRESS_VECTORISED __attribute__((target_clones("avx2", "default")))
#else
#define ECGPRESS_VECTORISED
#endif
