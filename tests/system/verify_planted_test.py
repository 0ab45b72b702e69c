"""verify finds wrong labels that no checksum shows: each file of each release of a run, in every format, is compared with what a
merge of the shards would write. Every fault here leaves a release whose checksums fit its files."""

import json
import re
import shutil
import subprocess
import tarfile
from pathlib import Path

import press
import pytest
from planted import list_again, rewrite_sums

CONFIG = Path(__file__).with_name("planted.yaml")
FORMATS = ["folder", "yolo-seg", "yolo-pose", "yolo-obb", "coco", "nnunet", "webdataset", "hdf5", "wfdb"]


def release_of(run, release_format):
    return run / ("release" if release_format == "folder" else f"release-{release_format}")


@pytest.fixture(scope="session")
def planted_run(once):
    """A run with a release in every format."""
    return once("planted", lambda folder: press.run(["run", "--config", CONFIG, "--out", folder / "run"], 2)) / "run"


@pytest.fixture
def copy(planted_run, tmp_path):
    shutil.copytree(planted_run, tmp_path / "run")
    return tmp_path / "run"


# ---- ways to change a file; each returns nothing and must change something ----

def swap(one, other):
    one_data, other_data = one.read_bytes(), other.read_bytes()
    assert one_data != other_data, (one, other)
    one.write_bytes(other_data)
    other.write_bytes(one_data)


def edit(path, change):
    """Replaces the text of a file by change(text)."""
    text = path.read_text()
    changed = change(text)
    assert changed != text, f"{path} is unchanged"
    path.write_text(changed)


def edit_json(path, change):
    """The same for its value, which `change` changes in place, written as the program writes JSON."""
    text = path.read_text()
    value = json.loads(text)
    change(value)
    assert json.loads(text) != value, f"{path} is unchanged"
    path.write_text(json.dumps(value, indent=2) + "\n" if text.startswith("{\n") else json.dumps(value, separators=(",", ":")))


def nth(text, pattern, replacement, count=1):
    return re.sub(pattern, replacement, text, count=count, flags=re.MULTILINE)


def shifted(text, line, column, by):
    """A text of lines of numbers with one number changed."""
    lines = [row.split(" ") for row in text.splitlines()]
    lines[line][column] = f"{float(lines[line][column]) + by:.6f}"
    return "\n".join(" ".join(row) for row in lines) + "\n"


def with_class(text, line, label_class):
    lines = [row.split(" ") for row in text.splitlines()]
    lines[line][0] = str(label_class)
    return "\n".join(" ".join(row) for row in lines) + "\n"


def lines_moved(text):
    lines = text.splitlines(keepends=True)
    return "".join([*lines[1:], lines[0]])


def cell(text, row, column, change):
    """A CSV without quotes with one cell changed."""
    lines = [line.split(",") for line in text.splitlines()]
    place = lines[0].index(column)
    lines[row + 1][place] = change(lines[row + 1][place])
    return "\n".join(",".join(line) for line in lines) + "\n"


def files(release, pattern):
    """The files of a kind, sorted."""
    found = sorted(release.glob(pattern))
    assert found, f"{release} has no {pattern}"
    return found


def flip_pixel(path):
    from PIL import Image
    image = Image.open(path)
    x, y = image.width // 2, image.height // 2
    value = image.getpixel((x, y))
    image.putpixel((x, y), tuple(255 - v for v in value) if isinstance(value, tuple) else (1 if value == 0 else 0))
    image.save(path)


def tar_with(path, member_suffix, change):
    """Rewrites an archive with the first member of a kind changed to the same length."""
    data = bytearray(path.read_bytes())
    with tarfile.open(path) as tar:
        member = next(m for m in tar if m.name.endswith(member_suffix))
        begin = member.offset_data
        content = bytes(data[begin:begin + member.size])
    changed = change(content)
    assert len(changed) == len(content) and changed != content
    data[begin:begin + len(content)] = changed
    path.write_bytes(data)


