"""verify knows what a run must contain: every shard under its name, the releases and archives that were asked for, and every file
of them. What is missing, renamed, swapped, foreign or surplus is named, with exit code 3, on any number of ranks. No rank decides
alone: a file that one rank cannot read is a problem, and keeps nothing else from being checked."""

import errno
import json
import os
import re
import shutil
from pathlib import Path

import press
import pytest

CONFIG = Path(__file__).with_name("bits.yaml")
FAULTS = os.environ.get("ECGPRESS_FAULTS", "")
RANKS = [1, 3]
needs_faults = pytest.mark.skipif(not Path(FAULTS).is_file(), reason="needs the library ecgpress_faults, which builds with a sanitizer lack")


@pytest.fixture(scope="module")
def other(once):
    """The same run with another seed."""
    return once("other-seed", lambda folder: press.run(["run", "--config", CONFIG, "--out", folder / "run", "--set", "seed=30"])) / "run"


@pytest.fixture(scope="module")
def packed(once, small_run):
    """The run with its release in archives of at most 60 files."""
    def make(folder):
        shutil.copytree(small_run, folder / "run")
        press.run(["merge", "--out", folder / "run", "--max-files", 60])
    return once("verified-packed-run", make) / "run"


@pytest.fixture(scope="module")
def undisturbed(once, small_run):
    """(files, pages, crops) that `verify` counts in the whole run and in its release, on three ranks."""
    def make(folder):
        for part in ("", "release"):
            (folder / f"{part}.txt").write_text(press.run(["verify", small_run / part], 3))
    folder = once("undisturbed-verify", make)
    return {part: counted((folder / f"{part}.txt").read_text()) for part in ("", "release")}


@pytest.fixture
def run(small_run, tmp_path):
    return Path(shutil.copytree(small_run, tmp_path / "run"))


def shard(run, number):
    return run / "shards" / f"shard-{number:05}.h5"


def problems(folder, ranks=1, environment=None):
    text = press.run(["verify", folder], ranks, 3, environment)
    assert "no problems" not in text, text
    return text


def named(folder, *lines, ranks=1, environment=None):
    """verify fails, and each of these texts is in its report."""
    text = problems(folder, ranks, environment)
    for line in lines:
        assert line in text, f"`{line}` is not in:\n{text[-4000:]}"
    return text


def counted(text):
    """(files, pages, crops) of the last line."""
    line = [line for line in text.splitlines() if line.startswith("verified")][-1]
    return [int(word) for word in line.replace(",", "").split() if word.isdigit()][:3]


@pytest.mark.parametrize("ranks", RANKS)
def test_missing_shards_are_named(run, ranks):
    shard(run, 4).unlink()
    named(run, "shard-00004.h5: is missing. It must have pages 8 to 9.", ranks=ranks)
    for number in (1, 2, 3):
        shard(run, number).unlink()
    text = named(run, *(f"shard-0000{number}.h5: is missing" for number in (1, 2, 3, 4)), ranks=ranks)
    assert "shard-00000.h5:" not in text
    named(run / "shards", "shard-00004.h5: is missing", "not checked  whether the shards are of the run that was meant", ranks=ranks)
    shutil.rmtree(run / "shards")
    named(run, "shards: is missing", ranks=ranks)


@pytest.mark.parametrize("ranks", RANKS)
def test_shards_under_other_names_are_named(run, ranks):
    shard(run, 4).rename(shard(run, 9))
    named(run, "shard-00004.h5: is missing", "shard-00009.h5: does not belong to the run, which has 5 shards",
          "It is shard 4 of this run (pages 8 to 9)", ranks=ranks)
    shard(run, 9).rename(shard(run, 4))
    shard(run, 2).rename(run / "x")
    shard(run, 3).rename(shard(run, 2))
    (run / "x").rename(shard(run, 3))
    for folder in (run, run / "shards"):
        named(folder, "shard-00002.h5: is shard 3 of this run (pages 6 to 7), expected shard 2 of this run (pages 4 to 5",
              "shard-00003.h5: is shard 2 of this run (pages 4 to 5), expected shard 3", ranks=ranks)


