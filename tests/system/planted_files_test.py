"""A pipe, a link or a device in the place of a file. Which files a verb opens below the run's folder and on scratch is found with
strace, not from a list. At each of these paths, one at a time, something is planted that is no file of the program. The verb must
end (not wait for a pipe), not crash, and must not change what a planted link points to."""

import os
import random
import re
import shutil
import subprocess
from pathlib import Path

import press
import pytest

CONFIG = Path(__file__).with_name("faults.yaml")
SOURCE = ["--config", CONFIG, *press.settings(
    "source.kind=simulated", "pages.0.count=2", "pages.1.count=2", "pages.0.style.dpi=30", "pages.1.style.dpi=30", "shard.pages=2")]
FORMATS = ["--format", "folder,coco,yolo-seg,nnunet,webdataset,hdf5,wfdb"]
IS_LONG = "ECGPRESS_LONG" in os.environ
PATHS_A_CASE = 10_000 if IS_LONG else 4  # a verb opens up to some hundred files
TIME_LIMIT_S = 20 * press.PATIENCE
EXPECTED = (0, 2, 3, 4)  # 1 is an internal error, others are signals
PRECIOUS = "precious\n"
needs_strace = pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")

# A verb, and what it is given to work on.
CASES = {
    "run": ("nothing", lambda run, scratch: ["run", *SOURCE, "--out", run, "--scratch", scratch, "-q"]),
    "generate": ("config", lambda run, scratch: ["generate", "--out", run, "--scratch", scratch, "-q"]),
    "merge": ("shards", lambda run, scratch: ["merge", "--out", run, *FORMATS, "-q"]),
    "merge again": ("whole", lambda run, scratch: ["merge", "--out", run, *FORMATS, "-q"]),
    "pack": ("whole", lambda run, scratch: ["merge", "--out", run, "--max-files", "100", "-q"]),
    "repair": ("whole", lambda run, scratch: ["repair", run, "-q"]),
    "verify": ("whole", lambda run, scratch: ["verify", run]),
    "status": ("whole", lambda run, scratch: ["status", run]),
    "preview": ("whole", lambda run, scratch: ["preview", run, "-o", run / "page.html", "-q"]),
    "preview of a release": ("whole", lambda run, scratch: ["preview", run / "release", "-o", run / "page.html", "-q"]),
    "report": ("whole", lambda run, scratch: ["report", run, "-o", run / "report.html", "-q"]),
    "show": ("whole", lambda run, scratch: ["show", "1", "--run", run]),
}


@pytest.fixture(scope="module")
def states(once):
    """Run folders: nothing yet; only run.json; shards; shards and releases."""

    def make(folder):
        press.run(["generate", *SOURCE, "--out", folder / "shards", "-q"])
        shutil.copytree(folder / "shards", folder / "config")
        for name in ("shards", "parts"):
            shutil.rmtree(folder / "config" / name, ignore_errors=True)
        shutil.copytree(folder / "shards", folder / "whole")
        press.run(["merge", "--out", folder / "whole", *FORMATS, "-q"])

    return once("planted-states", make)


class Place:
    """A copy of a run's folder, a scratch folder, and a precious file beside them."""

    def __init__(self, folder, state):
        self.folder, self.state = folder, state
        self.run, self.scratch, self.precious = folder / "run", folder / "scratch", folder / "precious"

    def reset(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.scratch.mkdir()
        self.precious.write_text(PRECIOUS)
        if self.state.exists():
            shutil.copytree(self.state, self.run, copy_function=shutil.copy)


OPENED = re.compile(r'\b(?:open|openat|creat)\((?:\w+(?:<[^>]*>)?, )?"([^"]+)"')
RENAMED = re.compile(r'\b(?:rename|renameat2?|link|linkat)\(.*"([^"]+)"')
UNPREDICTABLE = re.compile(r"-[0-9a-f]{16}\.part$")


def opened_paths(place, words):
    """Files below the run's folder and on scratch that a verb opens, or gives a name."""
    place.reset()
    log = place.folder / "trace"
    subprocess.run(["strace", "-f", "-qq", "-e", "trace=file", "-s", "4096", "-o", log, press.PROGRAM, *map(str, words)],
                   capture_output=True, cwd=place.folder, timeout=10 * TIME_LIMIT_S, check=False)
    found = set()
    for line in log.read_text(errors="replace").splitlines():
        for match in filter(None, (OPENED.search(line), RENAMED.search(line))):
            path = Path(os.path.normpath(match[1]))
            inside = place.run in path.parents or place.scratch in path.parents
            if inside and "O_DIRECTORY" not in line and not UNPREDICTABLE.search(path.name) and not path.is_dir():
                found.add(path.relative_to(place.folder))
    return sorted(found)


def plant(kind, path, place):
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_symlink() or path.exists():
        path.unlink()
    if kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to({"link": place.precious, "device": "/dev/full", "dangling link": place.folder / "nowhere"}[kind])


def outcome(place, words):
    try:
        done = subprocess.run([press.PROGRAM, *map(str, words)], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              cwd=place.folder, errors="replace", timeout=TIME_LIMIT_S)
    except subprocess.TimeoutExpired:
        return "waits for ever"
    if done.returncode not in EXPECTED:
        return f"exit {done.returncode}: {done.stderr[-300:]}"
    if place.precious.read_text() != PRECIOUS:
        return "the precious file was changed"
    return "a file was made through a link" if (place.folder / "nowhere").exists() else ""


@needs_strace
@pytest.mark.parametrize("case", CASES)
def test_planted(tmp_path, states, case):
    state, words_of = CASES[case]
    place = Place(tmp_path / "place", states / state)
    words = words_of(place.run, place.scratch)
    paths = opened_paths(place, words)
    assert paths, "the trace shows no file"
    generator = random.Random(case)
    chosen = sorted(generator.sample(paths, min(len(paths), PATHS_A_CASE)))
    kinds = ["pipe", "link", "device", "dangling link"]
    problems = []
    for path in chosen:
        for kind in kinds if IS_LONG else generator.sample(kinds, 1):
            place.reset()
            plant(kind, place.folder / path, place)
            problem = outcome(place, words)
            if problem:
                problems.append(f"{kind} at {path}: {problem}")
    assert not problems, f"{case}, {len(paths)} paths:\n" + "\n".join(problems)
