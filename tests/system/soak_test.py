"""Many small pages on two ranks: memory stays constant, no file stays open, and the end is as fast as the start.

`--long` generates more pages (ECGPRESS_SOAK_PAGES sets the number; 100000 pages need 30 GB in TMPDIR and an otherwise idle
machine) and compares the speed with a reference, because the speed of a machine drifts over minutes by more than the effect to
be measured. The reference is the same run in another folder. It is suspended except for two phases, after the start and near the
end, in which its ranks and the measured ranks run alternately."""

import os
import signal
import time
from pathlib import Path

import press
import pytest

CONFIG = Path(__file__).with_name("soak.yaml")
IS_LONG = "ECGPRESS_LONG" in os.environ
PAGES = int(os.environ.get("ECGPRESS_SOAK_PAGES", "20000" if IS_LONG else "1500"))
SHARDS = 50
MOST_GROWTH_MIB = 2  # over the second half
# The rate at the end relative to that at the start of the same process. A slowdown by half is detected on any machine.
# Smaller changes are printed but not tested, because other load causes them, too.
LEAST_RATE = 0.5
LEAST_REFERENCE_RATE = 0.98  # the same relative to the reference, which varies by about 0.01 from run to run
TURNS, TURN_S, WARM_UP_S = 12, 1.5, 5
COMPARED_AT = 0.04, 0.72  # parts of the run
CLOCK_TICKS = os.sysconf("SC_CLK_TCK")


