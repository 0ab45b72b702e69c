"""Broken machines: disks that fill, fail or go away, recordings that change, ranks that are stopped, memory that is short,
clocks that jump, power that is cut. The program says what is wrong and ends in order; and after each fault the same
command makes what an undisturbed run would have made, byte for byte."""

import os
import random
import resource
import shutil
import signal
import subprocess
import time
from pathlib import Path

import press

CONFIG = Path(__file__).with_name("faults.yaml")
DAMAGED = Path(__file__).with_name("damaged.yaml")
FAULTS = os.environ.get("ECGPRESS_FAULTS", "")
CONFIGURATION, DATA, IO = 2, 3, 4
NO_MOUNT = "needs the right to mount a small disk"
NO_SANITIZER = "a sanitizer is loaded first itself, and needs more memory than there is"


def arguments(verb, root, out, *settings):
    words = [word for setting in ("source.kind=ptb-xl", f"source.path={root}", *settings) for word in ("--set", setting)]
    return [verb, "--config", CONFIG, "--out", out, *words]


def prepare(folder, *settings):
    """Recordings, and the run that nothing disturbed."""
    root, whole = folder / "root", folder / "whole"
    press.run(["simulate", root, "--records", 40, "--seed", 5])
    press.run(arguments("run", root, whole, *settings), 2)
    return root, whole


def assert_undisturbed(whole, out, what):
    for part in ("shards", "release"):
        press.assert_same_tree(whole / part, out / part, what)


def faults(folder, **settings):
    """What makes the machine fail for files below a folder."""
    environment = {"LD_PRELOAD": FAULTS, "FAULT_ROOT": folder}
    return {**environment, **{f"FAULT_{name.upper()}": value for name, value in settings.items()}}


class Disk:
    """A small disk of its own."""

    def __init__(self, folder, size_bytes):
        self.folder = folder
        folder.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", f"size={size_bytes}", "tmpfs", str(folder)]
        self.is_there = subprocess.run(mount, capture_output=True).returncode == 0

    def __enter__(self):
        return self

    def set(self, option):
        subprocess.run(["mount", "-o", f"remount,{option}", str(self.folder)], check=True)

    def __exit__(self, *_):
        if self.is_there:
            subprocess.run(["umount", "--lazy", str(self.folder)], check=True)  # what failed may still end


def fill(folder):
    with (folder / "ballast").open("wb", buffering=0) as ballast:
        try:
            while ballast.write(bytes(4096)):
                pass
        except OSError:
            return


def a_disk_that_fills_at_every_phase():
    """One run on a disk that grows a little after each end: it fills while the run begins, in shards, in the release, at its
    seal."""
    with press.Folder() as folder:
        root, whole = prepare(folder)
        needed = sum(path.stat().st_size + 4096 for path in whole.rglob("*") if path.is_file())
        places = set()
        with Disk(folder / "disk", 4096) as disk:
            if not disk.is_there:
                return NO_MOUNT
            out = disk.folder / "run"
            for step, share in enumerate((0, 0.05, 0.2, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95)):
                disk.set(f"size={max(4096, int(share * needed))}")
                text = press.run(arguments("run", root, out), 1 + step % 2, (0, IO))
                if "No space left" not in text:
                    assert (out / "release" / "SHA256SUMS").exists(), text
                    break
                assert not (out / "release" / "SHA256SUMS").exists(), "a release was sealed on a full disk"
                places.add("release" if (out / "release").exists() else "shards" if (out / "shards").exists() else "begin")
            disk.set(f"size={2 * needed}")
            press.run(arguments("run", root, out), 2)
            assert_undisturbed(whole, out, "after a full disk")
            fill(disk.folder)
            text = press.run(["preview", out], 1, IO)
            assert "No space left" in text and not (out / "preview.html").exists(), text
        assert places == {"begin", "shards", "release"}, f"the disk was full in {places} only: choose other sizes"


def an_output_that_cannot_be_written():
    with press.Folder() as folder:
        root, whole = prepare(folder)
        with Disk(folder / "disk", "200m") as disk:
            if not disk.is_there:
                return NO_MOUNT
            out = disk.folder / "run"
            for verb in ("plan", "generate", "run"):  # what is there when the disk turns read-only: nothing, the plan, shards
                disk.set("ro")
                text = press.run(arguments("run", root, out), 2, IO)
                assert "Read-only" in text and str(out) in text, text
                disk.set("rw")
                press.run(arguments(verb, root, out))
            assert_undisturbed(whole, out, "after a read-only disk")
            disk.set("ro")
            press.run(["verify", out])
            press.run(["status", out])


