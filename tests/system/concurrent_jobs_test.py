"""Jobs in one run folder that would disturb each other: the second is refused with the name of the first, and changes nothing.
What a killed job leaves is found: kept pages stay, its files on scratch are removed, its archives and records are checked."""

import hashlib
import os
import shutil
import signal
import subprocess
from pathlib import Path

import press
import pytest

CONFIG = Path(__file__).with_name("damaged.yaml")
SETTINGS = press.settings("shard.pages=9", "pages.photos.count=17", "seed=3", "source.rate_hz=100")
SMALL = Path(__file__).with_name("bits.yaml")
BUSY = "another job is working on "


@pytest.fixture(scope="module")
def whole(once):
    """The undisturbed run."""
    return once("concurrent-jobs", lambda folder: press.run(["run", "--config", CONFIG, "--out", folder / "run", *SETTINGS], 2)) / "run"


def tree(folder):
    """All files with their digests and all folders below a folder, but not the lock and the logs."""
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "folder"
            for path in folder.rglob("*") if path.name != "run.lock" and "logs" not in path.parts}


def refused(arguments, folder, *words, code=4):
    """Runs a job that must be refused with these words and must change nothing."""
    before = tree(folder)
    text = press.run(arguments, code=code)
    for word in words:
        assert word in text, f"`{word}` is not in:\n{text}"
    after = tree(folder)
    changed = sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))
    assert not changed, f"the refused job changed {changed[:5]}"


def job_of(process):
    """The name of a job that runs without a batch system."""
    return f"job {os.uname().nodename.split('.')[0]}-{press.ranks_of(process)[0]} on "


def started_generate(out):
    """A generate that has opened a shard."""
    process = press.start(["generate", "--config", CONFIG, "--out", out, *SETTINGS])
    press.wait_for(lambda: any((out / "parts").glob("*")), process)
    return process


def test_merge_of_an_unfinished_run_keeps_its_pages(tmp_path, whole):
    out = tmp_path / "run"
    process = started_generate(out)
    with press.held(press.ranks_of(process), when=press.WithinAShard(out)):
        process.send_signal(signal.SIGUSR1)
    assert process.wait(60 * press.PATIENCE) == 75
    assert list((out / "parts").glob("*.kept"))
    refused(["merge", "--out", out], out, "shards cannot be merged", code=3)
    assert "restored" in press.run(["generate", "--out", out])
    press.run(["merge", "--out", out])
    press.assert_same_tree(whole / "release", out / "release", "after a merge that came too early")


@pytest.mark.parametrize("verb", [["merge", "--out"], ["repair"]])
def test_a_running_generate_is_not_disturbed(tmp_path, whole, verb):
    out = tmp_path / "run"
    process = started_generate(out)
    with press.held(press.ranks_of(process), when=press.WithinAShard(out)):
        refused([*verb, out], out, BUSY, job_of(process))
    assert process.wait(60 * press.PATIENCE) == 0
    press.run(["merge", "--out", out])
    press.assert_same_tree(whole / "release", out / "release", f"{verb[0]} beside generate")


@pytest.mark.parametrize("verb", [["merge", "--out"], ["repair"]])
def test_a_running_merge_is_not_disturbed(tmp_path, whole, verb):
    out = tmp_path / "run"
    shutil.copytree(whole, out)
    shutil.rmtree(out / "release")
    process = press.start(["merge", "--out", out])
    press.wait_for(lambda: any((out / "release").rglob("*.jpg")), process)
    with press.held(press.ranks_of(process)):
        assert not (out / "release" / "SHA256SUMS").exists(), "the merge ended before it could be held"
        refused([*verb, out], out, BUSY, job_of(process))
    assert process.wait(60 * press.PATIENCE) == 0
    press.assert_same_tree(whole / "release", out / "release", f"{verb[0]} beside merge")


def assert_sealed(packed):
    """SHA256SUMS of archives lists all files of the folder, and all match."""
    listed = {line.split("  ")[1]: line.split("  ")[0] for line in (packed / "SHA256SUMS").read_text().splitlines()}
    assert listed == {name: digest for name, digest in press.tree_digest(packed).items() if name != "SHA256SUMS"}


@pytest.fixture(scope="module")
def packed(once):
    """A small run and its archives."""
    def make(folder):
        press.run(["run", "--config", SMALL, "--out", folder / "run", "--max-files", "40"])
    return once("packed-run", make) / "run"


def test_second_packing_is_refused(tmp_path, whole):
    out = tmp_path / "run"
    shutil.copytree(whole, out)
    pack = ["merge", "--out", out, "--max-files", "100000"]
    process = press.start(pack)
    part = out / "release-packed"
    packs = lambda: any(press.size_of(file) for file in part.glob("*.part"))
    press.wait_for(packs, process)
    with press.held(press.ranks_of(process), when=packs):
        refused(pack, out, BUSY, job_of(process))
        refused(["repair", out], out, BUSY, job_of(process))
    assert process.wait(60 * press.PATIENCE) == 0
    assert_sealed(part)


