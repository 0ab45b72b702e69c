"""Runs the real program for tests, alone or under mpirun, and inspects its processes. Uses only the standard library."""

import hashlib
import os
import signal
import subprocess
import time
from contextlib import contextmanager, suppress
from pathlib import Path

PROGRAM = os.environ.get("ECGPRESS_PROGRAM", "")
if not os.access(PROGRAM, os.X_OK):
    raise RuntimeError(f"there is no program to test ({PROGRAM or 'no build is configured'}). Build it first: ./run build")
MPIRUN = os.environ.get("ECGPRESS_MPIRUN", "mpirun")
PATIENCE = float(os.environ.get("ECGPRESS_PATIENCE", "1"))  # a factor on time limits, for slow builds
TIME_LIMIT_S = 240 * PATIENCE
IS_SANITIZED = bool(os.environ.get("ECGPRESS_SANITIZE"))
_started = []


def settings(*values):
    """The `--set` arguments for these settings (`key=value`)."""
    return [word for value in values for word in ("--set", value)]


def command(arguments, ranks=1, environment=None):
    """The command line of a run; several ranks run under mpirun. The environment is set for the program, not the launcher."""
    line = [PROGRAM, *map(str, arguments)]
    if environment:
        line = ["env", *(f"{name}={value}" for name, value in environment.items()), *line]
    return line if ranks == 1 else [MPIRUN, "-n", str(ranks), *line]


def run_for_code(arguments, ranks=1, environment=None):
    """Runs to the end, returns the exit code and what was printed."""
    line = command(arguments, ranks, environment)
    done = subprocess.run(line, capture_output=True, text=True, errors="replace", timeout=TIME_LIMIT_S)
    return done.returncode, done.stdout + done.stderr


def run(arguments, ranks=1, code=0, environment=None):
    """Runs to the end, asserts the exit code (one, or one of several), returns what was printed."""
    found, text = run_for_code(arguments, ranks, environment)
    codes = code if isinstance(code, tuple) else (code,)
    assert found in codes, f"{command(arguments, ranks, environment)}: exit {found}, not {code}\n{text}"
    return text


def tree_digest(folder):
    """{relative path: SHA-256} of all files below a folder."""
    digests = {}
    for path in sorted(Path(folder).rglob("*")):
        if path.is_file():
            digests[str(path.relative_to(folder))] = hashlib.sha256(path.read_bytes()).hexdigest()
    return digests


def merkle_root(leaves):
    """The tree hash of RFC 6962, section 2.1: the list is split at the largest power of two below its length."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\0" + leaves[0]).digest()
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\1" + merkle_root(leaves[:half]) + merkle_root(leaves[half:])).digest()


def files_root(release):
    """The digest of a release's files, computed from SHA256SUMS as in docs/formats/release.md."""
    lines = (Path(release) / "SHA256SUMS").read_bytes().splitlines(keepends=True)
    stating = (b"  digest.json\n", b"  README.md\n", b"  croissant.json\n")
    return merkle_root([line for line in lines if not line.endswith(stating)]).hex()


def tree_size(folder):
    """Total size of all files below a folder in bytes."""
    return sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())


def assert_same_tree(first, second, what):
    """Asserts that two trees contain the same files with the same bytes, and reports the first differences."""
    a, b = tree_digest(first), tree_digest(second)
    assert a, f"{first} is empty"
    different = sorted(path for path in a.keys() | b.keys() if a.get(path) != b.get(path))
    assert not different, f"{what}: {len(different)} files differ, first {different[:5]}"


def start(arguments, ranks=1, environment=None):
    """Starts a run in a new session. Its output is discarded."""
    return started(subprocess.Popen(command(arguments, ranks, environment), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                    start_new_session=True))


def started(process):
    """Registers a session leader. The whole session is killed if the test ends before it."""
    _started.append(process)
    return process


def end_started():
    """Kills all remaining processes of started runs."""
    while _started:
        process = _started.pop()
        for pid, _ in processes_of(process.pid):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.wait()


def wait_for(condition, process=None, limit_s=60):
    """Waits until a condition holds. Fails if the given process (optional) ends before that."""
    deadline = time.monotonic() + limit_s * PATIENCE
    while not condition():
        assert process is None or process.poll() is None, "the run ended before the condition held"
        assert time.monotonic() < deadline, "the condition never held"
        time.sleep(0.005)


