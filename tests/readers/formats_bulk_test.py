"""Reads the release formats webdataset, hdf5 and wfdb and the packed release with other software (Python's tarfile and h5py)
and with an independent implementation of the published rules of WebDataset, wids, DALI and WFDB."""

import csv
import hashlib
import io
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tarfile
from pathlib import Path

import h5py
import numpy as np
from PIL import Image

import press
import pytest

SOURCE = Path(__file__).resolve().parents[2]
CONFIG = """
seed: 5
source: {kind: wfdb, path: %s}
oracle: {every: 0}
release: {formats: [folder, webdataset, hdf5, wfdb]}
style: {dpi: 70}
pages:
  - {name: strips, layouts: [3x4], rhythm: [II, V1], count: {train: 3, val: 1, test: 1}, datasets: [digitization, detection, segmentation]}
  - {name: all, layouts: [12x1], count: 5, datasets: [digitization, segmentation], mask: {visible: true}}
  - {name: photos, layouts: [3x4], count: 4, datasets: [detection, segmentation], artifacts: {phone-photo: 1}}
  - {name: cabrera, layouts: [6x2], count: 4, datasets: [digitization], caps: {digitization: 3}, style: {lead_order: cabrera}}
  - {name: small, layouts: [12x1], count: 4, datasets: [overlap], caps: {with_overlap: 9}, style: {row_height_mm: 6}}
shard: {pages: 4}
"""
BULK = ("webdataset", "hdf5", "wfdb")
FORMATS = (*BULK, "folder")
LEADS = ["I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"]
GAP = -32768
KILLS = 12 if "ECGPRESS_LONG" in os.environ else 3
LIMITS = ["--max-files", "60", "--max-bytes", "8MB"]


def write_source(folder, records=30):
    """WFDB records of twelve leads at 250 Hz, some with gaps."""
    folder.mkdir()
    draw = np.random.default_rng(7)
    names = [f"r{i}" for i in range(records)]
    for number, name in enumerate(names):
        t = np.arange(2500)
        waves = 400 * np.sin(t[:, None] / draw.uniform(8, 25, 12)) + draw.normal(0, 30, (2500, 12))
        units = waves.astype("<i2")
        if number % 2 == 0:
            units[300:420, number % 12] = GAP
        units.tofile(folder / f"{name}.dat")
        lines = [f"{name} 12 250 2500"]
        lines += [f"{name}.dat 16 1000(0)/mV 16 0 {units[0, i]} {checksum(units[:, i])} 0 {lead}" for i, lead in enumerate(LEADS)]
        (folder / f"{name}.hea").write_text("\n".join(lines) + "\n")
    (folder / "RECORDS").write_text("\n".join(names) + "\n")


def checksum(samples):
    """header(5): the sum of all samples as a signed 16-bit number."""
    return int(np.sum(samples, dtype=np.int64).astype(np.int16))


