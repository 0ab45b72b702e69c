"""Asked to stop, a run loses nothing: its pages are kept, it says so by its exit code, and the next start ends as if undisturbed."""

import os
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path

import press

CONFIG = Path(__file__).with_name("damaged.yaml")
SETTINGS = ["--set", "shard.pages=9", "--set", "pages.photos.count=17", "--set", "seed=3"]
AGAIN = 75


def is_within_a_shard(out, whole):
    """Has a run less than half of a shard, but some pages, on the disk, by the size of the same shard in a whole run?"""
    for part in (out / "parts").glob("*.h5.*"):
        try:
            if 0 < part.stat().st_size < (whole / "shards" / f"{part.name.split('.')[0]}.h5").stat().st_size / 2:
                return True
        except FileNotFoundError:  # it is whole by now
            continue
    return False


def stop(out, whole, ranks, number, whom):
    """Starts generate, sends a signal to the launcher or to the last rank alone within a shard; its exit code."""
    process = press.start(["generate", "--config", CONFIG, "--out", out, *SETTINGS], ranks)
    press.wait_for(lambda: any((out / "parts").glob("*")), process)
    with press.held(press.ranks_of(process), when=lambda: is_within_a_shard(out, whole)):
        os.kill(process.pid if whom == "launcher" else press.ranks_of(process)[-1], number)
    code = process.wait(60)
    assert press.end_session(process), "a rank went on"
    return code


def pages_printed(text):
    return int(re.search(r"^pages +(\d+)", text, re.MULTILINE)[1])


def stopped_in_generate():
    cases = [(1, signal.SIGUSR1, "launcher"), (1, signal.SIGTERM, "launcher"), (1, signal.SIGINT, "launcher"),
             (2, signal.SIGUSR1, "launcher"), (3, signal.SIGUSR1, "rank"), (2, signal.SIGTERM, "rank")]
    with press.Folder() as folder:
        whole = folder / "whole"
        press.run(["run", "--config", CONFIG, "--out", whole, *SETTINGS])
        for ranks, number, whom in cases:
            out = folder / "stopped"
            code = stop(out, whole, ranks, number, whom)
            case = f"{ranks} ranks, {number.name} to the {whom}"
            assert code == AGAIN, f"{case}: exit code {code}"
            left = sorted(path.name for path in (out / "parts").iterdir())
            assert left and all(name.endswith(".h5.kept") for name in left), f"{case}: {left}"
            status = press.run(["status", out])
            assert f"({len(left)} of them begun)" in status and "mpirun -n RANKS ecgpress run" in status, status
            assert press.run(["status", out, "--part", "0/1"], code=AGAIN) == "", case
            printed = press.run(["generate", "--out", out], 2)
            assert int(re.search(r"taken up +(\d+)", printed)[1]) > 0, f"{case}: no page was taken up\n{printed}"
            press.run(["run", "--out", out])
            for part in ("shards", "release"):
                press.assert_same_tree(whole / part, out / part, case)
            assert not (out / "parts").exists() or not list((out / "parts").iterdir()), f"{case}: parts are left"
            press.run(["status", out, "--part", "0/1"])
            shutil.rmtree(out)


def damaged_kept_pages_are_made_again():
    with press.Folder() as folder:
        out, whole = folder / "stopped", folder / "whole"
        press.run(["run", "--config", CONFIG, "--out", whole, *SETTINGS])
        stop(out, whole, 1, signal.SIGUSR1, "launcher")
        kept = next((out / "parts").glob("*.kept"))
        data = bytearray(kept.read_bytes())
        data[len(data) // 2] ^= 255
        kept.write_bytes(bytes(data))
        press.run(["run", "--out", out])
        for part in ("shards", "release"):
            press.assert_same_tree(whole / part, out / part, "after damage")


def stopped_in_merge():
    with press.Folder() as folder:
        out, whole = folder / "stopped", folder / "whole"
        settings = [*SETTINGS, "--set", "release.pages_per_folder=4"]
        press.run(["run", "--config", CONFIG, "--out", whole, *settings])
        shutil.copytree(whole, out)
        stopped = 0
        for ranks in (1, 2, 3):
            shutil.rmtree(out / "release")
            process = press.start(["merge", "--out", out], ranks)
            while not (out / "release" / "digitization-dataset").is_dir() and process.poll() is None:
                time.sleep(0.002)
            if process.poll() is None:
                process.send_signal(signal.SIGUSR1)
            code = process.wait(60)
            assert code in (0, AGAIN), f"{ranks} ranks: exit code {code}"
            stopped += code == AGAIN
            assert code == 0 or not (out / "release/SHA256SUMS").exists()
            press.run(["merge", "--out", out], 2)
            press.assert_same_tree(whole / "release", out / "release", f"{ranks} ranks")
        assert stopped > 0, "no merge was stopped before its end"


def parts_of_an_array():
    """Any parts in any order, with scratch, give the same shards; status names the parts that are not made."""
    with press.Folder() as folder:
        out, whole, scratch = folder / "parts", folder / "whole", folder / "scratch"
        scratch.mkdir()
        press.run(["run", "--config", CONFIG, "--out", whole, *SETTINGS])
        press.run(["plan", "--config", CONFIG, "--out", out, *SETTINGS])
        assert press.run(["status", out, "--parts", "3"]) == "0-2\n"
        press.run(["generate", "--out", out, "--part", "2/3", "--scratch", scratch], 2)
        press.run(["generate", "--out", out, "--part", "0/3"])
        assert press.run(["status", out, "--parts", "3"]) == "1\n"
        press.run(["status", out, "--part", "2/3"])
        press.run(["status", out, "--part", "1/3"], code=AGAIN)
        press.run(["generate", "--out", out, "--part", "1/3", "--scratch", "auto"], code=2) if "TMPDIR" not in os.environ else None
        press.run(["generate", "--out", out, "--part", "3/3"], code=2)
        press.run(["generate", "--out", out, "--part", "1/3"])
        assert press.run(["status", out, "--parts", "3"]) == "\n"
        assert not list(scratch.iterdir()), "scratch is not empty"
        press.run(["run", "--out", out])
        for part in ("shards", "release"):
            press.assert_same_tree(whole / part, out / part, "parts")


def two_jobs_at_once():
    """The same run started twice at a time: the second is refused by name, the first is not disturbed; parts that share no shard
    work beside each other; and a holder that is killed holds no longer."""
    with press.Folder() as folder:
        out, whole = folder / "twice", folder / "whole"
        press.run(["run", "--config", CONFIG, "--out", whole, *SETTINGS])
        arguments = ["generate", "--config", CONFIG, "--out", out, *SETTINGS]
        first = press.start([*arguments, "--part", "0/2"])
        press.wait_for(lambda: any((out / "parts").glob("*")) and (out / "run.lock").exists())
        os.kill(first.pid, signal.SIGSTOP)
        try:
            text = press.run(arguments, code=4)
            assert "another job works on these shards" in text and str(out) in text, text
            press.run([*arguments, "--part", "1/2"])
        finally:
            os.kill(first.pid, signal.SIGKILL)
        first.wait()
        press.run(["run", "--out", out])
        for part in ("shards", "release"):
            press.assert_same_tree(whole / part, out / part, "two jobs")


press.main([stopped_in_generate, damaged_kept_pages_are_made_again, stopped_in_merge, parts_of_an_array, two_jobs_at_once])