def test_killed_packing_continues(tmp_path, whole):
    """An archive that is complete but wrong, and one that is missing, are packed again; partial files of the killed job are removed."""
    out = tmp_path / "run"
    shutil.copytree(whole, out)
    pack = ["merge", "--out", out, "--max-files", "60"]
    press.run(pack)
    packed = out / "release-packed"
    undamaged = press.tree_digest(packed)
    shutil.rmtree(packed)
    process = press.start(pack)
    press.wait_for(packed.is_dir, process)
    with press.held(press.ranks_of(process), when=lambda: len(list(packed.glob(".merge/*.sums"))) > 2):
        assert not (packed / "SHA256SUMS").exists(), "packing ended before it could be killed"
        press.kill_session(process)
    data = bytearray((packed / "part-00001.tar").read_bytes())
    data[len(data) // 2] ^= 1
    (packed / "part-00001.tar").write_bytes(bytes(data))
    (packed / "part-00002.tar").unlink()
    (packed / "part-00001.tar.n1-17.part").write_bytes(b"x")
    press.run(pack, 2)
    assert press.tree_digest(packed) == undamaged


@pytest.mark.parametrize("damage", ["missing", "truncated", "changed", "changed guide", "no sums", "truncated sums", "empty sums"])
def test_merge_packs_damaged_archives_again(tmp_path, packed, damage):
    out = tmp_path / "run"
    shutil.copytree(packed, out)
    undamaged = press.tree_digest(out / "release-packed")
    archive, sums = out / "release-packed" / "part-00002.tar", out / "release-packed" / "SHA256SUMS"
    text = sums.read_text()
    if damage == "missing":
        archive.unlink()
    elif damage == "truncated":
        os.truncate(archive, archive.stat().st_size - 512)
    elif damage == "changed":  # of the same size
        data = bytearray(archive.read_bytes())
        data[len(data) // 2] ^= 1
        archive.write_bytes(data)
    elif damage == "changed guide":
        sums.write_text(text.replace(text.splitlines()[-1][:64], "0" * 64))
    elif damage == "no sums":
        sums.unlink()
    else:
        sums.write_text(text[:100] if damage == "truncated sums" else "")
    press.run(["merge", "--out", out, "--max-files", "40"], 2)
    assert press.tree_digest(out / "release-packed") == undamaged
    assert "release-packed: already complete" in press.run(["merge", "--out", out, "--max-files", "40"])


@pytest.mark.parametrize("ranks", [1, 2])
def test_repair_packs_changed_archives_again(tmp_path, packed, ranks):
    out = tmp_path / "run"
    shutil.copytree(packed, out)
    undamaged = press.tree_digest(out / "release-packed")
    assert "release-packed" not in press.run(["repair", out], ranks)
    archive, guide = out / "release-packed" / "part-00002.tar", out / "release-packed" / "UNPACK.txt"
    data = bytearray(archive.read_bytes())
    data[1000] ^= 1
    archive.write_bytes(bytes(data))
    guide.write_text(guide.read_text().replace("Unpack all", "unpack all"))
    before = press.tree_digest(out)
    text = press.run(["repair", "--dry-run", out], ranks, code=3)
    assert "release-packed: must be packed again" in text and "part-00002.tar: its digest differs" in text, text
    assert press.tree_digest(out) == before, "--dry-run wrote something"
    text = press.run(["repair", out], ranks)
    assert "release-packed: 1 of " in text and "no problems left" in text, text
    assert press.tree_digest(out / "release-packed") == undamaged
    shutil.rmtree(out / "release-packed")
    assert "release-packed: is missing, although" in press.run(["repair", "--dry-run", out], ranks, code=3)
    text = press.run(["repair", out], ranks)
    assert "release-packed: was missing" in text and "no problems left" in text, text
    assert press.tree_digest(out / "release-packed") == undamaged


def test_archives_of_another_release_are_named(tmp_path, packed):
    out = tmp_path / "run"
    shutil.copytree(packed, out)
    shutil.rmtree(out / "release")
    press.run(["merge", "--config", SMALL, "--out", out, "--set", "release.pages_per_folder=2"])
    text = press.run(["repair", out], code=3)
    assert "release-packed: contains archives of another release" in text, text
    press.run(["merge", "--config", SMALL, "--out", out, "--set", "release.pages_per_folder=2", "--max-files", "40"], code=2)


def test_annotations_of_an_interrupted_merge_are_checked(tmp_path, packed):
    """A format whose parts leave notes for the end."""
    out = tmp_path / "run"
    shutil.copytree(packed, out)
    merge = ["merge", "--out", out, "--format", "coco"]
    press.run(merge)
    undamaged = press.tree_digest(out / "release-coco")
    shutil.rmtree(out / "release-coco")
    (out / "release-coco" / "croissant.json").mkdir(parents=True)  # the merge fails when it writes this file, its last but one
    press.run(merge, code=(3, 4))
    (out / "release-coco" / "croissant.json").rmdir()
    fragments = [file for file in (out / "release-coco" / ".merge").glob("*.annotations") if file.stat().st_size]
    assert len(fragments) > 1
    os.truncate(fragments[0], 0)
    text = press.run(merge)
    assert "is written again" in text, text
    assert press.tree_digest(out / "release-coco") == undamaged


def test_leftovers_of_killed_processes_are_removed(tmp_path, whole):
    """The next start on the node removes what a killed process left on scratch and in DIR/parts, of other runs as well, and nothing else."""
    out, scratch = tmp_path / "run", tmp_path / "scratch"
    scratch.mkdir()
    generate = ["generate", "--config", CONFIG, "--out", out, "--scratch", scratch, *SETTINGS]
    process = press.start(generate)
    press.wait_for(lambda: any(scratch.iterdir()), process)
    press.kill_session(process)
    left = [path.name for path in scratch.iterdir()]
    assert left
    child = subprocess.Popen(["true"])
    child.wait()
    host = os.uname().nodename.split(".")[0]
    (out / "parts" / f"shard-00001.h5.{host}-{child.pid}").write_bytes(b"x")
    others = {"shard-00001.h5.elsewhere-1", "mine.h5"}
    for name in others:
        (scratch / name).write_bytes(b"x")
    press.run([*generate, "--part", "0/2"])
    assert {path.name for path in scratch.iterdir()} == others
    assert not list((out / "parts").iterdir())
    press.run(["run", "--out", out])
    press.assert_same_tree(whole / "release", out / "release", "after a killed start")
