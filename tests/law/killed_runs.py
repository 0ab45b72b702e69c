"""Law 2: equal after kill -9 at any moment and a restart; no finished shard is drawn twice."""

import os
import random
import shutil
import signal
import time
from pathlib import Path

import press

CONFIG = Path(__file__).with_name("every_layout.yaml")
SETTINGS = ["--set", "shard.pages=2", "--set", "pages.plain.style.dpi=160"]
MOMENTS = 10


def arguments(verb, out):
    return [verb, "--config", CONFIG, "--out", out, *SETTINGS]


def finished_shards(out):
    """Name -> (inode, time of last change) of every shard with its final name."""
    folder = out / "shards"
    if not folder.is_dir():
        return {}
    return {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in folder.glob("*.h5")}


def kill_somebody(process, draw):
    """kill -9 of the launcher or of any rank, whoever the draw names."""
    candidates = press.processes_of(process.pid)
    if not candidates:
        return "nobody: it had ended"
    pid, name = draw.choice(sorted(candidates))
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return "nobody: it had ended"
    return name


def duration_of(verb, out, ranks):
    begin = time.monotonic()
    press.run(arguments(verb, out), ranks)
    return time.monotonic() - begin


def interrupted(verb, folder, prepare, whole):
    """Kills `verb` at ten seeded moments, each time from `prepare`d state, and restarts it."""
    draw = random.Random(f"{verb} 2026")
    prepare(folder / "timing")
    lasts_s = duration_of(verb, folder / "timing", 2)
    killed = 0
    for moment in range(MOMENTS):
        out, ranks = folder / f"{verb}{moment}", draw.choice([1, 2, 3])
        prepare(out)
        process = press.start(arguments(verb, out), ranks)
        waited_s = lasts_s * (moment + draw.random()) / MOMENTS
        time.sleep(waited_s)
        who = kill_somebody(process, draw)
        if who.startswith("nobody"):
            lasts_s = waited_s  # the machine is faster now
        else:
            killed += 1
        assert press.end_session(process), f"moment {moment}: ranks waited for ever after kill -9 of {who}"
        before = finished_shards(out)
        press.run(arguments(verb, out), draw.choice([1, 2, 3]))
        after = finished_shards(out)
        redrawn = [name for name, stamp in before.items() if after.get(name) != stamp]
        assert not redrawn, f"moment {moment}: drawn twice: {redrawn}"
        press.run(arguments("run", out), 2)
        press.assert_same_tree(whole / "release", out / "release", f"{verb}, moment {moment}, {who}")
        press.assert_same_tree(whole / "shards", out / "shards", f"{verb}, moment {moment}, {who}")
        shutil.rmtree(out)
    assert killed >= MOMENTS // 2, f"only {killed} of {MOMENTS} runs were still running when they were to be killed"


def killed_in_generate():
    with press.Folder() as folder:
        press.run(arguments("run", folder / "whole"))
        interrupted("generate", folder, lambda out: None, folder / "whole")


def killed_in_merge():
    with press.Folder() as folder:
        press.run(arguments("run", folder / "whole"))
        press.run(arguments("generate", folder / "shards"))
        interrupted("merge", folder, lambda out: shutil.copytree(folder / "shards", out), folder / "whole")


press.main([killed_in_generate, killed_in_merge])
