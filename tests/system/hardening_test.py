"""The built program and the Python module have the hardening of cmake/EcgpressHardening.cmake: readelf checks the files, not the flags."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import press
import pytest

pytestmark = [pytest.mark.skipif("ECGPRESS_HARDENED" not in os.environ, reason="this build is not hardened"),
              pytest.mark.skipif(shutil.which("readelf") is None, reason="readelf is not installed (Debian: binutils)")]


@pytest.fixture(params=["program", "module"])
def read_elf(request):
    """What readelf prints about the file, for an option."""
    file = press.PROGRAM
    if request.param == "module":
        if "ECGPRESS_PYTHON_PATH" not in os.environ:
            pytest.skip("the Python module is not built")
        [file] = Path(os.environ["ECGPRESS_PYTHON_PATH"], "ecgpress").glob("_press*.so")
    return lambda option: subprocess.run(["readelf", "--wide", option, file], capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("read_elf", ["program"], indirect=True)
def test_program_is_position_independent(read_elf):
    assert re.search(r"Type:\s+DYN\b", read_elf("--file-header")), "no DYN"
    assert re.search(r"\(FLAGS_1\).*\bPIE\b", read_elf("--dynamic")), "no PIE"


def test_tables_of_functions_are_read_only(read_elf):
    assert "GNU_RELRO" in read_elf("--program-headers")
    assert "BIND_NOW" in read_elf("--dynamic")


def test_no_segment_is_writable_and_executable(read_elf):
    segments = read_elf("--program-headers")
    flags = re.findall(r"^\s+(GNU_STACK|LOAD)(?:\s+0x[0-9a-f]+){5}\s+([RWE ]{3})", segments, re.M)
    assert sum(name == "GNU_STACK" for name, _ in flags) == 1 and len(flags) > 1, segments
    assert not any("W" in flag and "E" in flag for _, flag in flags), segments


def test_stack_copies_and_containers_are_checked(read_elf):
    imported = set(re.findall(r"\bUND\s+(\w+)", read_elf("--dyn-syms")))
    assert "__stack_chk_fail" in imported, imported
    assert any(re.fullmatch(r"__\w+_chk", name) for name in imported), imported
    assert any("__glibcxx_assert_fail" in name for name in imported), imported
