"""Runs the real program for tests: alone or under mpirun, in folders of their own. Python 3's standard library only."""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path

PROGRAM = os.environ["ECGPRESS_PROGRAM"]
MPIRUN = os.environ.get("ECGPRESS_MPIRUN", "mpirun")
PATIENCE = float(os.environ.get("ECGPRESS_PATIENCE", "1"))  # a factor on limits of time, for slow builds
TIME_LIMIT_S = 240 * PATIENCE


def command(arguments, ranks=1, environment=None):
    """The command line of a run; more ranks than one under mpirun. The environment is the program's, not the launcher's."""
    line = [PROGRAM, *map(str, arguments)]
    if environment:
        line = ["env", *(f"{name}={value}" for name, value in environment.items()), *line]
    return line if ranks == 1 else [MPIRUN, "-n", str(ranks), *line]


def run(arguments, ranks=1, code=0, environment=None):
    """Runs to the end, asserts the exit code (one, or one of several), returns what was printed."""
    line = command(arguments, ranks, environment)
    done = subprocess.run(line, capture_output=True, text=True, errors="replace", timeout=TIME_LIMIT_S)
    text = done.stdout + done.stderr
    codes = code if isinstance(code, tuple) else (code,)
    assert done.returncode in codes, f"{line}: exit {done.returncode}, not {code}\n{text}"
    return text


def tree_digest(folder):
    """{relative path: SHA-256} of all files below a folder."""
    digests = {}
    for path in sorted(Path(folder).rglob("*")):
        if path.is_file():
            digests[str(path.relative_to(folder))] = hashlib.sha256(path.read_bytes()).hexdigest()
    return digests


def merkle_root(leaves):
    """RFC 6962, section 2.1, of byte strings: the list is split at the largest power of two below its length."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\0" + leaves[0]).digest()
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\1" + merkle_root(leaves[:half]) + merkle_root(leaves[half:])).digest()


def files_root(release):
    """The digest of a release's files, from SHA256SUMS as docs/formats/release.md tells it."""
    lines = (Path(release) / "SHA256SUMS").read_bytes().splitlines(keepends=True)
    stating = (b"  digest.json\n", b"  README.md\n", b"  croissant.json\n")
    return merkle_root([line for line in lines if not line.endswith(stating)]).hex()


def assert_same_tree(first, second, what):
    """Asserts that two trees hold the same files with the same bytes; names the first that differ."""
    a, b = tree_digest(first), tree_digest(second)
    assert a, f"{first} is empty"
    different = sorted(path for path in a.keys() | b.keys() if a.get(path) != b.get(path))
    assert not different, f"{what}: {len(different)} files differ, first {different[:5]}"


def start(arguments, ranks=1, environment=None):
    """Starts a run in a session of its own, its output thrown away."""
    return subprocess.Popen(command(arguments, ranks, environment), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                            start_new_session=True)


def wait_for(condition, process=None, limit_s=60):
    """Waits until something is so while a run, if one is given, goes on."""
    deadline = time.monotonic() + limit_s
    while not condition():
        assert time.monotonic() < deadline and (process is None or process.poll() is None), "it never came"
        time.sleep(0.005)


@contextmanager
def held(processes, when=lambda: True, limit_s=60):
    """The processes stand still meanwhile, at a moment when this is so: what happens in the middle of a run shall not find it
    ended on a fast machine, nor elsewhere on a busy one."""
    def send(number):
        for process in processes:
            with suppress(ProcessLookupError):
                os.kill(process, number)

    deadline = time.monotonic() + limit_s
    try:
        send(signal.SIGSTOP)
        while not when():
            assert time.monotonic() < deadline, "it never was so"
            send(signal.SIGCONT)
            time.sleep(0.01)
            send(signal.SIGSTOP)
        yield
    finally:
        send(signal.SIGCONT)


def processes_of(session):
    """Process ids of a session that still run, with their names."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = stat.read_text()
        except OSError:
            continue
        name = text[text.index("(") + 1:text.rindex(")")]
        state, _, _, session_id = text[text.rindex(")") + 2:].split()[:4]
        if int(session_id) == session and state != "Z":
            found.append((int(stat.parent.name), name))
    return found


def ranks_of(process):
    """Process ids of the program itself in a started session, its launcher left out."""
    return [pid for pid, name in processes_of(process.pid) if name == "ecgpress"]


def kill_session(process):
    """kill -9 of all that a started run consists of, the launcher included."""
    for pid, _ in processes_of(process.pid):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
    assert end_session(process)


def end_session(process, limit_s=30):
    """Waits until every process of a started run has gone; kills what is left after the limit and says so."""
    deadline = time.monotonic() + limit_s
    while True:
        process.poll()
        left = processes_of(process.pid)
        if not left:
            process.wait()
            return True
        if time.monotonic() > deadline:
            for pid, _ in left:
                os.kill(pid, signal.SIGKILL)
            process.wait()
            return False
        time.sleep(0.02)


def memory_disk():
    """Where folders of tests lie if it has room, unless TMPDIR says where: a disk in memory, on which to sync takes no time."""
    place, needed_bytes = "/dev/shm", 4 << 30
    if "TMPDIR" in os.environ or not os.access(place, os.W_OK):
        return None
    there = os.statvfs(place)
    return place if there.f_bavail * there.f_frsize >= needed_bytes else None


class Folder:
    """A temporary folder that goes with the test.

    in_memory: may it lie where only this machine's own processes see it? Nodes of a cluster have their own /dev/shm."""

    def __init__(self, in_memory=True):
        self.place = memory_disk() if in_memory else None

    def __enter__(self):
        self.path = Path(tempfile.mkdtemp(prefix="ecgpress-test-", dir=self.place))
        return self.path

    def __exit__(self, *_):
        shutil.rmtree(self.path, ignore_errors=True)


def main(tests):
    """Runs the tests, one name after the other; exit code 1 if any fails, 77 (skipped) if all are skipped."""
    wanted = sys.argv[1:]
    failed, skipped, passed = 0, 0, 0
    for test in tests:
        if wanted and test.__name__ not in wanted:
            continue
        start_s = time.monotonic()
        try:
            reason = test()
            passed, skipped = passed + (reason is None), skipped + (reason is not None)
            print(f"{'skipped' if reason else 'passed'}  {test.__name__}  {time.monotonic() - start_s:.1f} s"
                  + (f"  ({reason})" if reason else ""), flush=True)
        except Exception as error:  # a failed test must not hide the next
            failed += 1
            print(f"FAILED  {test.__name__}: {error!r}", flush=True)
    if failed:
        sys.exit(1)
    if skipped and not passed:
        sys.exit(77)