def reads_that_come_short():
    """Half of what was asked for, whatever is read: recordings, shards, tables."""
    if not FAULTS:
        return NO_SANITIZER
    with press.Folder() as folder:
        root, whole = prepare(folder)
        press.run(arguments("run", root, folder / "short"), 2, environment=faults(folder, read="short"))
        assert_undisturbed(whole, folder / "short", "with short reads")
        press.run(["verify", folder / "short"], environment=faults(folder, read="short"))


def reads_that_fail():
    """A disk error (EIO) in a header, in samples, in the table, in a shard while it is looked at and while it is merged."""
    if not FAULTS:
        return NO_SANITIZER
    with press.Folder() as folder:
        root, whole = prepare(folder)
        cases = [("run", ".hea", 3), ("run", ".dat", 2), ("run", "ptbxl_database.csv", 1), ("run", "run.json", 1),
                 ("run", ".h5", 1), ("run", ".h5", 60), ("merge", ".h5", 30), ("merge", ".h5", 200)]
        for verb, match, number in cases:
            out = folder / "failing"
            if verb == "merge":
                press.run(arguments("generate", root, out))
            elif match == "run.json":
                press.run(arguments("plan", root, out))
            case = f"{verb}, read {number} of {match}"
            environment = faults(folder, read=number, match=match)
            text = press.run(arguments(verb, root, out), 2, (CONFIGURATION, DATA, IO), environment)
            assert match in text and "what():" not in text, f"{case}: does not say which file\n{text}"
            assert not (out / "release" / "SHA256SUMS").exists(), f"{case}: a release was sealed"
            press.run(arguments("run", root, out))
            assert_undisturbed(whole, out, case)
            shutil.rmtree(out)


def recordings_that_vanish_or_change():
    """Between the plan and the reading: pages are printed without them, the log says so; when they are as they were, the same
    command prints those pages again."""
    with press.Folder() as folder:
        root, whole = prepare(folder)
        out, kept = folder / "changed", folder / "kept"
        press.run(arguments("plan", root, out))
        shutil.copytree(root, kept)
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
        assert "made again" not in still and "complete already" in still, still
        shutil.rmtree(root)
        shutil.copytree(kept, root)
        text = press.run(arguments("run", root, out), 2)
        assert "can be read by now" in text and "is removed" in text, text
        assert_undisturbed(whole, out, "after recordings came back")
        assert "made again" not in press.run(arguments("run", root, out), 2)


def repair_takes_recordings_that_came_back():
    with press.Folder() as folder:
        root, whole = prepare(folder)
        out, away = folder / "changed", folder / "away"
        away.mkdir()
        for path in sorted((root / "records500").rglob("*.dat"))[::2]:
            path.rename(away / path.relative_to(root).name)
        press.run(arguments("run", root, out))
        for path in away.iterdir():
            path.rename(next((root / "records500").rglob(path.stem + ".hea")).with_suffix(".dat"))
        text = press.run(["repair", "--dry-run", out], code=DATA)
        assert "can be read by now" in text, text
        press.run(["repair", out])
        assert_undisturbed(whole, out, "after repair")


def recordings_that_go_away():
    """The disk of all recordings is lost while pages are printed: no page is printed without its record, the run ends."""
    with press.Folder() as folder:
        out, many = folder / "run", ["pages.pages.count=150"]
        root, whole = prepare(folder, *many)
        process = press.start(arguments("run", root, out, *many), 2)
        press.wait_for(lambda: any((out / "shards").glob("*.h5")), process)
        root.rename(folder / "elsewhere")
        root.mkdir()
        assert process.wait(60) == IO
        assert press.end_session(process), "a rank went on"
        assert not (out / "release").exists()
        root.rmdir()
        (folder / "elsewhere").rename(root)
        press.run(arguments("run", root, out, *many), 2)
        assert_undisturbed(whole, out, "after the recordings were away")


