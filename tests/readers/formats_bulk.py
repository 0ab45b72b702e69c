"""The release formats webdataset, hdf5 and wfdb and the packed release, through readers that are not ours: Python's tarfile and
h5py, and the published rules of WebDataset, wids, DALI and WFDB written once more. All of them from one run of the real program."""

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
import time
from pathlib import Path

import h5py
import numpy as np
from PIL import Image

import press

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
MOMENTS = 3
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
    """header(5): the sum of all samples as a signed number of 16 bits."""
    return int(np.sum(samples, dtype=np.int64).astype(np.int16))


class Run:
    """One run with all formats, made once."""

    def __init__(self):
        self.folder = press.Folder()
        self.root = self.folder.__enter__()
        write_source(self.root / "source")
        self.config = self.root / "config.yaml"
        self.config.write_text(CONFIG % (self.root / "source"))
        self.out = self.root / "run"
        press.run(["run", "--config", self.config, "--out", self.out], 2)
        self.tree = self.out / "release"
        with open(self.tree / "manifest.csv", newline="", encoding="utf-8") as file:
            self.pages = list(csv.DictReader(file))
        with open(self.tree / "leads.csv", newline="", encoding="utf-8") as file:
            self.leads = list(csv.DictReader(file))

    def release(self, name):
        return self.out / f"release-{name}"


RUN = Run()


def image_pages():
    return [row for row in RUN.pages if {"digitization", "detection"} & set(row["datasets"].split(";"))]


def page_image(row):
    detection = RUN.tree / "detection-dataset" / "images" / f"{row['name']}.jpg"
    return (detection if detection.exists() else RUN.tree / "digitization-dataset" / row["name"] / f"{row['name']}.jpg").read_bytes()


def signals_of(row):
    """{lead name: millivolts} of a digitization page, NaN in gaps."""
    folder = RUN.tree / "digitization-dataset" / row["name"]
    return {path.stem: np.array(json.loads(path.read_text()), float) for path in folder.glob("*.json")}


# -- webdataset -------------------------------------------------------------------------------------------------------------


def webdataset_samples(tar):
    """WebDataset's rule: members with the same name up to the first dot behind the last slash are a sample, if they follow each
    other; the rest of the name is the key. -> [(sample, {key: bytes})]"""
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


def a_webdataset_loader_reads_the_release():
    release = RUN.release("webdataset")
    crops = {row["name"]: row for row in RUN.leads if set(row["datasets"].split(";")) & {"segmentation", "with-overlap", "without-overlap"}}
    pages = {row["name"]: row for row in image_pages()}
    split_of = {row["index"]: row["split"] for row in RUN.pages}
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
                check_page_sample(row, files, facts)
            else:
                row = crops.pop(name)
                assert split_of[row["page"]] == split
                check_crop_sample(row, files, facts)
    assert not pages and not crops and len(seen) == len(set(seen))
    assert keys == {("pages", ("jpg", "json", "txt", "truth.npz")), ("crops", ("png", "mask.png", "mask.bmp", "json"))}, keys


def check_page_sample(row, files, facts):
    assert facts["split"] == row["split"] and files["jpg"] == page_image(row)
    assert files["truth.npz"] == (RUN.tree / "trace-truth" / f"{row['name']}.npz").read_bytes()
    if "detection" in row["datasets"].split(";"):
        assert files["txt"] == (RUN.tree / "detection-dataset" / "labels" / f"{row['name']}.txt").read_bytes()
    assert facts["record"] == row["record"] and facts["plan"]["index"] == int(row["index"]) and len(facts["leads"]) == int(row["leads"])
    for name, millivolts in signals_of(row).items():
        lead = next(lead for lead in facts["leads"] if lead["name"] == name)
        assert np.array_equal(np.array(lead["signal_mv"], float), millivolts, equal_nan=True)


def check_crop_sample(row, files, facts):
    assert facts["datasets"] == row["datasets"].replace("digitization;", "").split(";")
    place = RUN.tree / "segmentation" if "segmentation" in facts["datasets"] else RUN.tree / "overlap-dataset" / facts["datasets"][0]
    for folder, suffix, key in (("image", "png", "png"), ("mask-png", "png", "mask.png"), ("mask-bmp", "bmp", "mask.bmp")):
        assert files[key] == (place / folder / f"{row['name']}.{suffix}").read_bytes(), (row["name"], key)
    assert facts["signal_mv"] == json.loads((place / "signal-json" / f"{row['name']}.json").read_text())
    assert str(facts["crop_px"][2]) == row["crop_width_px"]
    assert Image.open(io.BytesIO(files["png"])).size == tuple(facts["crop_px"][2:])


def dali_and_wids_find_each_sample():
    """DALI's index as its wds2idx writes it, and wids' list of archives."""
    release, indexed = RUN.release("webdataset"), set()
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


