"""Faults of the host: full, failing or missing disks, recordings that change, stopped ranks, insufficient memory, clock jumps,
power cuts. The program reports the fault and ends with the right exit code. After each fault, the same command gives the bytes
of an uninterrupted run."""

import os
import random
import resource
import shutil
import signal
import subprocess
from pathlib import Path

import press
import pytest

CONFIG = Path(__file__).with_name("faults.yaml")
DAMAGED = Path(__file__).with_name("damaged.yaml")
FAULTS = os.environ.get("ECGPRESS_FAULTS", "")
CONFIGURATION, DATA, IO = 2, 3, 4
POWER_CUTS = 30 if "ECGPRESS_LONG" in os.environ else 8
needs_faults = pytest.mark.skipif(not Path(FAULTS).is_file(), reason="needs the library ecgpress_faults, which builds with a sanitizer lack")


def arguments(verb, root, out, *values):
    return [verb, "--config", CONFIG, "--out", out, *press.settings("source.kind=ptb-xl", f"source.path={root}", *values)]


@pytest.fixture(scope="module")
def recordings(once):
    """Forty simulated recordings as a PTB-XL tree, for tests that do not change them."""
    return once("faults-recordings", lambda folder: press.run(["simulate", folder / "root", "--records", 40, "--seed", 5])) / "root"


@pytest.fixture
def own_recordings(recordings, tmp_path):
    """A copy of them, to be changed."""
    return Path(shutil.copytree(recordings, tmp_path / "root"))


@pytest.fixture(scope="module")
def whole(once, recordings):
    """The uninterrupted run."""
    return once("faults-whole", lambda folder: press.run(arguments("run", recordings, folder / "run"), 2)) / "run"


def assert_undisturbed(whole, out, case):
    for part in ("shards", "release"):
        press.assert_same_tree(whole / part, out / part, case)


def faults(folder, **values):
    """The environment that simulates faults for files below a folder."""
    environment = {"LD_PRELOAD": FAULTS, "FAULT_ROOT": folder}
    return {**environment, **{f"FAULT_{name.upper()}": value for name, value in values.items()}}


class Disk:
    """A separate small file system."""

    def __init__(self, folder):
        self.folder = folder

    def set(self, option):
        subprocess.run(["mount", "-o", f"remount,{option}", str(self.folder)], check=True)

    def fill(self):
        with (self.folder / "ballast").open("wb", buffering=0) as ballast:
            try:
                while ballast.write(bytes(4096)):
                    pass
            except OSError:
                return


@pytest.fixture
def disk(tmp_path):
    folder = tmp_path / "disk"
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=200m", "tmpfs", str(folder)], capture_output=True).returncode != 0:
        pytest.skip("needs the right to mount a small file system")
    yield Disk(folder)
    subprocess.run(["umount", "--lazy", str(folder)], check=True)  # a failed test may have left processes there


@pytest.mark.slow
def test_disk_that_fills_in_every_phase(whole, recordings, disk):
    """One run on a disk that is enlarged after each failure: it becomes full at the start of the run, in shards, in the
    release, and when the release is completed."""
    needed = sum(path.stat().st_size + 4096 for path in whole.rglob("*") if path.is_file())
    places, out = set(), disk.folder / "run"
    for step, share in enumerate((0, 0.05, 0.2, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95)):
        disk.set(f"size={max(4096, int(share * needed))}")
        text = press.run(arguments("run", recordings, out), 1 + step % 2, (0, IO))
        if "No space left" not in text:
            assert (out / "release" / "SHA256SUMS").exists(), text
            break
        assert not (out / "release" / "SHA256SUMS").exists(), "a release was sealed on a full disk"
        places.add("release" if (out / "release").exists() else "shards" if (out / "shards").exists() else "start")
    disk.set(f"size={2 * needed}")
    press.run(arguments("run", recordings, out), 2)
    assert_undisturbed(whole, out, "after a full disk")
    disk.fill()
    text = press.run(["preview", out], 1, IO)
    assert "No space left" in text and not (out / "preview.html").exists(), text
    assert places == {"start", "shards", "release"}, f"the disk was full in {places} only: choose other sizes"


