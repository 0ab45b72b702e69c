"""Releases with additional classes and without pages in val, as trainers read them: one run in every format with labels."""

import json
import re
import shutil
from pathlib import Path

import numpy as np
from PIL import Image

import press
import pytest
from planted import rewrite_sums

FORMATS = ["folder", "yolo-seg", "yolo-pose", "yolo-obb", "coco", "nnunet", "webdataset"]
NAMES = ["I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"]
CONFIG = """seed: 5
source: {kind: simulated, records: 12}
oracle: {every: 0}
labels: {rhythm_class: true, pulse_class: true, page_class: true}
pages:
  - {name: flat, layouts: 3x4, rhythm: II, count: {train: 2}, datasets: [detection, segmentation], style: {dpi: 90, pulse: left}}
  - {name: photos, layouts: 3x4, rhythm: II, count: {train: 2, test: 1}, datasets: [detection, segmentation], artifacts: phone-photo,
     style: {dpi: 90, pulse: left}}
"""


@pytest.fixture(scope="module")
def run(once):
    def make(folder):
        (folder / "c.yaml").write_text(CONFIG)
        text = press.run(["run", "--config", folder / "c.yaml", "--out", folder / "run", "--format", ",".join(FORMATS)], 2)
        (folder / "log.txt").write_text(text)
    return once("label-options", make)


def release(run, name):
    return run / "run" / ("release" if name == "folder" else f"release-{name}")


def classes(text):
    return dict((int(number), name) for number, name in re.findall(r"^  (\d+): (\w+)$", text, re.M))


@pytest.mark.parametrize("name", FORMATS)
def test_verify_finds_no_problem(run, name):
    press.run(["verify", release(run, name)])


def test_warnings_name_the_empty_split_once_per_format(run):
    log = (run / "log.txt").read_text()
    for name in FORMATS:
        expected = 0 if name == "webdataset" else 1
        assert log.count(f"The release of format {name} has no page in val") == expected, log


def test_detection_labels_have_the_additional_classes(run):
    root = release(run, "folder") / "detection-dataset"
    yaml = (root / "data.yaml").read_text()
    assert classes(yaml) == dict(enumerate(["lead", *NAMES, "rhythm", "pulse", "page"])) and "\nnc: 16\n" in yaml
    labels = sorted((root / "labels").glob("*.txt"))
    assert len(labels) == 5
    for label in labels:
        lines = np.loadtxt(label, ndmin=2)
        found = lines[:, 0].astype(int)
        assert (found == 0).sum() == 12 and (found == 13).sum() == 1, "the strip is not a lead"
        assert (found == 14).sum() == 4 and (found == 15).sum() == 1, label
        (strip,), (page,) = lines[found == 13], lines[found == 15]
        with Image.open(str(label).replace("/labels/", "/images/").replace(".txt", ".jpg")) as image:
            grey, size = np.asarray(image.convert("L")).astype(int), image.size
        assert max(strip[3:] * size) > 0.5 * max(page[3:] * size), "a strip is as long as the page"
        if size[1] > size[0]:
            continue  # a photograph that is turned
        for x, y, w, h in lines[found == 14, 1:] * [*size, *size]:
            x0, y0, x1, y1 = int(x - w / 2), int(y - h / 2), int(np.ceil(x + w / 2)), int(np.ceil(y + h / 2))
            inside = grey[max(y0, 0):y1, max(x0, 0):x1]
            # The pulse is the darkest there, in the upper half (its top) and at the left and the right end (its feet).
            dark = inside < (inside.min() + np.median(inside)) / 2
            assert dark[:len(dark) // 4].any() and dark[:, :4].any() and dark[:, -4:].any(), label


def test_traces_of_strips_have_their_own_class_in_every_format(run):
    for name in ("yolo-seg", "yolo-pose", "yolo-obb"):
        root = release(run, name)
        assert classes((root / "data.yaml").read_text()) == dict(enumerate([*NAMES, "rhythm"]))
        for label in (root / "labels").rglob("*.txt"):
            found = [line.split()[0] for line in label.read_text().splitlines()]
            assert sorted(map(int, found)) == list(range(13)), label
    instances = json.load(open(release(run, "coco") / "annotations" / "instances_train.json"))
    assert [each["name"] for each in instances["categories"]] == [*NAMES, "rhythm"]
    assert sum(each["category_id"] == 13 for each in instances["annotations"]) == 4
    labels = json.load(open(release(run, "nnunet") / "dataset.json"))["labels"]
    assert labels == {"background": 0, **{name: i + 1 for i, name in enumerate([*NAMES, "rhythm"])}}
    for path in (release(run, "nnunet") / "labelsTr").glob("*.png"):
        assert 13 in np.unique(np.asarray(Image.open(path))), path
    for line in (release(run, "folder") / "metadata.jsonl").read_text().splitlines():
        assert json.loads(line)["objects"]["category"].count(13) == 1


def test_val_always_names_pages(run):
    """As Ultralytics requires: train and val are there, and what val names has images."""
    for name, images in (("folder", None), ("yolo-seg", "images/train"), ("yolo-pose", "images/train"), ("yolo-obb", "images/train")):
        root = release(run, name) / ("detection-dataset" if name == "folder" else "")
        data = dict(re.findall(r"^(train|val|test): (\S+)$", (root / "data.yaml").read_text(), re.M))
        assert data["val"] == data["train"] == (images or "train.txt") and data["test"]
        assert re.search("^# No page is in val", (root / "data.yaml").read_text(), re.M)
        found = (root / data["val"]).read_text().split() if name == "folder" else list((root / data["val"]).glob("*.jpg"))
        assert len(found) == 4
    (fold,) = json.load(open(release(run, "nnunet") / "splits_final.json"))
    assert fold["train"] == fold["val"] and len(fold["val"]) == 4
    assert "No page is in val" in (release(run, "nnunet") / "README.md").read_text()


def test_verify_finds_a_moved_pulse(run, tmp_path):
    root = Path(shutil.copytree(release(run, "folder"), tmp_path / "release"))
    label = root / "detection-dataset" / "labels" / "0_3by4.txt"
    text = label.read_text()
    line = next(line for line in text.splitlines() if line.startswith("14 "))
    words = line.split()
    label.write_text(text.replace(line, " ".join([words[0], f"{float(words[1]) + 0.01:.6f}", *words[2:]])))
    rewrite_sums(root)
    text = press.run(["verify", root], code=3)
    assert "labels/0_3by4.txt" in text and "differs from the boxes" in text, text
