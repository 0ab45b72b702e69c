// Marks loops over pixels that are compiled twice: for any x86-64 processor and for AVX2. Only for
// arithmetic of which both versions produce the same bytes: integers, and sums, products, quotients
// and square roots of floats without reductions. IEEE 754 rounds each of these in the same way in
// registers of any width, and no multiplication is fused with an addition (-ffp-contract=off).
#pragma once

// The version is selected before sanitizers are initialised, so there is only one in sanitizer
// builds.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) &&                             \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define ECGPRESS_VECTORISED __attribute__((target_clones("avx2", "default")))
#else
#define ECGPRESS_VECTORISED
#endif