class Run:
    """A run with all formats."""

    def __init__(self, root):
        self.root = root
        self.config, self.out = root / "config.yaml", root / "run"
        self.tree = self.out / "release"

    def make(self):
        write_source(self.root / "source")
        self.config.write_text(CONFIG % (self.root / "source"))
        press.run(["run", "--config", self.config, "--out", self.out], 2)

    def table(self, name):
        with open(self.tree / name, newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def release(self, name):
        return self.out / f"release-{name}"

    def image_pages(self):
        return [row for row in self.pages if {"digitization", "detection"} & set(row["datasets"].split(";"))]

    def page_image(self, row):
        detection = self.tree / "detection-dataset" / "images" / f"{row['name']}.jpg"
        return (detection if detection.exists() else self.tree / "digitization-dataset" / row["name"] / f"{row['name']}.jpg").read_bytes()

    def signals_of(self, row):
        """{lead name: millivolts} of a digitization page, NaN in gaps."""
        folder = self.tree / "digitization-dataset" / row["name"]
        return {path.stem: np.array(json.loads(path.read_text()), float) for path in folder.glob("*.json")}


@pytest.fixture(scope="module")
def run(once):
    run = Run(once("formats-bulk", lambda folder: Run(folder).make()))
    run.pages, run.leads = run.table("manifest.csv"), run.table("leads.csv")
    return run


# -- webdataset -------------------------------------------------------------------------------------------------------------


def webdataset_samples(tar):
    """WebDataset's rule: consecutive members whose names are equal up to the first dot after the last slash form a sample; the
    rest of the name is the key. -> [(sample, {key: bytes})]"""
    samples = []
    with tarfile.open(tar, "r|") as stream:
        for member in stream:
            assert member.isreg() and (member.mtime, member.uid, member.gid, member.mode) == (0, 0, 0, 0o644), member
            name, key = re.fullmatch(r"((?:.*/|)[^.]+)[.]([^/]*)", member.name).groups()
            if not samples or samples[-1][0] != name:
                samples.append((name, {}))
            assert key not in samples[-1][1], member.name
            samples[-1][1][key] = stream.extractfile(member).read()
    return samples


def test_webdataset_loader_reads_the_release(run):
    release = run.release("webdataset")
    crops = {row["name"]: row for row in run.leads if set(row["datasets"].split(";")) & {"segmentation", "with-overlap", "without-overlap"}}
    pages = {row["name"]: row for row in run.image_pages()}
    split_of = {row["index"]: row["split"] for row in run.pages}
    seen, keys = [], set()
    for tar in sorted(release.glob("*.tar")):
        kind, split, _ = tar.stem.split("-")
        raw = tar.read_bytes()
        assert raw[257:265] == b"ustar\00000" and len(raw) <= 10**9, tar
        for name, files in webdataset_samples(tar):
            seen.append(name)
            keys.add((kind, tuple(files)))
            facts = json.loads(files["json"])
            assert facts["name"] == name and facts["split"] == split
            if kind == "pages":
                row = pages.pop(name)
                check_page_sample(run, row, files, facts)
            else:
                row = crops.pop(name)
                assert split_of[row["page"]] == split
                check_crop_sample(run, row, files, facts)
    assert not pages and not crops and len(seen) == len(set(seen))
    assert keys == {("pages", ("jpg", "json", "txt", "truth")), ("crops", ("png", "mask.png", "mask.bmp", "json"))}, keys


def check_page_sample(run, row, files, facts):
    assert facts["split"] == row["split"] and files["jpg"] == run.page_image(row)
    assert files["truth"] == (run.tree / "trace-truth" / f"{row['name']}.npz").read_bytes()
    if "detection" in row["datasets"].split(";"):
        assert files["txt"] == (run.tree / "detection-dataset" / "labels" / f"{row['name']}.txt").read_bytes()
    assert facts["record"] == row["record"] and json.loads(facts["plan"])["index"] == int(row["index"]) and len(facts["leads"]) == int(row["leads"])
    for name, millivolts in run.signals_of(row).items():
        lead = next(lead for lead in facts["leads"] if lead["name"] == name)
        assert np.array_equal(np.array(lead["signal_mv"], float), millivolts, equal_nan=True)


def check_crop_sample(run, row, files, facts):
    assert facts["datasets"] == row["datasets"].replace("digitization;", "").split(";")
    place = run.tree / "segmentation" if "segmentation" in facts["datasets"] else run.tree / "overlap-dataset" / facts["datasets"][0]
    for folder, suffix, key in (("image", "png", "png"), ("mask-png", "png", "mask.png"), ("mask-bmp", "bmp", "mask.bmp")):
        assert files[key] == (place / folder / f"{row['name']}.{suffix}").read_bytes(), (row["name"], key)
    assert facts["signal_mv"] == json.loads((place / "signal-json" / f"{row['name']}.json").read_text())
    assert str(facts["crop_px"][2]) == row["crop_width_px"]
    assert Image.open(io.BytesIO(files["png"])).size == tuple(facts["crop_px"][2:])


def test_dali_and_wids_find_each_sample(run):
    """DALI's index equals that of wds2idx, and wids' index lists the archives."""
    release, indexed = run.release("webdataset"), set()
    for tar in sorted(release.glob("*.tar")):
        with tarfile.open(tar) as file:
            members = [(m.name, m.offset_data, m.size) for m in file]
        lines = tar.with_suffix(".idx").read_text().splitlines()
        version, count = lines[0].split()
        assert version == "v1.2" and int(count) == len(lines) - 1
        found = []
        for line in lines[1:]:
            words = line.split(" ")
            for suffix, begin, size, name in zip(*[iter(words)] * 4):
                assert name.split(".", 1)[1] == suffix
                found.append((name, int(begin), int(size)))
            assert len({name.split(".", 1)[0] for name in words[3::4]}) == 1
        assert found == members, tar
    for path in release.glob("*.json"):
        wids = json.loads(path.read_text())
        if "wids_version" not in wids:
            continue
        assert wids["wids_version"] == 1 and wids["__kind__"] == "wids-shard-index-v1" and wids["name"] == path.stem
        for shard in wids["shardlist"]:
            raw = (release / shard["url"]).read_bytes()
            assert shard["md5sum"] == hashlib.md5(raw).hexdigest() and shard["filesize"] == len(raw)
            assert shard["nsamples"] == len(webdataset_samples(release / shard["url"]))
            indexed.add(shard["url"])
    assert indexed == {path.name for path in release.glob("*.tar")}


# -- hdf5 -------------------------------------------------------------------------------------------------------------------


def items_of(file, group, name):
    offsets, values = file[f"{group}/offsets"][:], file[f"{group}/{name}"]
    return [values[begin:end].tobytes() for begin, end in zip(offsets, offsets[1:])]


def test_h5py_sees_one_array(tmp_path, monkeypatch, run):
    """index.h5 contains the content of all shards in sequence, from any working directory and after the folder was moved."""
    shards = sorted((run.out / "shards").glob("*.h5"))
    moved = tmp_path / "release"
    shutil.copytree(run.release("hdf5"), moved)
    for path in shards:
        assert (moved / "shards" / path.name).read_bytes() == path.read_bytes()
    monkeypatch.chdir("/")
    with h5py.File(moved / "index.h5", "r") as index:
        opened = [h5py.File(path, "r") for path in shards]
        assert int(index.attrs["first_page"]) == 0 and int(index.attrs["page_count"]) == len(run.pages)
        for name in ("format", "version", "fingerprint", "config", "config_sha256"):
            assert index.attrs[name] == opened[0].attrs[name], name
        assert [int(i) for i in index["pages/index"]] == [int(row["index"]) for row in run.pages]
        firsts = ("first_lead", "first_word", "first_beat")
        for name in (f"pages/{first}" for first in firsts):
            steps = [file[name][1:] - file[name][:-1] for file in opened]
            assert np.array_equal(index[name][:], np.concatenate([[0], *steps]).cumsum()), name
        virtual = columns = 0

        def compare(name, item):
            nonlocal virtual, columns
            group, _, last = name.rpartition("/")
            if not isinstance(item, h5py.Dataset) or last in ("offsets", *firsts, "shard"):
                return
            if last in ("bytes", "values"):
                assert items_of(index, group, last) == [i for file in opened for i in items_of(file, group, last)], name
                virtual += item.is_virtual
            else:
                together = np.concatenate([file[name][:] for file in opened])
                assert np.array_equal(item[:], together, equal_nan=together.dtype.kind == "f"), name
                columns += 1

        index.visititems(compare)
        assert virtual >= 12 and columns > 45, (virtual, columns)
        row = run.image_pages()[5]  # the three lines of the shard's page
        i = [int(i) for i in index["pages/index"]].index(int(row["index"]))
        o = index["pages/image/offsets"]
        assert index["pages/image/bytes"][o[i]:o[i + 1]].tobytes() == run.page_image(row)
        for i, number in enumerate(index["pages/shard"]):
            assert index["pages/index"][i] in opened[number]["pages/index"][:]


# -- wfdb -------------------------------------------------------------------------------------------------------------------


def read_wfdb(header):
    """Implements header(5) and signal(5): -> rate, [(description, gain, samples)], comments."""
    lines = header.read_text().splitlines()
    content = [line for line in lines if line and not line.startswith("#")]
    record, count, rate, frames = content[0].split()[:4]
    assert record == header.stem and re.fullmatch(r"\w+", record) and len(content) == 1 + int(count)
    fields = [line.split(" ", 8) for line in content[1:]]
    assert len({field[0] for field in fields}) == 1 and all(field[1] == "16" for field in fields)
    units = np.fromfile(header.parent / fields[0][0], "<i2").reshape(int(frames), int(count))
    signals = []
    for i, (_, _, scale, bits, zero, first, total, block, description) in enumerate(fields):
        gain, baseline, unit = re.fullmatch(r"([\d.e+-]+)\((-?\d+)\)/(\w+)", scale).groups()
        assert (baseline, unit, bits, zero, block) == ("0", "mV", "16", "0", "0")
        assert int(first) == units[0, i] and int(total) == checksum(units[:, i])
        signals.append((description, float(gain), units[:, i]))
    return float(rate), signals, [line for line in lines if line.startswith("#")]


def test_wfdb_readers_read_each_page(run):
    release, gaps = run.release("wfdb"), 0
    records = {f"{split}/{name}": split for split in ("train", "val", "test") for name in (release / split / "RECORDS").read_text().split()}
    assert len(records) == len(run.image_pages())
    for row in run.image_pages():
        header = release / row["split"] / f"{row['name']}.hea"
        assert f"{row['split']}/{row['name']}" in records
        rate, signals, comments = read_wfdb(header)
        image = next(line[len("# Image:"):].strip() for line in comments if line.startswith("# Image:"))
        assert rate == float(row["rate_hz"]) and (header.parent / image).read_bytes() == run.page_image(row)
        leads = [lead for lead in run.leads if lead["page"] == row["index"]]
        assert [name for name, _, _ in signals] == [("-" if lead["inverted"] == "1" else "") + lead["lead"]
                                                    + ("-rhythm" if lead["rhythm"] == "1" else "") for lead in leads]
        begin = min(int(lead["first_sample"]) for lead in leads)
        printed = run.signals_of(row)
        for lead, (_, gain, units) in zip(leads, signals):
            at, count = int(lead["first_sample"]) - begin, int(lead["sample_count"])
            assert (units[:at] == GAP).all() and (units[at + count:] == GAP).all()
            if printed:
                millivolts = np.where(units == GAP, np.nan, units / gain)[at:at + count]
                assert np.array_equal(millivolts, printed[lead["name"]], equal_nan=True), lead["name"]
                gaps += np.isnan(millivolts).sum()
    assert gaps > 0


def test_program_prints_its_own_records(tmp_path, run):
    """The release as a source: a page printed from the record of a 12x1 page shows the same signals."""
    release = Path(shutil.copytree(run.release("wfdb"), tmp_path / "release"))
    names = [f"{row['split']}/{row['name']}" for row in run.image_pages() if row["group"] == "all"]
    (release / "LIST").write_text("\n".join(names) + "\n")
    config = tmp_path / "again.yaml"
    config.write_text("source: {kind: wfdb, path: %s}\npages: [{name: a, layouts: [12x1], count: {train: 3, val: 0, test: 0}, "
                      "datasets: [digitization], style: {dpi: 30}}]\n" % (release / "LIST"))
    press.run(["run", "--config", config, "--out", tmp_path / "again"])
    with open(tmp_path / "again" / "release" / "manifest.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert rows
    for row in rows:
        original = run.signals_of({"name": Path(row["record"]).name})
        for path in (tmp_path / "again" / "release" / "digitization-dataset" / row["name"]).glob("*.json"):
            expected = original[re.sub(r"^.*_lead_", f"{Path(row['record']).name}_lead_", path.stem)]
            assert np.array_equal(np.array(json.loads(path.read_text()), float), expected, equal_nan=True), path


# -- all of them ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", BULK)
def test_snippets_of_the_documents_run(run, name):
    """The snippets of docs/formats and of each release's dataset card."""
    for page in (SOURCE / "docs" / "formats" / f"{name}.md", run.release(name) / "README.md"):
        snippets = re.findall(r"^```python\n(.*?)^```", page.read_text(), re.S | re.M)
        assert snippets, page
        for snippet in snippets:
            done = subprocess.run([sys.executable, "-c", snippet], cwd=run.release(name), capture_output=True, text=True, timeout=60)
            assert done.returncode == 0, f"{page}\n{snippet}\n{done.stderr}"


def merge(out, ranks=1, *more, formats=BULK):
    return press.run(["merge", "--out", out, "--format", ",".join(formats), *more], ranks)


def shards_alone(run, out):
    """A run's folder that contains only shards."""
    out.mkdir()
    shutil.copytree(run.out / "shards", out / "shards")
    shutil.copy(run.out / "run.json", out)
    return out


def assert_same_releases(run, out, what, formats=BULK):
    for name in formats:
        press.assert_same_tree(run.release(name), out / f"release-{name}", f"{name}, {what}")


def test_release_is_equal_for_three_ranks(tmp_path, run):
    out = shards_alone(run, tmp_path / "run")
    merge(out, 3)
    assert_same_releases(run, out, "3 ranks")


def test_release_is_equal_for_one_rank_and_another_shard_size(tmp_path, run):
    out = tmp_path / "run"
    press.run(["run", "--config", run.config, "--out", out, "--format", "webdataset,wfdb", "--set", "shard.pages=7"])
    assert_same_releases(run, out, "1 rank, 7 pages a shard", ("webdataset", "wfdb"))
    assert "no problems" in press.run(["verify", run.out])


@pytest.mark.parametrize("name, pattern", [("webdataset", "pages-*.tar"), ("webdataset", "*.idx"), ("hdf5", "index.h5"), ("wfdb", "*/*.dat")])
def test_flipped_bit_is_found(tmp_path, run, name, pattern):
    draw = random.Random(f"{name} {pattern}")
    release = Path(shutil.copytree(run.release(name), tmp_path / "release"))
    victim = draw.choice(sorted(release.glob(pattern)))
    content = bytearray(victim.read_bytes())
    content[draw.randrange(len(content))] ^= 1 << draw.randrange(8)
    victim.write_bytes(content)
    assert victim.name in press.run(["verify", release], code=3), victim


def packed(out, name):
    return out / ("release-packed" if name == "folder" else f"release-{name}-packed")


@pytest.fixture(scope="module")
def packed_run(once, run):
    """The run's folder, with all releases packed."""
    def make(folder):
        merge(shards_alone(run, folder / "run"), 2, *LIMITS, formats=FORMATS)
    return once("formats-bulk-packed", make) / "run"


@pytest.mark.parametrize("name", FORMATS)
def test_tar_and_sha256sum_unpack_the_packed_release(tmp_path, run, packed_run, name):
    folder, release = packed(packed_run, name), run.tree if name == "folder" else run.release(name)
    target = tmp_path / "unpacked"
    target.mkdir()
    archives = sorted(folder.glob("*.tar"))
    assert len(archives) > 1
    for archive in archives:
        members = tarfile.open(archive).getnames()
        assert len(members) <= 60 and archive.stat().st_size <= 8000000
        subprocess.run(["tar", "xf", archive, "-C", target], check=True)
    assert tarfile.open(archives[0]).getnames()[:2] == ["SHA256SUMS", "README.md"]
    press.assert_same_tree(release, target, name)
    for place in (folder, target):
        subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=place, check=True)
    assert {path.name for path in folder.iterdir()} == {"UNPACK.txt", "SHA256SUMS", *(path.name for path in archives)}


def test_packed_releases_are_not_packed_again(tmp_path, packed_run):
    out = Path(shutil.copytree(packed_run, tmp_path / "run"))
    assert "already complete" in merge(out, 1, *LIMITS, formats=FORMATS)
    for name in FORMATS:
        press.assert_same_tree(packed(packed_run, name), packed(out, name), f"{name}, after a second merge")


def test_limits_that_cannot_be_kept_are_named(tmp_path, run):
    out = shards_alone(run, tmp_path / "run")
    text = press.run(["merge", "--out", out, "--format", "webdataset,wfdb", "--max-bytes", "100KB"], code=2)
    assert "leads.csv alone" in text and "release.max_bytes" in text, text
    assert not packed(out, "webdataset").exists()
    assert (out / "release-wfdb/SHA256SUMS").exists(), "a packing that is refused came before a release"
    merge(out, 1, "--max-files", "9", formats=["webdataset"])
    text = press.run(["merge", "--out", out, "--format", "webdataset", "--max-files", "8"], code=2)
    assert "UNPACK.txt" in text and "Remove it" in text, text


def test_packing_for_zenodo_makes_records(tmp_path, run):
    """Each record has at most 100 files with SHA256SUMS and UNPACK.txt. All archives together are the release; verify and repair know them."""
    out = shards_alone(run, tmp_path / "run")
    limits = ["--pack", "zenodo", "--max-files", "5"]
    assert "records" in merge(out, 2, *limits, formats=["folder"])
    folder, target = packed(out, "folder"), tmp_path / "unpacked"
    target.mkdir()
    records = {}
    for archive in sorted(folder.glob("*.tar")):
        record = re.fullmatch(r"part-\d{5}(?:-record-(\d+))?\.tar", archive.name).group(1)
        records.setdefault(int(record or 1), []).append(archive)
        assert len(tarfile.open(archive).getnames()) <= 5
        subprocess.run(["tar", "xf", archive, "-C", target], check=True)
    assert list(records) == list(range(1, len(records) + 1)) and len(records) > 1 and max(map(len, records.values())) == 98
    press.assert_same_tree(out / "release", target, "unpacked")
    subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=folder, check=True)
    assert "already complete" in merge(out, 1, *limits, formats=["folder"])
    victim = records[2][7]
    before, content = victim.read_bytes(), bytearray(victim.read_bytes())
    content[700] ^= 1
    victim.write_bytes(content)
    assert victim.name in press.run(["verify", folder], code=3)
    press.run(["repair", out])
    assert victim.read_bytes() == before and "no problems" in press.run(["verify", folder])
    shutil.rmtree(folder)
    text = merge(out, 1, "--max-files", "10", formats=["folder"])
    assert "A Zenodo record holds 100 files" in text and "--pack zenodo" in text, text