def test_output_that_cannot_be_written(whole, recordings, disk):
    out = disk.folder / "run"
    for verb in ("plan", "generate", "run"):  # what exists when the disk becomes read-only: nothing, the plan, shards
        disk.set("ro")
        text = press.run(arguments("run", recordings, out), 2, IO)
        assert "Read-only" in text and str(out) in text, text
        disk.set("rw")
        press.run(arguments(verb, recordings, out))
    assert_undisturbed(whole, out, "after a read-only disk")
    disk.set("ro")
    press.run(["verify", out])
    press.run(["status", out])


@needs_faults
def test_short_reads(tmp_path, whole, own_recordings):
    """Each read returns half of the requested bytes: recordings, shards, tables."""
    out = tmp_path / "run"
    press.run(arguments("run", own_recordings, out), 2, environment=faults(tmp_path, read="short"))
    assert_undisturbed(whole, out, "with short reads")
    press.run(["verify", out], environment=faults(tmp_path, read="short"))


@needs_faults
@pytest.mark.parametrize("verb, match, number", [
    ("run", ".hea", 3), ("run", ".dat", 2), ("run", "ptbxl_database.csv", 1), ("run", "run.json", 1), ("run", ".h5", 1),
    ("run", ".h5", 60), ("merge", ".h5", 30), ("merge", ".h5", 200)])
def test_failing_reads(tmp_path, whole, own_recordings, verb, match, number):
    """A disk error (EIO) in a header, in samples, in the table, and in a shard when it is checked and when it is merged."""
    out = tmp_path / "run"
    if verb == "merge":
        press.run(arguments("generate", own_recordings, out))
    elif match == "run.json":
        press.run(arguments("plan", own_recordings, out))
    environment = faults(tmp_path, read=number, match=match)
    text = press.run(arguments(verb, own_recordings, out), 2, (CONFIGURATION, DATA, IO), environment)
    assert match in text and "what():" not in text, f"does not name the file\n{text}"
    assert not (out / "release" / "SHA256SUMS").exists(), "a release was sealed"
    press.run(arguments("run", own_recordings, out))
    assert_undisturbed(whole, out, f"{verb}, read {number} of {match}")


def test_recordings_that_vanish_or_change(tmp_path, whole, recordings, own_recordings):
    """Recordings change after planning: their pages are rendered from other records, and the log lists them. When the
    recordings are restored, the same command redraws those pages."""
    root, out = own_recordings, tmp_path / "run"
    press.run(arguments("plan", root, out))
    signals = sorted((root / "records500").rglob("*.dat"))
    for path in signals[0::3]:
        path.unlink()
    for path in signals[1::3]:
        data = bytearray(path.read_bytes())
        data[1000] ^= 255
        path.write_bytes(bytes(data))
    text = press.run(arguments("run", root, out), 2)
    assert "replaced" in text and "does not exist" in text and "checksum" in text, text
    press.run(["verify", out])
    assert press.tree_digest(out / "shards") != press.tree_digest(whole / "shards")
    still = press.run(arguments("run", root, out), 2)
    assert "Regenerating" not in still and "already complete" in still, still
    shutil.rmtree(root)
    shutil.copytree(recordings, root)
    text = press.run(arguments("run", root, out), 2)
    assert "can be read now" in text and "Removing" in text, text
    assert_undisturbed(whole, out, "after recordings came back")
    assert "Regenerating" not in press.run(arguments("run", root, out), 2)


