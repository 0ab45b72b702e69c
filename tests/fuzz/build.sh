#!/usr/bin/env bash
# Builds the harnesses with clang (the preset `fuzz`, in build/fuzz) and makes the corpora they begin from. Exit 77: no clang.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
if ! command -v clang++ >/dev/null ||
    ! clang++ -x c++ -fsanitize=fuzzer,address -o /dev/null - 2>/dev/null <<<'extern "C" int LLVMFuzzerTestOneInput(const char*, unsigned long) { return 0; }'; then
    echo "skipped: clang++ or its libFuzzer is not installed (Debian: clang, libclang-rt-dev)"
    exit 77
fi
cmake --preset fuzz -Wno-dev --log-level=WARNING
if ! cmake --build --preset fuzz -j "$(nproc)"; then
    # Two sources of a room may have the same local name (tests/fuzz/CMakeLists.txt). Each alone takes twice the time.
    echo "fuzz: trying again with each source compiled alone"
    cmake --preset fuzz -DCMAKE_UNITY_BUILD=OFF -Wno-dev --log-level=WARNING
    cmake --build --preset fuzz -j "$(nproc)"
fi
build/fuzz/tests/fuzz/fuzz_seeds build/fuzz/seeds config/*.yaml