def digit_changed(content, key):
    """Another last digit of the first number behind a JSON key."""
    found = re.search(rb'"' + key + rb'":\[?-?[0-9.]*[0-9]', content)
    last = found.end() - 1
    return content[:last] + (b"1" if content[last:last + 1] != b"1" else b"2") + content[last + 1:]


def other_last_pixel(bmp):
    return bmp[:-4] + (b"\1" if bmp[-4:-3] == b"\0" else b"\0") + bmp[-3:]


def h5_edit(path, name, change):
    import h5py
    with h5py.File(path, "r+") as file:
        values = file[name][...]
        before = values.copy()
        change(values)
        assert (values != before).any()
        file[name][...] = values


def add_to(values, place, by):
    values[place] += by


def wfdb_signal(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 4
    path.write_bytes(data)


def longer_zst(path):
    """One more frame, which readers pass over (RFC 8878, section 3.1.2)."""
    path.write_bytes(path.read_bytes() + b"\x50\x2a\x4d\x18\x04\0\0\0more")


# ---- the faults: format, what is wrong, the change, which returns the files that verify must name ----

def one(pattern, place, change):
    """A change of one file: change(path)."""
    def plant(release):
        path = files(release, pattern)[place]
        change(path)
        return [path]
    return plant


def two(pattern, first, second):
    """Two files exchanged."""
    def plant(release):
        paths = files(release, pattern)[first], files(release, pattern)[second]
        swap(*paths)
        return paths
    return plant


def text_of(pattern, place, change):
    return one(pattern, place, lambda path: edit(path, change))


def json_of(pattern, place, change):
    return one(pattern, place, lambda path: edit_json(path, change))


def swapped_signals(release):
    """The same wrong signals in both datasets: each agrees with the other."""
    changed = []
    for folder in ("digitization-dataset/*", "segmentation/signal-json"):
        paths = [files(release, f"{folder}/4_3*_lead_{lead}.json")[0] for lead in (1, 2)]
        swap(*paths)
        changed += paths
    return changed


def moved_box(release):
    """A box that is wrong in the label and in leads.csv."""
    import csv
    with open(release / "leads.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    row = next(i for i, lead in enumerate(rows) if lead["page"] == "5")
    edit(release / "leads.csv", lambda text: cell(text, row, "box_x0_px", lambda x: str(float(x) - 2)))
    label = files(release, "detection-dataset/labels/5_*.txt")[0]
    edit(label, lambda text: shifted(text, 0, 1, -0.003))
    return [release / "leads.csv", label]


def other_split(release):
    """A page of train in val, in every list of it."""
    train, val = (release / f"detection-dataset/{split}.txt" for split in ("train", "val"))
    line = train.read_text().splitlines(keepends=True)[0]
    edit(train, lambda text: text.replace(line, "", 1))
    edit(val, lambda text: text + line)
    return [train, val]


def coco_annotation(change, split="train"):
    return json_of(f"annotations/instances_{split}.json", 0, lambda value: change(value["annotations"]))


def other_run_length(annotations):
    counts = annotations[3]["segmentation"]["counts"]
    annotations[3]["segmentation"]["counts"] = counts[:-1] + ("1" if counts[-1] != "1" else "2")


def set_in(key, value, place=0):
    def change(annotations):
        annotations[place][key] = value(annotations[place][key]) if callable(value) else value
    return change


def surplus_file(release):
    path = release / "labels" / "train" / "99_3by1.txt"
    path.write_text("0 0.5 0.5 0.1 0.1\n")
    list_again(release, path.relative_to(release), "labels/train/")
    return [path]


def lost_file(release):
    path = files(release, "labels/*/*.txt")[-1]
    list_again(release, path.relative_to(release), "")
    path.unlink()
    return [path]


FAULTS = [
    ("folder", "two labels exchanged", two("detection-dataset/labels/*.txt", 0, 1)),
    ("folder", "a box shifted by 2 px",
     text_of("detection-dataset/labels/*.txt", 2, lambda t: shifted(t, 0, 1, 0.004))),
    ("folder", "the name of another lead", text_of("detection-dataset/labels/*.txt", 3, lambda t: with_class(t, 1, 9))),
    ("folder", "lines of a label in another order", text_of("detection-dataset/labels/*.txt", 4, lines_moved)),
    ("folder", "a box and its row", moved_box),
    ("folder", "two signals exchanged", two("digitization-dataset/0_*/*_lead_*.json", 0, 1)),
    ("folder", "signals exchanged in both datasets", swapped_signals),
    ("folder", "one sample changed", json_of("segmentation/signal-json/*.json", 0, lambda v: add_to(v, 7, 0.05))),
    ("folder", "two images of pages exchanged", two("digitization-dataset/[12]_*/*.jpg", 0, 1)),
    ("folder", "two crops exchanged", two("segmentation/image/1_*_lead_[12].png", 0, 1)),
    ("folder", "a pixel of a mask", one("segmentation/mask-png/*.png", 5, flip_pixel)),
    ("folder", "two masks exchanged", two("segmentation/mask-bmp/2_*.bmp", 0, 1)),
    ("folder", "two visible masks exchanged", two("overlap-dataset/*/mask-visible/*.png", 0, 1)),
    ("folder", "two overlap masks exchanged", two("overlap-masks/*.png", 0, 1)),
    ("folder", "two trace truths exchanged", two("trace-truth/*.npz", 0, 1)),
    ("folder", "a page in another list", other_split),
    ("folder", "names of classes in another order",
     text_of("detection-dataset/data.yaml", 0, lambda t: nth(t, "1: I$", "1: II"))),
    ("folder", "a line of metadata", text_of("metadata.jsonl", 0, lines_moved)),
    ("folder", "a value of the manifest",
     text_of("manifest.csv", 0, lambda t: cell(t, 3, "patient", lambda x: x + "1"))),
    ("folder", "a compressed manifest", one("manifest.csv.zst", 0, longer_zst)),
    ("folder", "a count", text_of("logs.json", 0, lambda t: nth(t, '"pages": (\\d)', '"pages": 1\\1'))),
    ("folder", "the text of the card", text_of("README.md", 0, lambda t: t.replace("simulated", "measured", 1))),
    ("folder", "a description", text_of("croissant.json", 0, lambda t: t.replace("ECG image", "EEG image", 1))),
    ("yolo-seg", "two labels exchanged", two("labels/*/*.txt", 0, 1)),
    ("yolo-seg", "a corner shifted", text_of("labels/*/*.txt", 2, lambda t: shifted(t, 0, 3, 0.01))),
    ("yolo-seg", "another class", text_of("labels/*/*.txt", 3, lambda t: with_class(t, 0, 7))),
    ("yolo-seg", "names of classes in another order", text_of("data.yaml", 0, lambda t: nth(t, "3: aVR", "3: aVL"))),
    ("yolo-seg", "a lost label", lost_file),
    ("yolo-pose", "a key point shifted", text_of("labels/*/*.txt", 0, lambda t: shifted(t, 0, 5, 0.01))),
    ("yolo-pose", "a visibility", text_of("labels/*/*.txt", 1, lambda t: nth(t, " 2( |$)", r" 1\1"))),
    ("yolo-pose", "the shape of key points", text_of("data.yaml", 0, lambda t: t.replace("[5, 3]", "[3, 5]"))),
    ("yolo-pose", "a surplus label", surplus_file),
    ("yolo-pose", "two images exchanged", two("images/train/*.jpg", 0, 1)),
    ("yolo-obb", "a corner shifted", text_of("labels/*/*.txt", 0, lambda t: shifted(t, 1, 2, -0.02))),
    ("yolo-obb", "two leads exchanged", text_of("labels/*/*.txt", 1, lines_moved)),
    ("yolo-obb", "a split in data.yaml",
     text_of("data.yaml", 0, lambda t: t.replace("val: images/val", "val: images/train"))),
    ("yolo-obb", "a value of leads.csv",
     text_of("leads.csv", 0, lambda t: cell(t, 4, "crop_width_px", lambda x: str(int(x) + 1)))),
    ("coco", "a category", coco_annotation(set_in("category_id", lambda x: x % 12 + 1, 2))),
    ("coco", "a run length", coco_annotation(other_run_length, "val")),
    ("coco", "a key point", coco_annotation(lambda a: add_to(a[0]["keypoints"], 3, 2), "test")),
    ("coco", "the size of an image in the manifest",
     text_of("manifest.csv", 0, lambda t: cell(t, 0, "width_px", lambda x: str(int(x) + 1)))),
    ("coco", "two images exchanged", two("images/train/*.jpg", 0, 1)),
    ("nnunet", "two label maps exchanged", two("labelsTr/*.png", 0, 1)),
    ("nnunet", "a label of a pixel", one("labelsTr/*.png", 2, flip_pixel)),
    ("nnunet", "a pixel of an image", one("imagesTr/*.png", 3, flip_pixel)),
    ("nnunet", "ids of labels", json_of("dataset.json", 0, lambda v: v["labels"].update(I=2, II=1))),
    ("nnunet", "a validation case", json_of("splits_final.json", 0, lambda v: v[0]["val"].append(v[0]["train"].pop()))),
    ("nnunet", "a line of metadata", text_of("metadata.jsonl", 0, lambda t: nth(t, '"train"', '"val"'))),
    ("webdataset", "a label in an archive",
     one("pages-train-*.tar", 0, lambda p: tar_with(p, ".txt", lambda c: c[:3] + b"9" + c[4:]))),
    ("webdataset", "a box in an archive",
     one("pages-val-*.tar", 0, lambda p: tar_with(p, ".json", lambda c: digit_changed(c, b"box_px")))),
    ("webdataset", "the number of a lead in an archive of crops",
     one("crops-train-*.tar", 0, lambda p: tar_with(p, ".json", lambda c: digit_changed(c, b"number")))),
    ("webdataset", "a mask in an archive of crops",
     one("crops-val-*.tar", 0, lambda p: tar_with(p, ".mask.bmp", other_last_pixel))),
    ("webdataset", "an index of an archive", text_of("pages-test-*.idx", 0, lambda t: nth(t, "jpg (\\d)", "jpg 1\\1"))),
    ("webdataset", "the index of archives",
     json_of("pages-train.json", 0, lambda v: v["shardlist"][0].update(nsamples=1))),
    ("hdf5", "a box in a shard",
     one("shards/*.h5", 0, lambda p: h5_edit(p, "leads/box_px", lambda v: add_to(v, (0, 0), -2)))),
    ("hdf5", "a signal in a shard",
     one("shards/*.h5", 1, lambda p: h5_edit(p, "leads/number", lambda v: add_to(v, 0, 1)))),
    ("hdf5", "a split in the index", one("index.h5", 0, lambda p: h5_edit(p, "pages/seed", lambda v: add_to(v, 0, 1)))),
    ("wfdb", "a gain", text_of("train/*.hea", 0, lambda t: nth(t, r"(\d)\(", r"\g<1>1("))),
    ("wfdb", "names of signals", text_of("train/*.hea", 1, lambda t: nth(t, r" V(\d)$", r" V1\1"))),
    ("wfdb", "a sample", one("val/*.dat", 0, wfdb_signal)),
    ("wfdb", "two records exchanged", two("train/*.dat", 2, 3)),
    ("wfdb", "a list of records", text_of("train/RECORDS", 0, lines_moved)),
]


def expect_named(run, names, ranks=1):
    text = press.run(["verify", run], ranks, code=3)
    lines = text.splitlines()
    missing = [name for name in names if not any(name in line for line in lines)]
    assert not missing, f"{len(missing)} of {len(names)} planted faults are not named: {missing}\n{text[-6000:]}"
    return text


def test_untouched_run_verifies(planted_run):
    for ranks in (1, 3):
        text = press.run(["verify", planted_run], ranks)
        assert "no problems" in text


@pytest.mark.parametrize("ranks", [1, 2])
def test_every_planted_fault_is_named(copy, ranks):
    """All at once, in different files. The digests of each release are computed again."""
    names, touched = [], {}
    for release_format, what, plant in FAULTS:
        release = release_of(copy, release_format)
        try:
            paths = plant(release)
        except Exception as error:
            raise AssertionError(f"{release_format}, {what}: the fault cannot be planted") from error
        for path in paths:
            name = str(Path(path).relative_to(release))
            assert name not in touched.setdefault(release_format, set()), f"{what}: {name} is changed twice"
            touched[release_format].add(name)
            names.append(name if release_format == "folder" else f"{release.name}/{name}")
    for release_format in touched:
        rewrite_sums(release_of(copy, release_format))
    expect_named(copy, names, ranks)


@pytest.mark.parametrize("release_format", FORMATS)
def test_release_of_another_seed_is_found(copy, tmp_path, release_format):
    other = tmp_path / "other"
    press.run(["run", "--config", CONFIG, "--out", other, "--format", release_format, *press.settings("seed=42")])
    release = release_of(copy, release_format)
    shutil.rmtree(release)
    shutil.copytree(release_of(other, release_format), release)
    expect_named(copy, ["logs.json"])


def test_settings_that_the_files_do_not_follow(copy):
    release = release_of(copy, "yolo-seg")
    edit(release / "logs.json", lambda text: text.replace('"title": "ECG image dataset"', '"title": "Other"'))
    rewrite_sums(release)
    expect_named(copy, ["release-yolo-seg/logs.json"])


def test_release_with_its_own_settings_verifies(copy):
    """merge writes a release with other settings than run.json's: verify takes them from its logs.json."""
    shutil.rmtree(release_of(copy, "coco"))
    press.run(["merge", "--out", copy, "--config", CONFIG, "--format", "coco",
               *press.settings("release.pages_per_folder=2", "release.title=Mine", "release.pixel_digest=true")])
    assert "no problems" in press.run(["verify", copy])


def test_sample_says_what_it_leaves_out(copy):
    text = press.run(["verify", "--sample", "3", copy])
    assert "not checked" in text and "annotations/instances_train.json" in text
    edit_json(release_of(copy, "nnunet") / "dataset.json", lambda value: value["labels"].update(I=2, II=1))
    rewrite_sums(release_of(copy, "nnunet"))
    text = press.run(["verify", "--sample", "3", copy], 2, code=3)
    assert "release-nnunet/dataset.json" in text


def test_unreadable_shard_is_a_problem_and_the_rest_goes_on(copy):
    import h5py
    path = sorted((copy / "shards").glob("*.h5"))[1]
    with h5py.File(path, "r") as shard:
        place = shard["pages/image/bytes"].id.get_chunk_info(0).byte_offset + 200
    data = bytearray(path.read_bytes())
    data[place] ^= 8
    path.write_bytes(data)
    label = files(release_of(copy, "yolo-pose"), "labels/*/0_*.txt")[0]
    edit(label, lambda text: shifted(text, 0, 5, 0.01))
    rewrite_sums(release_of(copy, "yolo-pose"))
    for ranks in (1, 2):
        text = press.run(["verify", copy], ranks, code=3)
        assert path.name in text and label.name in text and "cannot be compared" in text


def test_temporary_folder_that_cannot_be_written_ends_with_exit_code_4(planted_run, tmp_path):
    """Nothing is wrong with the run then, and nothing is known to be right."""
    for ranks in (1, 2):
        text = press.run(["verify", planted_run], ranks, code=4, environment={"TMPDIR": tmp_path / "nowhere"})
        assert "cannot create a temporary folder" in text, text
    # A limit of a file's size acts like a full disk, and only on what is written.
    line = ["sh", "-c", 'ulimit -f 4; exec "$@"', "sh", *press.command(["verify", planted_run], 1, {"TMPDIR": tmp_path})]
    done = subprocess.run(line, capture_output=True, text=True, timeout=press.TIME_LIMIT_S)
    assert done.returncode == 4, done.stdout + done.stderr
    assert f"cannot write {tmp_path}/ecgpress-verify-" in done.stderr and "TMPDIR can name another folder" in done.stderr, done.stderr
    assert not list(tmp_path.iterdir())


def test_no_temporary_folder_is_left(copy, tmp_path):
    place = tmp_path / "temporary"
    place.mkdir()
    press.run(["verify", copy], environment={"TMPDIR": place})
    assert not list(place.iterdir())