def test_no_more_archives_than_wanted(tmp_path, run):
    out = shards_alone(run, tmp_path / "run")
    merge(out, 2, "--max-archives", "3", formats=["wfdb"])
    sizes = [path.stat().st_size for path in packed(out, "wfdb").glob("*.tar")]
    assert 1 < len(sizes) <= 3 and "no problems" in press.run(["verify", packed(out, "wfdb")])
    shutil.rmtree(packed(out, "wfdb"))
    text = press.run(["merge", "--out", out, "--format", "wfdb", "--max-archives", "2", "--max-files", "3"], code=2)
    assert "release.max_archives is 2" in text and not packed(out, "wfdb").exists(), text


@pytest.mark.slow
def test_killed_merge_continues(tmp_path, run, packed_run):
    """kill -9 of any process after a seeded share of the output. The same command then gives the same release."""
    draw, killed = random.Random(11), 0
    to_write = sum(press.tree_size(packed(packed_run, name)) + press.tree_size(run.release(name)) for name in BULK)
    for number in range(KILLS):
        out = shards_alone(run, tmp_path / f"{number}")
        process = press.start(["merge", "--out", out, "--format", ",".join(BULK), *LIMITS], 2)
        share = 0.9 * (number + draw.random()) / KILLS
        press.wait_until_written(process, share * to_write)
        with press.held(press.ranks_of(process)):
            if candidates := sorted(press.processes_of(process.pid)):
                os.kill(draw.choice(candidates)[0], signal.SIGKILL)
                killed += 1
        case = f"killed with {share:.0%} written"
        assert press.end_session(process), f"{case}: other ranks went on"
        merge(out, draw.choice([1, 2]), *LIMITS)
        assert_same_releases(run, out, case)
        for name in BULK:
            press.assert_same_tree(packed(packed_run, name), packed(out, name), f"{name} packed, {case}")
        shutil.rmtree(out)
    assert killed == KILLS, f"only {killed} of {KILLS} merges were still running when they were to be killed"
