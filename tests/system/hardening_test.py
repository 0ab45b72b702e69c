"""The built program has the hardening of cmake/EcgpressHardening.cmake: readelf checks the file, not the flags."""

import os
import re
import shutil
import subprocess

import press
import pytest

pytestmark = [pytest.mark.skipif("ECGPRESS_HARDENED" not in os.environ, reason="this build is not hardened"),
              pytest.mark.skipif(shutil.which("readelf") is None, reason="readelf is not installed (Debian: binutils)")]


def read_elf(option):
    return subprocess.run(["readelf", "--wide", option, press.PROGRAM], capture_output=True, text=True, check=True).stdout


def test_program_is_position_independent():
    assert re.search(r"Type:\s+DYN\b", read_elf("--file-header")), "no DYN"
    assert re.search(r"\(FLAGS_1\).*\bPIE\b", read_elf("--dynamic")), "no PIE"


def test_tables_of_functions_are_read_only():
    assert "GNU_RELRO" in read_elf("--program-headers")
    assert "BIND_NOW" in read_elf("--dynamic")


def test_no_segment_is_writable_and_executable():
    segments = read_elf("--program-headers")
    flags = re.findall(r"^\s+(GNU_STACK|LOAD)(?:\s+0x[0-9a-f]+){5}\s+([RWE ]{3})", segments, re.M)
    assert sum(name == "GNU_STACK" for name, _ in flags) == 1 and len(flags) > 1, segments
    assert not any("W" in flag and "E" in flag for _, flag in flags), segments


def test_stack_copies_and_containers_are_checked():
    imported = set(re.findall(r"\bUND\s+(\w+)", read_elf("--dyn-syms")))
    assert "__stack_chk_fail" in imported, imported
    assert any(re.fullmatch(r"__\w+_chk", name) for name in imported), imported
    assert any("__glibcxx_assert_fail" in name for name in imported), imported