class Rank:
    """A process of the program, monitored from outside."""

    def __init__(self, pid):
        self.pid = pid
        self.folder = Path("/proc") / str(pid)

    def look(self):
        """(resident MiB, open files, CPU seconds), or None if it has ended."""
        try:
            resident = int((self.folder / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
            files = len(list((self.folder / "fd").iterdir()))
            after_name = (self.folder / "stat").read_text().rpartition(")")[2].split()
            return resident, files, (int(after_name[11]) + int(after_name[12])) / CLOCK_TICKS
        except OSError:
            return None

    def written(self):
        """Number of bytes written. For similar pages this is the finest measure of progress."""
        return int((self.folder / "io").read_text().split("wchar:")[1].split()[0])


def ranks_of(process):
    return [Rank(pid) for pid in press.ranks_of(process)]


def send(ranks, what):
    for rank in ranks:
        os.kill(rank.pid, what)


class Reference:
    """Another run, suspended except during comparisons."""

    def __init__(self, arguments):
        self.process = press.start(arguments, 2)
        time.sleep(WARM_UP_S)
        self.ranks = ranks_of(self.process)
        send(self.ranks, signal.SIGSTOP)

    def pace_of(self, ranks):
        """Bytes that the ranks write per second of CPU time, relative to the reference, while they run alternately."""
        spent = {True: [0, 0.0], False: [0, 0.0]}  # bytes and CPU seconds of the measured ranks and of the reference
        send(ranks, signal.SIGSTOP)
        for turn in range(2 * TURNS):
            theirs = turn % 4 in (0, 3)  # cancels a linear drift
            before = self.state(ranks if theirs else self.ranks)
            send(ranks if theirs else self.ranks, signal.SIGCONT)
            time.sleep(TURN_S)
            send(ranks if theirs else self.ranks, signal.SIGSTOP)
            time.sleep(0.05)
            after = self.state(ranks if theirs else self.ranks)
            spent[theirs] = [total + b - a for total, a, b in zip(spent[theirs], before, after)]
        send(ranks, signal.SIGCONT)
        pace, own = (written / seconds for written, seconds in (spent[True], spent[False]))
        print(f"  generate: {pace / 1e6:.2f} MB a second of CPU time, the reference {own / 1e6:.2f}: {pace / own:.3f}", flush=True)
        return pace / own

    @staticmethod
    def state(ranks):
        return sum(rank.written() for rank in ranks), sum(rank.look()[2] for rank in ranks)

    def end(self):
        press.kill_session(self.process)


def watched(arguments, done, moments=()):
    """Runs on two ranks. Returns a list of (done, seconds, [(MiB, files, CPU s) per rank]), one entry per increase of done().

    moments: (count, action) in increasing order; each action is called with the ranks when done() has reached its count."""
    process = press.start(arguments, 2)
    begin, seen, ranks, moments = time.monotonic(), [], [], list(moments)
    while process.poll() is None:
        if len(ranks) < 2:
            ranks = ranks_of(process)
        state = [rank.look() for rank in ranks]
        count = done()
        if len(state) == 2 and all(state) and (not seen or count > seen[-1][0]):
            seen.append((count, time.monotonic() - begin, state))
        if moments and count >= moments[0][0]:
            moments.pop(0)[1](ranks)
        time.sleep(0.02)
    assert process.wait() == 0
    return seen


def assert_steady(what, seen):
    """Compares the end with the beginning (except the first tenth, in which caches fill)."""
    last = seen[-1][0]
    nearest = lambda share: min(seen, key=lambda look: abs(look[0] - share * last))
    early, later, late, end = nearest(0.1), nearest(0.35), nearest(0.7), nearest(0.95)
    assert early[0] < later[0] < late[0] < end[0], f"{what}: too few looks: {[look[0] for look in seen]}"

    def rate(first, second):
        """The rate per second of CPU time of both ranks, which other load affects least."""
        return (second[0] - first[0]) / sum(b[2] - a[2] for a, b in zip(first[2], second[2]))

    ratio = rate(late, end) / rate(early, later)
    growth = [b[0] - a[0] for a, b in zip(nearest(0.5)[2], end[2])]
    print(f"  {what}: resident MiB of rank 0 along the run: {[round(nearest(i / 10)[2][0][0], 1) for i in range(1, 11)]}")
    # The minimum of many samples, because a single one may include files and folders in use.
    parts = ([look for look in seen if low * last <= look[0] <= high * last] for low, high in ((0.1, 0.4), (0.65, 0.95)))
    files = [[min(look[2][rank][1] for look in part) for rank in range(2)] for part in parts]
    print(f"  {what}: {PAGES} pages; resident {[round(rank[0], 1) for rank in end[2]]} MiB, over the second half "
          f"{[round(mib, 2) for mib in growth]} MiB; open files {files[0]}, at the end {files[1]}; rate at the end {ratio:.3f} "
          f"of the start (CPU time), {(end[0] - late[0]) / (end[1] - late[1]) * (later[1] - early[1]) / (later[0] - early[0]):.3f} (clock)")
    assert max(growth) <= MOST_GROWTH_MIB, f"{what}: memory grew by {growth} MiB"
    assert all(b <= a + 1 for a, b in zip(*files)), f"{what}: files are left open: {files}"  # one more: the file being written
    assert ratio >= LEAST_RATE, f"{what}: it became slower, {ratio:.3f}"


@pytest.mark.alone
@pytest.mark.skipif(press.IS_SANITIZED, reason="a sanitizer keeps freed memory back")
def test_long_run_stays_level(tmp_path):
    root, out = tmp_path / "root", tmp_path / "run"
    press.run(["simulate", root, "--records", 100, "--seed", 5])
    values = ["source.kind=ptb-xl", f"source.path={root}", "source.rate_hz=100", f"pages.0.count={PAGES}",
              f"shard.pages={PAGES // SHARDS}", f"release.pages_per_folder={PAGES // SHARDS}"]
    settings = ["--config", CONFIG, *press.settings(*values)]
    paces, reference = [], Reference(["generate", *settings, "--out", tmp_path / "reference"]) if IS_LONG else None
    moments = [(part * SHARDS, lambda ranks: paces.append(reference.pace_of(ranks))) for part in COMPARED_AT]
    try:
        seen = watched(["generate", *settings, "--out", out],
                       lambda: len(list((out / "shards").glob("*.h5"))) if (out / "shards").is_dir() else 0,
                       moments if IS_LONG else ())
    finally:
        if reference:
            reference.end()
    assert_steady("generate", seen)
    notes = out / "release" / ".merge"
    assert_steady("merge", watched(["merge", *settings, "--out", out],
                                   lambda: len(list(notes.glob("*.sums"))) if notes.is_dir() else 0))
    if IS_LONG:
        print(f"  generate: rate at the end, relative to the reference: {paces[1] / paces[0]:.3f} of the start")
        assert paces[1] / paces[0] >= LEAST_REFERENCE_RATE, f"it became slower: {paces}"
    else:
        press.run(["verify", out])
