"""The program as built is hardened as cmake/EcgpressHardening.cmake says: readelf tells it from the file, not from the flags."""

import re
import shutil
import subprocess
from pathlib import Path

import press

SANITIZED = b"__asan_init" in Path(press.PROGRAM).read_bytes()


def read_elf(option):
    return subprocess.run(["readelf", "--wide", option, press.PROGRAM], capture_output=True, text=True, check=True).stdout


def skipped():
    if SANITIZED:
        return "builds with sanitizers are not hardened"
    return None if shutil.which("readelf") else "readelf is not installed (Debian: binutils)"


def it_lies_at_another_address_each_time():
    if skipped():
        return skipped()
    assert re.search(r"Type:\s+DYN\b", read_elf("--file-header")), "no DYN"
    assert re.search(r"\(FLAGS_1\).*\bPIE\b", read_elf("--dynamic")), "no PIE"


def its_tables_of_functions_cannot_be_written():
    if skipped():
        return skipped()
    assert "GNU_RELRO" in read_elf("--program-headers")
    assert "BIND_NOW" in read_elf("--dynamic")


def nothing_is_both_written_and_run():
    if skipped():
        return skipped()
    segments = read_elf("--program-headers")
    flags = re.findall(r"^\s+(GNU_STACK|LOAD)(?:\s+0x[0-9a-f]+){5}\s+([RWE ]{3})", segments, re.M)
    assert sum(name == "GNU_STACK" for name, _ in flags) == 1 and len(flags) > 1, segments
    assert not any("W" in flag and "E" in flag for _, flag in flags), segments


def it_checks_its_stack_its_copies_and_its_containers():
    if skipped():
        return skipped()
    imported = set(re.findall(r"\bUND\s+(\w+)", read_elf("--dyn-syms")))
    assert "__stack_chk_fail" in imported, imported
    assert any(re.fullmatch(r"__\w+_chk", name) for name in imported), imported
    assert any("__glibcxx_assert_fail" in name for name in imported), imported


press.main([it_lies_at_another_address_each_time, its_tables_of_functions_cannot_be_written,
            nothing_is_both_written_and_run, it_checks_its_stack_its_copies_and_its_containers])
