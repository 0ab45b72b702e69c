"""`./run bench --against` measures the rows of two builds in turn; a program that fails ends it with the reason."""

import re
import subprocess
from pathlib import Path

import press
import pytest

PROGRAM = Path(press.PROGRAM)
BUILD = PROGRAM.parents[1]
BENCH = BUILD / "bench" / "ecgpress_bench"
NUMBER = r"[0-9]+\.[0-9]+"


def bench(*arguments):
    if not BENCH.is_file():
        pytest.skip("ecgpress_bench is not built")
    return subprocess.run([BENCH, *map(str, arguments)], capture_output=True, text=True, timeout=press.TIME_LIMIT_S)


def test_a_build_has_its_rows_and_their_targets():
    done = bench("--program", PROGRAM, "--rows", "own-style,memory", "--run-pages", 2, "--times", 2)
    assert done.returncode == 0, done.stderr
    rows = re.findall(rf"^(\S+) .* [0-9.]+  \([0-9.]+ to [0-9.]+\)  at most \d+: (?:met|NOT MET)$", done.stdout, re.M)
    assert rows == ["own-style", "memory"], done.stdout


def test_two_builds_are_compared():
    done = bench("--program", PROGRAM, "--against", BUILD, "--rows", "own-style", "--run-pages", 4, "--times", 3)
    assert done.returncode == 0, done.stderr
    row = re.search(rf"^own-style .* ({NUMBER}) +({NUMBER})   ({NUMBER}) \(({NUMBER}) to ({NUMBER})\)$", done.stdout, re.M)
    assert row, done.stdout
    ratio, least, most = (float(value) for value in row.groups()[2:])
    assert 0 < least <= ratio <= most


def test_a_failing_build_is_named(tmp_path):
    old = tmp_path / "apps" / "ecgpress"
    old.parent.mkdir()
    old.write_text("#!/bin/sh\necho no such page\nexit 3\n")
    old.chmod(0o755)
    done = bench("--program", PROGRAM, "--against", tmp_path, "--rows", "memory", "--run-pages", 2)
    assert done.returncode == 1 and str(old) in done.stderr and "no such page" in done.stderr


@pytest.mark.parametrize("arguments, message", [(["--rows", "speed"], "there is no row 'speed'. Rows: default, "),
                                                (["--against", "nowhere"], "nowhere/apps/ecgpress does not exist")])
def test_wrong_arguments_are_explained(arguments, message):
    done = bench("--program", PROGRAM, *arguments)
    assert done.returncode == 1 and message in done.stderr
