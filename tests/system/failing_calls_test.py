"""One call of the system fails, on one rank: the n-th open, read, write, fsync, link, rename, fcntl or mmap of a file of the run.

The job ends with exit code 0, 3 or 4 and says why, `verify` never calls a release good that it could not read, and the same
command again gives the bytes of an undisturbed run. The short form takes a sample of all n; the long form every n up to 300."""

import errno
import os
import random
import shutil
from pathlib import Path

import press
import pytest

CONFIG = Path(__file__).with_name("failing_calls.yaml")
LIBRARY = os.environ.get("ECGPRESS_FAILING_CALLS", "")
CALLS = ("open", "read", "write", "fsync", "link", "rename", "fcntl", "mmap")
VERBS = ("generate", "merge", "pack", "verify", "repair")
DATA, IO = 3, 4
LONG = "ECGPRESS_LONG" in os.environ
MOST_CALLS = 300
SAMPLES = {1: MOST_CALLS, 2: MOST_CALLS} if LONG else {1: 2, 2: 1}  # by ranks: of each call in each verb

pytestmark = [pytest.mark.slow, pytest.mark.skipif(
    not Path(LIBRARY).is_file(), reason="needs the library ecgpress_failing_calls, which builds with a sanitizer lack")]


def arguments(verb, out):
    if verb == "generate":
        return ["generate", "--config", CONFIG, "--out", out]
    if verb == "pack":
        return ["merge", "--out", out, "--max-files", 40]
    return [verb, out] if verb in ("verify", "repair") else [verb, "--out", out]


@pytest.fixture(scope="module")
def whole(once):
    """The undisturbed run, with packed archives."""
    def make(folder):
        press.run(arguments("generate", folder / "run"))
        press.run(arguments("merge", folder / "run"))
        press.run(arguments("pack", folder / "run"))
    return once("failing-calls-whole", make) / "run"


def prepare(verb, whole, out):
    """The state of a run in which a verb has work to do."""
    shutil.rmtree(out, ignore_errors=True)
    if verb == "generate":
        return
    shutil.copytree(whole, out)
    if verb != "verify":
        shutil.rmtree(out / "release-packed")
    if verb == "merge":
        shutil.rmtree(out / "release")
    if verb == "repair":
        shard = sorted((out / "shards").iterdir())[-1]
        shard.write_bytes(shard.read_bytes()[:-5000])
        next((out / "release").rglob("*.txt")).unlink()


def parts_of(verb):
    """What the verb writes."""
    return {"generate": ("shards",), "pack": ("shards", "release", "release-packed")}.get(verb, ("shards", "release"))


def disturbed(verb, out, ranks, call, number, rank, note):
    """Runs the verb with one failing call. @return exit code, what was printed, calls made of each kind, the path of the failed one"""
    note.unlink(missing_ok=True)
    environment = {"LD_PRELOAD": LIBRARY, "FAIL_ROOT": out, "FAIL_CALL": call, "FAIL_NUMBER": number, "FAIL_RANK": rank,
                   "FAIL_ERROR": errno.EIO, "FAIL_NOTE": note}
    code, text = press.run_for_code(arguments(verb, out), ranks, environment)
    *calls, path = note.read_text().splitlines() if note.exists() else [""]
    return code, text, {name: int(count) for name, count in map(str.split, calls)}, path


def check(verb, whole, out, ranks, call, number, rank, note):
    """@return whether so many calls were made"""
    prepare(verb, whole, out)
    code, text, _, path = disturbed(verb, out, ranks, call, number, rank, note)
    case = f"{verb}, {ranks} ranks, {call} {number} on rank {rank}, {path or 'not reached'}: exit {code}\n{text}"
    assert code in (0, DATA, IO), case
    assert code == 0 or "error: " in text or "problem" in text, case
    if path and verb == "verify" and call in ("open", "read"):
        assert code != 0 or path.endswith((".json.part", ".lock")) or "/logs/" in path, case
    press.run(arguments(verb, out), ranks)
    for part in parts_of(verb):
        press.assert_same_tree(whole / part, out / part, case)
    return bool(path)


@pytest.mark.parametrize("verb", ["merge", "pack", "repair"])
def test_last_sync_of_a_folder_may_fail(tmp_path, whole, verb):
    """SHA256SUMS has its name by then, but the completion records are still there: the next start removes them."""
    out, note = tmp_path / "run", tmp_path / "note"
    prepare(verb, whole, out)
    last = disturbed(verb, out, 1, "fsync", 0, 0, note)[2]["fsync"]
    assert check(verb, whole, out, 1, "fsync", last, 0, note)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("ranks", [1, 2])
def test_any_single_call_may_fail(tmp_path, whole, verb, ranks):
    choice = random.Random(f"{verb} {ranks}")
    out, note, rank = tmp_path / "run", tmp_path / "note", ranks - 1
    reached = 0
    prepare(verb, whole, out)
    calls = disturbed(verb, out, ranks, "", 0, rank, note)[2]
    for call in CALLS:
        numbers = range(1, min(calls[call], MOST_CALLS) + 1)
        for number in sorted(choice.sample(numbers, min(SAMPLES[ranks], len(numbers)))):
            reached += check(verb, whole, out, ranks, call, number, rank, note)
    assert reached > 0, "no call of this verb was ever made to fail"