def h5py_sees_one_array():
    """index.h5 gives what all shards give one after the other, from any working directory, and after the folder has moved."""
    shards = sorted((RUN.out / "shards").glob("*.h5"))
    moved = RUN.root / "elsewhere" / "release"
    moved.parent.mkdir()
    shutil.copytree(RUN.release("hdf5"), moved)
    for path in shards:
        assert (moved / "shards" / path.name).read_bytes() == path.read_bytes()
    os.chdir("/")
    with h5py.File(moved / "index.h5", "r") as index:
        opened = [h5py.File(path, "r") for path in shards]
        assert int(index.attrs["first_page"]) == 0 and int(index.attrs["page_count"]) == len(RUN.pages)
        for name in ("format", "version", "fingerprint", "config", "config_sha256"):
            assert index.attrs[name] == opened[0].attrs[name], name
        assert [int(i) for i in index["pages/index"]] == [int(row["index"]) for row in RUN.pages]
        first = np.concatenate([[0]] + [file["pages/first_lead"][1:] - file["pages/first_lead"][:-1] for file in opened]).cumsum()
        assert np.array_equal(index["pages/first_lead"][:], first)
        virtual = columns = 0

        def compare(name, item):
            nonlocal virtual, columns
            group, _, last = name.rpartition("/")
            if not isinstance(item, h5py.Dataset) or last in ("offsets", "first_lead", "shard"):
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
        row = image_pages()[5]  # the three lines of the shard's page
        i = [int(i) for i in index["pages/index"]].index(int(row["index"]))
        o = index["pages/image/offsets"]
        assert index["pages/image/bytes"][o[i]:o[i + 1]].tobytes() == page_image(row)
        for i, number in enumerate(index["pages/shard"]):
            assert index["pages/index"][i] in opened[number]["pages/index"][:]


# -- wfdb -------------------------------------------------------------------------------------------------------------------


def read_wfdb(header):
    """header(5), signal(5): -> rate, [(description, gain, samples)], comments. Written from those pages."""
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


def wfdb_readers_read_each_page():
    release, gaps = RUN.release("wfdb"), 0
    records = {f"{split}/{name}": split for split in ("train", "val", "test") for name in (release / split / "RECORDS").read_text().split()}
    assert len(records) == len(image_pages())
    for row in image_pages():
        header = release / row["split"] / f"{row['name']}.hea"
        assert f"{row['split']}/{row['name']}" in records
        rate, signals, comments = read_wfdb(header)
        image = next(line[len("# Image:"):].strip() for line in comments if line.startswith("# Image:"))
        assert rate == float(row["rate_hz"]) and (header.parent / image).read_bytes() == page_image(row)
        leads = [lead for lead in RUN.leads if lead["page"] == row["index"]]
        assert [name for name, _, _ in signals] == [("-" if lead["inverted"] == "1" else "") + lead["lead"]
                                                    + ("-rhythm" if lead["rhythm"] == "1" else "") for lead in leads]
        begin = min(int(lead["first_sample"]) for lead in leads)
        printed = signals_of(row)
        for lead, (_, gain, units) in zip(leads, signals):
            at, count = int(lead["first_sample"]) - begin, int(lead["sample_count"])
            assert (units[:at] == GAP).all() and (units[at + count:] == GAP).all()
            if printed:
                millivolts = np.where(units == GAP, np.nan, units / gain)[at:at + count]
                assert np.array_equal(millivolts, printed[lead["name"]], equal_nan=True), lead["name"]
                gaps += np.isnan(millivolts).sum()
    assert gaps > 0


