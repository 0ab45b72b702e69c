#!/usr/bin/env bash
# fuzz.sh HARNESS SECONDS: runs a harness on its corpus, then for SECONDS (or $ECGPRESS_FUZZ_SECONDS) on inputs derived from it.
# An input has at most 64 KiB and may take one second and 256 MiB. Inputs that break a harness are kept in build/fuzz/found, inputs
# that reach new code in build/fuzz/corpus.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
harness=$1 seconds=${ECGPRESS_FUZZ_SECONDS:-$2}
program=build/fuzz/tests/fuzz/fuzz_$harness
if [ ! -x "$program" ]; then
    echo "skipped: $program is not there (tests/fuzz/build.sh makes it, with clang)"
    exit 77
fi
mkdir -p build/fuzz/corpus/"$harness" build/fuzz/found
[ -w /dev/shm ] && export TMPDIR=/dev/shm
limits=(-max_len=65536 -rss_limit_mb=256 -timeout=1)
code=0
"$program" -max_total_time="$seconds" "${limits[@]}" -print_final_stats=1 -artifact_prefix="build/fuzz/found/$harness-" \
    build/fuzz/corpus/"$harness" build/fuzz/seeds/"$harness" 2>build/fuzz/found/"$harness".log || code=$?
tail -n 30 build/fuzz/found/"$harness".log >&2
[ $code = 0 ] && exit
# On a busy machine, a second of wall time is less than a second of CPU time, so inputs that timed out are timed again.
slow=$(sed -n 's/.*Test unit written to \(.*timeout-.*\)/\1/p' build/fuzz/found/"$harness".log)
if [ -n "$slow" ] && work=$( (TIMEFORMAT=%U; time "$program" -timeout=30 "$slow" >/dev/null 2>&1) 2>&1) && [ "${work%.*}" = 0 ]; then
    echo "fuzz: $slow took $work s of work, no second: the machine was busy"
    exit 0
fi
exit $code