def test_repair_takes_recordings_that_came_back(tmp_path, whole, own_recordings):
    root, out, away = own_recordings, tmp_path / "run", tmp_path / "away"
    away.mkdir()
    for path in sorted((root / "records500").rglob("*.dat"))[::2]:
        path.rename(away / path.relative_to(root).name)
    press.run(arguments("run", root, out))
    for path in away.iterdir():
        path.rename(next((root / "records500").rglob(path.stem + ".hea")).with_suffix(".dat"))
    text = press.run(["repair", "--dry-run", out], code=DATA)
    assert "can be read now" in text, text
    press.run(["repair", out])
    assert_undisturbed(whole, out, "after repair")


MANY = ["pages.pages.count=60"]


@pytest.fixture(scope="module")
def whole_of_many(once, recordings):
    """An uninterrupted run of more pages."""
    return once("faults-many", lambda folder: press.run(arguments("run", recordings, folder / "run", *MANY), 2)) / "run"


def test_recordings_that_disappear(tmp_path, whole_of_many, own_recordings):
    """The disk of all recordings becomes unavailable during a run: no record is replaced, and the run ends."""
    root, out = own_recordings, tmp_path / "run"
    process = press.start(arguments("run", root, out, *MANY), 2)
    press.wait_for(lambda: any((out / "shards").glob("*.h5")), process)
    with press.held(press.ranks_of(process)):
        assert len(list((out / "shards").glob("*.h5"))) < 15, "the run is nearly done: no recording would be missed"
        root.rename(tmp_path / "elsewhere")
        root.mkdir()
    assert process.wait(60 * press.PATIENCE) == IO
    assert press.end_session(process), "a rank went on"
    assert not (out / "release").exists()
    root.rmdir()
    (tmp_path / "elsewhere").rename(root)
    press.run(arguments("run", root, out, *MANY), 2)
    assert_undisturbed(whole_of_many, out, "after the recordings were away")


@pytest.mark.parametrize("goes_on", [True, False])
def test_stopped_rank(tmp_path, whole_of_many, recordings, goes_on):
    """SIGSTOP: the job waits for a rank that continues later. If it never continues, the job can be ended and restarted."""
    out = tmp_path / "run"
    process = press.start(arguments("run", recordings, out, *MANY), 2)
    press.wait_for(lambda: any((out / "shards").glob("*.h5")), process)
    first, rank = sorted(press.ranks_of(process))
    os.kill(rank, signal.SIGSTOP)
    press.wait_for(lambda: press.state_of(rank) == "T", process)
    # The other rank finishes all shards except that of the stopped rank, then waits and no longer writes.
    press.wait_for(lambda: len(list((out / "shards").glob("*.h5"))) == len(list((whole_of_many / "shards").iterdir())) - 1, process)
    assert press.state_of(first) in "RS" and process.poll() is None, "the job ended without its rank"
    assert not (out / "release").exists()
    if goes_on:
        os.kill(rank, signal.SIGCONT)
        assert process.wait(60 * press.PATIENCE) == 0
    else:
        press.kill_session(process)
        press.run(arguments("run", recordings, out, *MANY), 2)
    assert_undisturbed(whole_of_many, out, "after a stopped rank")


def run_limited(line, limit):
    """Runs a command with a limit of its address space in bytes. @return exit code, what was printed"""
    done = subprocess.run(press.command(line), capture_output=True, text=True, errors="replace", timeout=press.TIME_LIMIT_S,
                          preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)))
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def limit_to_load():
    """A limit of the address space, within 1 MiB, under which the libraries of the program cannot be loaded."""
    short, enough = 40 << 20, 400 << 20
    while enough - short > 1 << 20:
        middle = (short + enough) // 2
        code, text = run_limited(["--version"], middle)
        assert code == 0 or "error while loading shared libraries" in text or "memory" in text, text
        short, enough = (short, middle) if code == 0 else (middle, enough)
    return short


def run_with_little_memory(line, first_limit, step_kib):
    """Starts a command with increasing address space limits until it succeeds."""
    ended = 0
    for limit in range(first_limit, 400 << 20, step_kib << 10):
        code, text = run_limited(line, limit)
        if code == 0:
            break
        if "error while loading shared libraries" not in text:
            assert code == IO and "memory" in text, f"{limit >> 10} KiB: exit {code}\n{text}"
            ended += 1
    assert ended > 1 and code == 0, f"memory was short {ended} times; at last: {text}"