def ranks_that_are_stopped():
    """SIGSTOP: a rank that goes on later is waited for; a job whose rank never does can be ended, and started again."""
    with press.Folder() as folder:
        out, many = folder / "run", ["pages.pages.count=60"]
        root, whole = prepare(folder, *many)
        for goes_on in (True, False):
            process = press.start(arguments("run", root, out, *many), 2)
            press.wait_for(lambda: any((out / "shards").glob("*.h5")), process)
            rank = max(press.ranks_of(process))
            os.kill(rank, signal.SIGSTOP)
            time.sleep(1)
            assert process.poll() is None, "the job ended without its rank"
            if goes_on:
                os.kill(rank, signal.SIGCONT)
                assert process.wait(60) == 0
            else:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait(60)
                press.end_session(process, 5)
                press.run(arguments("run", root, out, *many), 2)
            assert_undisturbed(whole, out, "after a stopped rank")
            shutil.rmtree(out)


def memory_that_is_short():
    """An address space that is too small: the program says so, whoever missed it (HDF5 within half a mebibyte, OpenCV within
    three), and nothing half-made has a final name."""
    if not FAULTS:
        return NO_SANITIZER

    def with_little(line, step_kib):
        """Started with more and more, until it is enough."""
        ended = 0
        for limit in range(40 << 20, 400 << 20, step_kib << 10):
            done = subprocess.run(press.command(line), capture_output=True, text=True, timeout=60,
                                  preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)))
            text = done.stdout + done.stderr
            if done.returncode == 0:
                break
            if "error while loading shared libraries" not in text:
                assert done.returncode == IO and "memory" in text, f"{limit >> 10} KiB: exit {done.returncode}\n{text}"
                ended += 1
        assert ended > 1 and done.returncode == 0, f"memory was short {ended} times; at last: {text}"

    with press.Folder() as folder:
        root, whole = prepare(folder)
        with_little(arguments("run", root, folder / "short"), 512)
        assert_undisturbed(whole, folder / "short", "after memory was short")
        with_little(["generate", "--config", DAMAGED, "--out", folder / "damaged"], 2048)


def clocks_that_jump():
    if not FAULTS:
        return NO_SANITIZER
    with press.Folder() as folder:
        root, whole = prepare(folder)
        for ranks in (1, 2):
            out = folder / f"jumping{ranks}"
            press.run(arguments("run", root, out), ranks, environment=faults(folder, clock=1))
            press.run(["verify", out], environment=faults(folder, clock=1))
            assert_undisturbed(whole, out, f"with a clock that jumps, {ranks} ranks")


def cut_power(journal, draw):
    """Does to files what a power cut may: what was written and not synced is cut off, zeroed or left; a name that was given
    and whose folder was not synced may be the old one again. (Names of new files last with the files, as ext4 keeps them.)"""
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


def power_that_is_cut():
    """kill -9 of everything at seeded moments, then all that was not synced is lost."""
    if not FAULTS:
        return NO_SANITIZER
    moments = int(os.environ.get("ECGPRESS_POWER_CUTS", "8"))
    with press.Folder() as folder:
        root, whole = prepare(folder)
        begin = time.monotonic()
        press.run(arguments("run", root, folder / "timing"), 2, environment=faults(folder, journal=folder / "timing.txt"))
        lasts_s = time.monotonic() - begin
        draw, lost = random.Random(2026), 0
        for moment in range(moments):
            out, journal = folder / f"cut{moment}", folder / f"cut{moment}.txt"
            process = press.start(arguments("run", root, out), 2, faults(folder, journal=journal))
            if moment == 0:  # within the release, whose files are synced together: something is unsafe for certain
                press.wait_for((out / "release" / "digitization-dataset").is_dir, process)
            else:
                time.sleep(lasts_s * (moment + draw.random()) / moments)
            press.kill_session(process)
            lost += cut_power(journal, draw)
            press.run(arguments("run", root, out), 2)
            assert_undisturbed(whole, out, f"power cut {moment}")
            shutil.rmtree(out)
        assert lost > 0, "nothing was unsafe at any moment: the power was never cut"


press.main([a_disk_that_fills_at_every_phase, an_output_that_cannot_be_written, reads_that_come_short, reads_that_fail,
            recordings_that_vanish_or_change, repair_takes_recordings_that_came_back, recordings_that_go_away,
            ranks_that_are_stopped, memory_that_is_short, clocks_that_jump, power_that_is_cut])
