#!/usr/bin/env bash
# Builds the harnesses with clang (preset `fuzz`, in build/fuzz) and creates their initial corpora. Exit code 77: no clang.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
if ! command -v clang++ >/dev/null ||
    ! clang++ -x c++ -fsanitize=fuzzer,address -o /dev/null - 2>/dev/null <<<'extern "C" int LLVMFuzzerTestOneInput(const char*, unsigned long) { return 0; }'; then
    echo "skipped: clang++ or its libFuzzer is not installed (Debian: clang, libclang-rt-dev)"
    exit 77
fi
cmake --preset fuzz -Wno-dev --log-level=WARNING
cmake --build --preset fuzz -j "$(nproc)"
build/fuzz/tests/fuzz/fuzz_seeds build/fuzz/seeds config/*.yaml