def the_program_prints_its_own_records():
    """The release as a source: what it prints of a 12x1 page's record is what that page shows."""
    release = RUN.release("wfdb")
    names = [f"{row['split']}/{row['name']}" for row in image_pages() if row["group"] == "all"]
    (release / "LIST").write_text("\n".join(names) + "\n")
    config = RUN.root / "again.yaml"
    config.write_text("source: {kind: wfdb, path: %s}\npages: [{name: a, layouts: [12x1], count: {train: 3, val: 0, test: 0}, "
                      "datasets: [digitization], style: {dpi: 30}}]\n" % (release / "LIST"))
    press.run(["run", "--config", config, "--out", RUN.root / "again"])
    (release / "LIST").unlink()
    with open(RUN.root / "again" / "release" / "manifest.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert rows
    for row in rows:
        original = signals_of({"name": Path(row["record"]).name})
        for path in (RUN.root / "again" / "release" / "digitization-dataset" / row["name"]).glob("*.json"):
            theirs = original[re.sub(r"^.*_lead_", f"{Path(row['record']).name}_lead_", path.stem)]
            assert np.array_equal(np.array(json.loads(path.read_text()), float), theirs, equal_nan=True), path


# -- all of them ------------------------------------------------------------------------------------------------------------


def the_documents_snippets_run():
    """Those of docs/formats and of each release's own card."""
    for name in BULK:
        for page in (SOURCE / "docs" / "formats" / f"{name}.md", RUN.release(name) / "README.md"):
            snippets = re.findall(r"^```python\n(.*?)^```", page.read_text(), re.S | re.M)
            assert snippets, page
            for snippet in snippets:
                done = subprocess.run([sys.executable, "-c", snippet], cwd=RUN.release(name), capture_output=True, text=True, timeout=60)
                assert done.returncode == 0, f"{page}\n{snippet}\n{done.stderr}"


def merge(out, ranks=1, *more, formats=BULK):
    return press.run(["merge", "--out", out, "--format", ",".join(formats), *more], ranks)


def shards_alone(name):
    """A run's folder with shards and nothing else."""
    out = RUN.root / name
    out.mkdir()
    shutil.copytree(RUN.out / "shards", out / "shards")
    shutil.copy(RUN.out / "run.json", out)
    return out


def assert_same_releases(out, what, formats=BULK):
    for name in formats:
        press.assert_same_tree(RUN.release(name), out / f"release-{name}", f"{name}, {what}")


def bytes_are_equal_for_any_ranks_and_shards():
    out = shards_alone("alone")
    merge(out)
    assert_same_releases(out, "1 rank")
    shutil.rmtree(out)
    other = RUN.root / "other"
    press.run(["run", "--config", RUN.config, "--out", other, "--format", "webdataset,wfdb", "--set", "shard.pages=7"])
    assert_same_releases(other, "7 pages a shard", ("webdataset", "wfdb"))
    assert "all is well" in press.run(["verify", RUN.out])


def a_flipped_bit_is_found():
    draw = random.Random(3)
    for name, pattern in (("webdataset", "pages-*.tar"), ("webdataset", "*.idx"), ("hdf5", "index.h5"), ("wfdb", "*/*.dat")):
        release = RUN.root / "damaged"
        shutil.copytree(RUN.release(name), release)
        victim = draw.choice(sorted(release.glob(pattern)))
        content = bytearray(victim.read_bytes())
        content[draw.randrange(len(content))] ^= 1 << draw.randrange(8)
        victim.write_bytes(content)
        assert victim.name in press.run(["verify", release], code=3), victim
        shutil.rmtree(release)


def packed(out, name):
    return out / ("release-packed" if name == "folder" else f"release-{name}-packed")


def tar_and_sha256sum_unpack_the_packed_release():
    merge(RUN.out, 2, *LIMITS, formats=FORMATS)
    for name in FORMATS:
        folder, release = packed(RUN.out, name), RUN.tree if name == "folder" else RUN.release(name)
        target = RUN.root / f"unpacked-{name}"
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
    assert "complete already" in merge(RUN.out, 1, *LIMITS)


def limits_that_cannot_be_kept_are_told():
    out = shards_alone("limits")
    text = press.run(["merge", "--out", out, "--format", "webdataset,wfdb", "--max-bytes", "100KB"], code=2)
    assert "leads.csv alone" in text and "release.max_bytes" in text, text
    assert not packed(out, "webdataset").exists()
    assert (out / "release-wfdb/SHA256SUMS").exists(), "a packing that is refused came before a release"
    merge(out, 1, "--max-files", "9", formats=["webdataset"])
    text = press.run(["merge", "--out", out, "--format", "webdataset", "--max-files", "8"], code=2)
    assert "UNPACK.txt" in text and "remove it" in text, text


def killed_merges_go_on():
    """kill -9 of any process at a seeded moment, then the same command: as if nothing had been."""
    draw, killed = random.Random(11), 0
    undisturbed = shards_alone("undisturbed")
    begin = time.monotonic()
    merge(undisturbed, 3, *LIMITS)
    lasts_s = time.monotonic() - begin
    assert_same_releases(undisturbed, "3 ranks")
    for moment in range(MOMENTS):
        out = shards_alone(f"killed{moment}")
        process = press.start(["merge", "--out", out, "--format", ",".join(BULK), *LIMITS], 2)
        waited_s = lasts_s * (moment + draw.random()) / MOMENTS
        time.sleep(waited_s)
        candidates = press.processes_of(process.pid)
        if candidates:
            os.kill(draw.choice(sorted(candidates))[0], signal.SIGKILL)
            killed += 1
        else:
            lasts_s = waited_s  # the machine is faster now
        assert press.end_session(process), f"moment {moment}: ranks waited for ever"
        merge(out, draw.choice([1, 2]), *LIMITS)
        assert_same_releases(out, f"killed at moment {moment}")
        for name in BULK:
            press.assert_same_tree(packed(RUN.out, name), packed(out, name), f"{name} packed, killed at moment {moment}")
        shutil.rmtree(out)
    assert killed >= 2, f"only {killed} merges were still running when they were to be killed"


try:
    press.main([a_webdataset_loader_reads_the_release, dali_and_wids_find_each_sample, h5py_sees_one_array, wfdb_readers_read_each_page,
                the_program_prints_its_own_records, the_documents_snippets_run, bytes_are_equal_for_any_ranks_and_shards, a_flipped_bit_is_found,
                tar_and_sha256sum_unpack_the_packed_release, limits_that_cannot_be_kept_are_told, killed_merges_go_on])
finally:
    RUN.folder.__exit__()
