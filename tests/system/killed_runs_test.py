"""kill -9 of any process of a run after any share of its output, and a restart: the output is that of an uninterrupted run, and
no finished shard is drawn twice."""

import os
import random
import shutil
import signal
from contextlib import suppress
from pathlib import Path

import press
import pytest

CONFIG = Path(__file__).with_name("every_layout.yaml")
SETTINGS = press.settings("shard.pages=2", "source.rate_hz=100", "pages.plain.style.dpi=60", "pages.rhythm.style.dpi=60",
                          "pages.small.style.dpi=60")
KILLS = 40 if "ECGPRESS_LONG" in os.environ else 10


def arguments(verb, out):
    return [verb, "--config", CONFIG, "--out", out, *SETTINGS]


@pytest.fixture(scope="module")
def whole(once):
    """The uninterrupted run."""
    return once("killed-runs", lambda folder: press.run(arguments("run", folder / "run"))) / "run"


def finished_shards(out):
    """Name -> (inode, time of last change) of every shard with its final name."""
    return {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in (out / "shards").glob("*.h5")}


def kill_one(process, draw):
    """kill -9 of the launcher or of one rank. @return its name, or None if all have ended"""
    with press.held(press.ranks_of(process)):
        candidates = sorted(press.processes_of(process.pid))
        if not candidates:
            return None
        pid, name = draw.choice(candidates)
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        return name


@pytest.mark.slow
@pytest.mark.parametrize("verb", ["generate", "merge"])
def test_killed_run_continues(tmp_path, whole, verb):
    """Random numbers with a seed select the share of the written bytes and the killed process."""
    draw, killed = random.Random(f"{verb} 2026"), 0
    to_write = press.tree_size(whole / ("shards" if verb == "generate" else "release"))
    for number in range(KILLS):
        out, ranks = tmp_path / f"{number}", draw.choice([1, 2, 3])
        if verb == "merge":
            out.mkdir()
            shutil.copytree(whole / "shards", out / "shards")
            shutil.copy(whole / "run.json", out)
        share = 0.9 * (number + draw.random()) / KILLS
        process = press.start(arguments(verb, out), ranks)
        press.wait_until_written(process, share * to_write)
        who = kill_one(process, draw)
        killed += who is not None
        case = f"kill -9 of {who} of {ranks} ranks with {share:.0%} written"
        assert press.end_session(process), f"{case}: other ranks went on"
        before = finished_shards(out)
        press.run(arguments(verb, out), draw.choice([1, 2, 3]))
        after = finished_shards(out)
        redrawn = [name for name, stamp in before.items() if after.get(name) != stamp]
        assert not redrawn, f"{case}: drawn twice: {redrawn}"
        if verb == "generate":
            press.run(arguments("merge", out))
        press.assert_same_tree(whole / "release", out / "release", case)
        press.assert_same_tree(whole / "shards", out / "shards", case)
        shutil.rmtree(out)
    assert killed >= KILLS - 2, f"only {killed} of {KILLS} runs were still running when they were to be killed"