def test_surplus_files_beside_shards_are_named(run):
    shutil.copy(shard(run, 2), run / "shards" / "shard-2.h5")
    shutil.copy(shard(run, 2), shard(run, 5))
    (run / "shards" / "notes.txt").write_text("mine")
    os.symlink("shard-00001.h5", run / "shards" / "shard-00006.h5")
    named(run, "shard-2.h5: does not belong to the run", "shard-00005.h5: does not belong to the run", "notes.txt: is not a shard",
          "shard-00006.h5: is a link")


@pytest.mark.parametrize("ranks", RANKS)
def test_foreign_shards_are_named(run, other, ranks):
    shutil.copy(shard(other, 3), shard(run, 3))
    named(run, "shard-00003.h5: is a shard of a different run (pages 6 to 7; different values: seed (30 there, 29 now)), expected shard 3",
          ranks=ranks)
    for path in (other / "shards").iterdir():
        shutil.copy(path, run / "shards")
    text = problems(run, ranks)
    assert text.count("is a shard of a different run") == 5, text


def test_run_without_a_whole_run_json_is_a_problem(run, other):
    path = run / "run.json"
    whole = path.read_text()
    for content, message in (("", "is empty"), ("{", "cannot be read"), ("[" * 100000, "deep"), ("{}", "cannot be read"),
                             (whole.replace('"seed": 29', '"seed": 31'), "It was changed after the run was started"),
                             (whole.replace('"plain"', '"plain"').replace('"layouts"', '"layout"'), "cannot be read"),
                             ((other / "run.json").read_text(), "is a shard of a different run")):
        path.write_text(content)
        named(run, message)
    named(run, "logs.json: states another run than run.json. Different values: seed (29 there, 30 now)")
    path.unlink()
    named(run, "run.json: is missing")
    os.mkfifo(path)
    named(run, "run.json: is not a file")
    path.unlink()
    os.symlink("elsewhere", path)
    named(run, "run.json: is a link")
    path.unlink()
    path.write_text(whole)
    press.run(["verify", run])


@pytest.mark.parametrize("ranks", RANKS)
def test_releases_that_were_asked_for_must_be_there(run, other, ranks):
    shutil.rmtree(run / "release")
    named(run, "release: was asked for by release.formats and is missing. Run `ecgpress repair` or `ecgpress merge`.", ranks=ranks)
    shutil.copytree(other / "release", run / "release")
    named(run, "logs.json: states another run than run.json. Different values: seed (30 there, 29 now)", ranks=ranks)
    shutil.rmtree(run / "release")
    (run / "release").mkdir()
    named(run, "SHA256SUMS: is missing", ranks=ranks)
    (run / "release" / ".merge").mkdir()
    named(run, "The release is unfinished. Run `ecgpress merge`.", ranks=ranks)
    shutil.rmtree(run / "release")
    os.symlink(other / "release", run / "release")
    named(run, "release: is not a folder, or is a link", ranks=ranks)


def test_release_without_an_index_file_is_a_problem(run):
    release = run / "release"
    for name in ("SHA256SUMS", "manifest.csv", "manifest.csv.zst", "leads.csv", "logs.json", "digest.json", "README.md", "croissant.json"):
        (release / name).rename(run / "kept")
        named(run, f"{name}: ")
        (run / "kept").rename(release / name)
    lines = (release / "SHA256SUMS").read_text().splitlines(keepends=True)
    (release / "croissant.json").unlink()
    (release / "SHA256SUMS").write_text("".join(line for line in lines if "croissant" not in line))
    named(release, "croissant.json: index file: is missing")
    for name in ("SHA256SUMS", "manifest.csv", "logs.json"):
        (release / name).unlink()
    named(run, "SHA256SUMS: is missing", "manifest.csv", "logs.json")


def test_format_that_was_added_later_is_checked(run):
    press.run(["merge", "--out", run, "--format", "coco,hdf5"])
    press.run(["verify", run], 2)
    next((run / "release-coco").rglob("*.json")).write_text("{}")
    named(run, "release-coco/")
    shutil.rmtree(run / "release-coco")
    shutil.copytree(run / "release", run / "release-coco")
    named(run, "release-coco/logs.json: states the format `folder`, but the folder's name is that of `coco`")


def test_what_cannot_be_known_is_said(run):
    text = press.run(["verify", run / "release"])
    assert "not checked  " in text and "there is no run.json" in text, text
    assert "not checked" not in press.run(["verify", run])


