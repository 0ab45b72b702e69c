"""A run that is requested to stop keeps its pages and ends with exit code 75. The next start gives the output of an
uninterrupted run."""

import os
import re
import shutil
import signal
from pathlib import Path

import press
import pytest

CONFIG = Path(__file__).with_name("damaged.yaml")
SETTINGS = press.settings("shard.pages=9", "pages.photos.count=17", "seed=3", "source.rate_hz=100")
STOPPED = 75


@pytest.fixture(scope="module")
def whole(once):
    """The uninterrupted run."""
    return once("stopped-runs", lambda folder: press.run(["run", "--config", CONFIG, "--out", folder / "run", *SETTINGS], 2)) / "run"


def assert_undisturbed(whole, out, case):
    for part in ("shards", "release"):
        press.assert_same_tree(whole / part, out / part, case)


def stop(out, ranks, number, whom):
    """Starts generate and sends a signal within a shard, to the launcher or only to the last rank. Returns the exit code."""
    process = press.start(["generate", "--config", CONFIG, "--out", out, *SETTINGS], ranks)
    press.wait_for(lambda: any((out / "parts").glob("*")), process)
    with press.held(press.ranks_of(process), when=press.WithinAShard(out)):
        os.kill(process.pid if whom == "launcher" else press.ranks_of(process)[-1], number)
    code = process.wait(60 * press.PATIENCE)
    assert press.end_session(process), "a rank went on"
    return code


@pytest.mark.parametrize("ranks, number, whom", [
    (1, signal.SIGUSR1, "launcher"), (1, signal.SIGTERM, "launcher"), (1, signal.SIGINT, "launcher"),
    (2, signal.SIGUSR1, "launcher"), (3, signal.SIGUSR1, "rank"), (2, signal.SIGTERM, "rank")])
def test_stopped_generate_continues(tmp_path, whole, ranks, number, whom):
    out = tmp_path / "run"
    case = f"{ranks} ranks, {number.name} to the {whom}"
    assert stop(out, ranks, number, whom) == STOPPED, case
    left = sorted(path.name for path in (out / "parts").iterdir())
    assert left and all(name.endswith(".h5.kept") for name in left), f"{case}: {left}"
    status = press.run(["status", out])
    assert f"({len(left)} partly drawn)" in status and "ecgpress run -j auto --out" in status, status
    assert press.run(["status", out, "--part", "0/1"], code=STOPPED) == "", case
    printed = press.run(["generate", "--out", out], 2)
    assert int(re.search(r"restored +(\d+)", printed)[1]) > 0, f"{case}: no page was restored\n{printed}"
    press.run(["run", "--out", out])
    assert_undisturbed(whole, out, case)
    assert not (out / "parts").exists() or not list((out / "parts").iterdir()), f"{case}: parts are left"
    press.run(["status", out, "--part", "0/1"])


def test_corrupt_kept_pages_are_drawn_again(tmp_path, whole):
    out = tmp_path / "run"
    stop(out, 1, signal.SIGUSR1, "launcher")
    kept = next((out / "parts").glob("*.kept"))
    data = bytearray(kept.read_bytes())
    data[len(data) // 2] ^= 255
    kept.write_bytes(bytes(data))
    press.run(["run", "--out", out])
    assert_undisturbed(whole, out, "after a corrupt part")


def shards_alone(whole, out):
    """A run before merge."""
    out.mkdir()
    shutil.copytree(whole / "shards", out / "shards")
    shutil.copy(whole / "run.json", out)
    return ["merge", "--config", CONFIG, "--out", out, *SETTINGS, *press.settings("release.pages_per_folder=4")]


@pytest.fixture(scope="module")
def merged(once, whole):
    """The release of an uninterrupted merge, in parts of four pages."""
    return once("stopped-merges", lambda folder: press.run(shards_alone(whole, folder / "run"))) / "run" / "release"


@pytest.mark.parametrize("ranks", [1, 2, 3])
def test_stopped_merge_continues(tmp_path, whole, merged, ranks):
    """The merge is stopped when the release has its first page."""
    out = tmp_path / "run"
    merge = shards_alone(whole, out)
    process = press.start(merge, ranks)
    press.wait_for((out / "release" / "digitization-dataset").is_dir, process)
    with press.held(press.ranks_of(process)):
        assert not (out / "release" / "SHA256SUMS").exists(), "the merge ended before it could be stopped"
        process.send_signal(signal.SIGUSR1)
    assert process.wait(60 * press.PATIENCE) == STOPPED
    assert press.end_session(process), "a rank went on"
    assert not (out / "release" / "SHA256SUMS").exists()
    press.run(merge, 2)
    press.assert_same_tree(merged, out / "release", f"{ranks} ranks")


def test_parts_of_an_array_make_the_same_shards(tmp_path, whole):
    """Any parts in any order, with --scratch, give the same shards. status lists the missing parts."""
    out, scratch = tmp_path / "run", tmp_path / "scratch"
    scratch.mkdir()
    press.run(["plan", "--config", CONFIG, "--out", out, *SETTINGS])
    assert press.run(["status", out, "--parts", "3"]) == "0-2\n"
    press.run(["generate", "--out", out, "--part", "2/3", "--scratch", scratch], 2)
    press.run(["generate", "--out", out, "--part", "0/3"])
    assert press.run(["status", out, "--parts", "3"]) == "1\n"
    press.run(["status", out, "--part", "2/3"])
    press.run(["status", out, "--part", "1/3"], code=STOPPED)
    if "TMPDIR" not in os.environ:
        press.run(["generate", "--out", out, "--part", "1/3", "--scratch", "auto"], code=2)
    press.run(["generate", "--out", out, "--part", "3/3"], code=2)
    press.run(["generate", "--out", out, "--part", "1/3"])
    assert press.run(["status", out, "--parts", "3"]) == "\n"
    assert not list(scratch.iterdir()), "scratch is not empty"
    press.run(["run", "--out", out])
    assert_undisturbed(whole, out, "parts")


def test_second_job_on_the_same_shards_is_refused(tmp_path, whole):
    """The second job is rejected with the name of the first, which is not affected. Jobs on different shards run in parallel. A
    killed job does not keep its lock."""
    out = tmp_path / "run"
    arguments = ["generate", "--config", CONFIG, "--out", out, *SETTINGS]
    first = press.start([*arguments, "--part", "0/2"])
    press.wait_for(lambda: any((out / "parts").glob("*")) and (out / "run.lock").exists(), first)
    os.kill(first.pid, signal.SIGSTOP)
    try:
        text = press.run(arguments, code=4)
        assert "another job is working on these shards" in text and str(out) in text, text
        press.run([*arguments, "--part", "1/2"])
    finally:
        os.kill(first.pid, signal.SIGKILL)
    first.wait()
    press.run(["run", "--out", out])
    assert_undisturbed(whole, out, "two jobs")
