"""Many small pages on two ranks: memory stays flat, no file descriptor is left over, and the end is as fast as the begin.
ECGPRESS_SOAK_PAGES=100000 is the long form, to be run by hand on a quiet machine."""

import os
import time
from pathlib import Path

import press

CONFIG = Path(__file__).with_name("soak.yaml")
PAGES = int(os.environ.get("ECGPRESS_SOAK_PAGES", "1500"))
IS_LONG = PAGES >= 100000
SHARDS = 50
MOST_GROWTH_MIB = 2  # over the second half
# A rank that became slower by half would be seen on any machine; less is told, not judged: what else a machine does shows in it.
LEAST_RATE = 0.5
CLOCK_TICKS = os.sysconf("SC_CLK_TCK")


class Rank:
    """A process of the program, looked at from outside."""

    def __init__(self, pid):
        self.folder = Path("/proc") / str(pid)

    def look(self):
        """(resident MiB, open files, CPU seconds), or nothing if it has gone."""
        try:
            resident = int((self.folder / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
            files = len(list((self.folder / "fd").iterdir()))
            after_name = (self.folder / "stat").read_text().rpartition(")")[2].split()
            return resident, files, (int(after_name[11]) + int(after_name[12])) / CLOCK_TICKS
        except OSError:
            return None


def watched(arguments, done):
    """Runs on two ranks; what was seen each time that done() was more: (done, seconds, [(MiB, files, CPU s) of a rank])."""
    process = press.start(arguments, 2)
    begin, seen, ranks = time.monotonic(), [], []
    while process.poll() is None:
        if len(ranks) < 2:
            ranks = [Rank(pid) for pid, name in press.processes_of(process.pid) if name == "ecgpress"]
        state = [rank.look() for rank in ranks]
        count = done()
        if len(state) == 2 and all(state) and (not seen or count > seen[-1][0]):
            seen.append((count, time.monotonic() - begin, state))
        time.sleep(0.02)
    assert process.wait() == 0
    return seen


def assert_steady(what, seen):
    """What the end shows against the begin (but for the first tenth, which warms caches up)."""
    last = seen[-1][0]
    nearest = lambda share: min(seen, key=lambda look: abs(look[0] - share * last))
    early, later, late, end = nearest(0.1), nearest(0.35), nearest(0.7), nearest(0.95)
    assert early[0] < later[0] < late[0] < end[0], f"{what}: too few looks: {[look[0] for look in seen]}"

    def rate(first, second):
        """Per second of CPU time (two ranks), which other programs disturb least."""
        return (second[0] - first[0]) / sum(b[2] - a[2] for a, b in zip(first[2], second[2]))

    ratio = rate(late, end) / rate(early, later)
    growth = [b[0] - a[0] for a, b in zip(nearest(0.5)[2], end[2])]
    print(f"  {what}: resident MiB of rank 0 along the run: {[round(nearest(i / 10)[2][0][0], 1) for i in range(1, 11)]}")
    files = [[rank[1] for rank in look[2]] for look in (early, end)]
    print(f"  {what}: {PAGES} pages; resident {[round(rank[0], 1) for rank in end[2]]} MiB, over the second half "
          f"{[round(mib, 2) for mib in growth]} MiB; open files {files[0]}, at the end {files[1]}; rate at the end {ratio:.3f} "
          f"of the begin (CPU time), {(end[0] - late[0]) / (end[1] - late[1]) * (later[1] - early[1]) / (later[0] - early[0]):.3f} (clock)")
    assert max(growth) <= MOST_GROWTH_MIB, f"{what}: memory grew by {growth} MiB"
    assert all(b <= a + 1 for a, b in zip(*files)), f"{what}: files are left open: {files}"  # one more: the file in work
    assert ratio >= LEAST_RATE, f"{what}: it became slower, {ratio:.3f}"


def a_long_run():
    with press.Folder() as folder:
        root, out = folder / "root", folder / "run"
        press.run(["simulate", root, "--records", 100, "--seed", 5])
        settings = ["source.kind=ptb-xl", f"source.path={root}", "source.rate_hz=100", f"pages.0.count={PAGES}", f"shard.pages={PAGES // SHARDS}",
                    f"release.pages_per_folder={PAGES // SHARDS}"]
        arguments = ["--config", CONFIG, "--out", out, *(word for setting in settings for word in ("--set", setting))]
        assert_steady("generate", watched(["generate", *arguments], lambda: len(list((out / "shards").glob("*.h5")))
                                          if (out / "shards").is_dir() else 0))
        # A million files of crops would be a soak of the file system: the long form merges shards as they are.
        name = "hdf5" if IS_LONG else "folder"
        notes = out / ("release-hdf5" if IS_LONG else "release") / ".merge"
        assert_steady("merge", watched(["merge", *arguments, "--format", name],
                                       lambda: len(list(notes.glob("*.sums"))) if notes.is_dir() else 0))
        if not IS_LONG:
            press.run(["verify", out])


press.main([a_long_run])