@pytest.mark.parametrize("ranks", RANKS)
def test_archives_are_checked(packed, tmp_path, ranks):
    run = Path(shutil.copytree(packed, tmp_path / "run"))
    folder = run / "release-packed"
    archives = sorted(folder.glob("part-*.tar"))
    assert len(archives) > 2
    press.run(["verify", run], ranks)
    press.run(["verify", folder], ranks)
    content = bytearray(archives[1].read_bytes())
    content[len(content) // 2] ^= 0x20
    archives[1].write_bytes(content)
    named(run, "release-packed/part-00002.tar: its digest differs from SHA256SUMS", ranks=ranks)
    text = named(folder, "part-00002.tar: its digest differs from SHA256SUMS", ranks=ranks)
    assert "its digest differs from the release's SHA256SUMS" in text or "tar archive" in text, text
    archives[1].unlink()
    named(folder, "part-00002.tar: is missing", "is in no archive", ranks=ranks)
    (folder / "SHA256SUMS").unlink()
    named(run, "release-packed/SHA256SUMS: is missing", ranks=ranks)


def test_archives_of_another_release_are_named(packed, other, tmp_path):
    run = Path(shutil.copytree(packed, tmp_path / "run"))
    shutil.rmtree(run / "release-packed")
    copy = Path(shutil.copytree(other, tmp_path / "other"))
    press.run(["merge", "--out", copy, "--max-files", 60])
    shutil.copytree(copy / "release-packed", run / "release-packed")
    named(run, "release-packed/UNPACK.txt: states another release than release")


def faults(folder, **values):
    return {"LD_PRELOAD": FAULTS, "FAULT_ROOT": folder, **{f"FAULT_{name.upper()}": value for name, value in values.items()}}


@needs_faults
@pytest.mark.parametrize("code", [errno.EIO, errno.ESTALE, errno.EACCES, errno.ENOENT])
@pytest.mark.parametrize("rank", [0, 1, 2])
def test_files_that_one_rank_cannot_open_are_problems(small_run, undisturbed, rank, code):
    """Every other file is checked."""
    text = problems(small_run / "release", 3, faults(small_run, open=code, match="-dataset/", rank=rank))
    assert "cannot read" in text, text
    assert counted(text)[:2] == undisturbed["release"][:2], text


@needs_faults
@pytest.mark.parametrize("match", ["SHA256SUMS", "manifest.csv", "leads.csv", "logs.json", "digest.json", "shard-00002", "run.json"])
@pytest.mark.parametrize("rank", [0, 1])
def test_lists_that_one_rank_cannot_read(small_run, undisturbed, match, rank):
    """Rank 0 reads the lists: what another rank sees of them does not matter, unless the list is a file of its share."""
    text = press.run(["verify", small_run], 2, (0, 3), faults(small_run, read=1, match=match, rank=rank))
    if "no problems" in text:
        assert rank == 1 and counted(text) == undisturbed[""], text
    else:
        assert match.split("-0")[0] in text, text


@needs_faults
@pytest.mark.parametrize("read", [1, 2, 5, 20, 60])
@pytest.mark.parametrize("rank", [0, 2])
def test_disk_that_fails_on_one_rank(small_run, undisturbed, rank, read):
    """From the n-th read on, every read of a page's file fails on this rank."""
    text = problems(small_run, 3, faults(small_run, read=read, match="_3by", rank=rank))
    assert counted(text)[0] == undisturbed[""][0], text


def test_other_values_of_a_run_are_kept(run):
    """run.json states what the fingerprint is made of."""
    identity = json.loads((run / "run.json").read_text())
    keys = set(re.findall(r'"typeface\.\w*path"', (Path(__file__).parents[2] / "docs/config.schema.json").read_text()))
    assert len(identity["typefaces_sha256"]) == len(keys) > 1
    assert identity["typefaces_sha256"][0] == identity["typeface_sha256"]


def test_pages_are_counted_once(small_run):
    """The shards and the release of a run have the same pages."""
    pages = [int(re.search(r"(\d+) pages?, ", press.run(["verify", small_run / part]))[1]) for part in ("shards", "release", "")]
    assert pages == [pages[0]] * 3, pages
    readings = re.findall(r"^oracle .* pages? of (\S+)$", press.run(["verify", "--oracle", small_run]), re.MULTILINE)
    assert set(readings) == {"shards", "release"}, readings