def size_of(file):
    """Size of a file in bytes; 0 if it does not exist (any more)."""
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0


def written_bytes(pids):
    """Number of bytes written so far by processes; 0 for those that have ended."""
    total = 0
    for pid in pids:
        with suppress(OSError):
            total += int(Path(f"/proc/{pid}/io").read_text().split("wchar:")[1].split()[0])
    return total


def wait_until_written(process, count):
    """Waits until the ranks of a run have written this number of bytes. @return whether the run is still active"""
    deadline, ranks, looks = time.monotonic() + TIME_LIMIT_S, [], 0
    while process.poll() is None:
        if looks % 20 == 0:  # a look at all processes takes longer than the files of a few
            ranks = ranks_of(process)
        if ranks and written_bytes(ranks) >= count:
            return True
        assert time.monotonic() < deadline, f"the run never wrote {count} bytes"
        looks += 1
        time.sleep(0.002)
    return False


@contextmanager
def held(processes, when=lambda: True, limit_s=60):
    """Stops the processes (SIGSTOP) while a condition holds, and continues them afterwards.

    So a test acts on a run in a defined state, no matter how fast or busy the machine is."""
    def send(number):
        for process in processes:
            with suppress(ProcessLookupError):
                os.kill(process, number)

    def stop():
        """Returns when all are stopped: a system call that has begun, such as a long write, ends first."""
        send(signal.SIGSTOP)
        wait_for(lambda: all(has_halted(process) for process in processes), limit_s=limit_s)

    deadline = time.monotonic() + limit_s * PATIENCE
    try:
        stop()
        while not when():
            assert time.monotonic() < deadline, "the condition never held"
            send(signal.SIGCONT)
            time.sleep(0.01)
            stop()
        yield
    finally:
        send(signal.SIGCONT)


def processes_of(session):
    """IDs of the running processes of a session, with their names."""
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
    """Process IDs of the program itself in a started session, without the launcher."""
    return [pid for pid, name in processes_of(process.pid) if name == "ecgpress"]


def state_of(pid):
    """The state of a process (or of PID/task/THREAD) in /proc: T if it is stopped, empty if it has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return ""


def has_halted(pid):
    """Whether every thread of a process is stopped or has ended."""
    return all(state_of(f"{pid}/task/{thread.name}") in "TtZX" for thread in Path(f"/proc/{pid}/task").glob("*"))


def has_pending(pid, number):
    """Returns whether a signal is pending until the process continues."""
    status = Path(f"/proc/{pid}/status")
    assert status.exists(), f"process {pid} has ended: the signal came before the process was held"
    lines = status.read_text().splitlines()
    masks = [int(line.split()[1], 16) for line in lines if line.startswith(("SigPnd", "ShdPnd"))]
    return any(mask >> number - 1 & 1 for mask in masks)


class WithinAShard:
    """Whether a rank has started on a shard and has drawn for a while since, so that it has at least begun its first page.

    An open shard has no size: HDF5 keeps small ones in memory until they are complete. So this reads the CPU time of the
    process that writes it, which the name of the part contains: SHARD.h5.HOST-PID-RANDOM.part.
    """

    DRAWN_S = 0.05  # one page or two; opening a shard takes a millisecond

    def __init__(self, out):
        self.parts, self.opened_s = Path(out) / "parts", {}

    def __call__(self):
        for part in self.parts.glob("*.part"):
            cpu_s = cpu_time_s(part.name.rsplit("-", 2)[1])
            if cpu_s - self.opened_s.setdefault(part.name, cpu_s) >= self.DRAWN_S:
                return True
        return False


def cpu_time_s(pid):
    """CPU time of a process. 0 if it has ended."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return 0
    user, system = text.rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def kill_session(process):
    """kill -9 of every process of a started run, including the launcher."""
    for pid, _ in processes_of(process.pid):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    assert end_session(process)


def end_session(process, limit_s=30):
    """Waits until all processes of a started run have ended. After the limit, kills the others and returns False."""
    deadline = time.monotonic() + limit_s * PATIENCE
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