@needs_faults
@pytest.mark.slow
def test_too_little_memory(tmp_path, whole, recordings, limit_to_load):
    """The program reports it, whichever library runs out of memory (HDF5 does only within a range of 0.5 MiB), and no
    incomplete file has a final name."""
    run_with_little_memory(arguments("run", recordings, tmp_path / "run"), limit_to_load, 512)
    assert_undisturbed(whole, tmp_path / "run", "after memory was short")


@needs_faults
@pytest.mark.slow
def test_too_little_memory_for_artifacts(tmp_path, limit_to_load):
    """OpenCV runs out of memory only within a range of 3 MiB."""
    run_with_little_memory(["generate", "--config", DAMAGED, "--out", tmp_path / "run"], limit_to_load, 2048)


@needs_faults
@pytest.mark.parametrize("ranks", [1, 2])
def test_clock_that_jumps(tmp_path, whole, recordings, ranks):
    out = tmp_path / "run"
    press.run(arguments("run", recordings, out), ranks, environment=faults(tmp_path, clock=1))
    press.run(["verify", out], environment=faults(tmp_path, clock=1))
    assert_undisturbed(whole, out, f"with a clock that jumps, {ranks} ranks")


def cut_power(journal, draw):
    """Simulates the effect of a power cut on files: data written but not synced is truncated, zeroed or kept, and a rename
    whose folder was not synced may be undone. (Names of new files are kept with the synced file, as on ext4.)"""
    written, renamed = {}, []
    for line in journal.read_text().splitlines() if journal.exists() else []:
        kind, what = line[0], line[2:]
        if kind == "D":
            written[what] = True
        elif kind == "A":
            written, renamed = {}, []
        elif kind == "S":
            written.pop(what, None)
            renamed = [(old, new) for old, new in renamed if os.path.dirname(new) != what]
        else:
            old, new = what.split("\t")
            renamed.append((old, new))
            if written.pop(old, False):
                written[new] = True
    lost = 0
    for path in (Path(name) for name in written):
        if not path.is_file():
            continue
        size = path.stat().st_size
        damage = draw.choice(["cut", "empty", "zeros", "left"])
        lost += damage != "left"
        if damage == "zeros":
            path.write_bytes(bytes(size))
        elif damage != "left":
            os.truncate(path, size // 2 if damage == "cut" else 0)
    for old, new in reversed(renamed):
        if draw.random() < 0.5 and os.path.exists(new) and os.path.isdir(os.path.dirname(old)):
            os.replace(new, old)
            lost += 1
    return lost


@needs_faults
@pytest.mark.slow
def test_power_cuts(tmp_path, whole, recordings):
    """kill -9 of all processes after seeded shares of the output; then all unsynced data is lost."""
    draw, lost = random.Random(2026), 0
    to_write = press.tree_size(whole / "shards") + press.tree_size(whole / "release")
    for number in range(POWER_CUTS):
        out, journal = tmp_path / f"cut{number}", tmp_path / f"cut{number}.txt"
        process = press.start(arguments("run", recordings, out), 2, faults(tmp_path, journal=journal))
        if number == 0:  # within the release, whose files are synced together, so that some data is certainly unsynced
            press.wait_for((out / "release" / "digitization-dataset").is_dir, process)
        else:
            share = 0.9 * (number + draw.random()) / POWER_CUTS
            assert press.wait_until_written(process, share * to_write), f"cut {number}: the run ended before it"
        press.kill_session(process)
        lost += cut_power(journal, draw)
        press.run(arguments("run", recordings, out), 2)
        assert_undisturbed(whole, out, f"power cut {number}")
        shutil.rmtree(out)
    assert lost > 0, "nothing was unsafe at any moment: the power was never cut"
