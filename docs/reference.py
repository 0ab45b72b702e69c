#!/usr/bin/env python3
"""Writes the generated parts of the reference: docs/config.schema.json, and the tables in docs/configuration.md.

    docs/reference.py [PROGRAM]     default: build/release/apps/ecgpress

tests/system/reference_test.py fails if they are not current.
"""
import subprocess
import sys
from pathlib import Path

DOCS = Path(__file__).resolve().parent
SCHEMA, PAGE = DOCS / "config.schema.json", DOCS / "configuration.md"
BEGIN, END = "<!-- begin generated tables: docs/reference.py -->\n", "<!-- end generated tables -->\n"


def printed(program, option):
    return subprocess.run([program, "explain", option], check=True, capture_output=True, text=True).stdout


def page_with(tables):
    """The current page with these tables between its markers."""
    text = PAGE.read_text()
    start, end = text.index(BEGIN) + len(BEGIN), text.index(END)
    return f"{text[:start]}\n{tables}\n{text[end:]}"


def current(program):
    """{file: expected content}"""
    return {SCHEMA: printed(program, "--schema"), PAGE: page_with(printed(program, "--markdown"))}


if __name__ == "__main__":
    program = sys.argv[1] if len(sys.argv) > 1 else DOCS.parent / "build/release/apps/ecgpress"
    for file, text in current(program).items():
        file.write_text(text)
