"""Reads the demo release with common readers: PIL, NumPy, OpenCV, h5py, a YOLO loader, code like that of the published
framework, and the Python snippets of README.md and docs/output.md."""

import csv
import json
import os
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import numpy as np
from PIL import Image

import press
import pytest

SOURCE = Path(__file__).resolve().parents[2]
NAMES = ["lead", "I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"]


class Demo:
    """The demo's run, in the folder that the documents use."""

    def __init__(self, root):
        self.root = root
        self.run = root / "demo"
        self.release = self.run / "release"

    def manifest(self):
        with open(self.release / "manifest.csv", newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def crop_folders(self):
        return [folder for folder in (self.release / "segmentation", self.release / "overlap-dataset" / "with-overlap",
                                      self.release / "overlap-dataset" / "without-overlap") if folder.is_dir()]


@pytest.fixture(scope="module")
def demo(once):
    config = SOURCE / "config" / "demo.yaml"
    return Demo(once("demo", lambda folder: press.run(["run", "--config", config, "--out", folder / "demo"], 2)))


def check_det_dataset(data_yaml):
    """Reads data.yaml by Ultralytics' rules (ultralytics/data/utils.py), from any folder: split -> list file, names."""
    import yaml
    data = yaml.safe_load(data_yaml.read_text(encoding="utf-8"))
    assert {"path", "train", "val", "test", "names"} <= data.keys(), data
    assert list(data["names"]) == list(range(data["nc"])) and all(isinstance(name, str) for name in data["names"].values())
    root = Path(data["path"] or data_yaml.parent)
    assert root.exists() or root.is_absolute(), "would be sought in the trainer's own folder of datasets"
    return {split: (root / data[split]).resolve() for split in ("train", "val", "test")}, data["names"]


def image_files(list_file):
    """The images of a list (BaseDataset.get_img_files): "./" at the start of a line is the list's own folder."""
    lines = list_file.read_text(encoding="utf-8").strip().splitlines()
    return sorted(x.replace("./", f"{list_file.parent}{os.sep}") if x.startswith("./") else x for x in lines)


def label_file(image):
    """img2label_paths: the last /images/ becomes /labels/."""
    return "/labels/".join(image.rsplit("/images/", 1)).rsplit(".", 1)[0] + ".txt"


def verify_image_label(image_path, label_path, classes):
    """Checks an image and its labels as a trainer does, but stricter: no label outside 0 ... 1, no duplicates."""
    with Image.open(image_path) as image:
        image.verify()
        assert image.format == "JPEG" and min(image.size) > 9, image_path
    assert Path(image_path).read_bytes()[-2:] == b"\xff\xd9", image_path
    with open(label_path, encoding="utf-8") as file:
        rows = [line.split() for line in file.read().strip().splitlines() if line]
    assert rows and all(len(row) == 5 for row in rows), label_path
    labels = np.array(rows, dtype=np.float32)
    assert labels.min() >= 0 and labels[:, 1:].max() <= 1 and labels[:, 3:].min() > 0, label_path
    assert labels[:, 0].max() < classes and len(np.unique(labels, axis=0)) == len(labels), label_path
    low, high = labels[:, 1:3] - labels[:, 3:] / 2, labels[:, 1:3] + labels[:, 3:] / 2
    assert low.min() >= 0 and high.max() <= 1, label_path
    for row in rows:  # exact comparison of the written values
        for centre, extent in ((row[1], row[3]), (row[2], row[4])):
            assert 0 <= 2 * Decimal(centre) - Decimal(extent) and 2 * Decimal(centre) + Decimal(extent) <= 2, row
    return labels


def test_yolo_trainer_reads_the_detection_dataset_from_anywhere(demo, monkeypatch):
    given = demo.release / "detection-dataset" / "data.yaml"
    pages = {row["name"] for row in demo.manifest() if "detection" in row["datasets"].split(";")}
    for start, data_yaml in (("/", given), (demo.root, Path("demo/release/detection-dataset/data.yaml")),
                             (given.parent, Path("data.yaml"))):
        monkeypatch.chdir(start)
        lists, names = check_det_dataset(data_yaml)
        assert [names[i] for i in range(13)] == NAMES
        seen = []
        for split, list_file in lists.items():
            images = image_files(list_file)
            assert images, f"{split} is empty"
            seen += [Path(image).stem for image in images]
            classes = {int(label) for image in images
                       for label in verify_image_label(image, label_file(image), len(names))[:, 0]}
            assert len(classes) > 3, classes
        assert sorted(seen) == sorted(pages)


def test_pil_and_numpy_read_pages_and_signals(demo):
    checked = 0
    for row in demo.manifest():
        folder = demo.release / "digitization-dataset" / row["name"]
        if "digitization" not in row["datasets"].split(";"):
            assert not folder.exists()
            continue
        pixels = np.asarray(Image.open(folder / f"{row['name']}.jpg"))
        assert pixels.shape == (int(row["height_px"]), int(row["width_px"]), 3)
        signals = sorted(folder.glob(f"{row['name']}_lead_*.json"))
        assert len(signals) == int(row["leads"])
        for path in signals:
            millivolts = np.array(json.loads(path.read_text()), dtype=float)
            assert millivolts.ndim == 1 and np.nanmax(np.abs(millivolts)) < 10
        checked += 1
    assert checked > 5


def test_pil_reads_crops_and_masks(demo):
    """Mask PNG is 8-bit grey, mask BMP is 1 and 0 for NumPy and white on black for viewers."""
    assert len(demo.crop_folders()) == 3
    for folder in demo.crop_folders():
        names = sorted(path.stem for path in (folder / "image").rglob("*.png"))
        assert names
        for part, suffix in (("mask-png", ".png"), ("mask-bmp", ".bmp"), ("signal-json", ".json")):
            assert names == sorted(path.stem for path in (folder / part).rglob(f"*{suffix}")), part
        for name in names:
            image = Image.open(folder / "image" / f"{name}.png")
            png, bmp = Image.open(folder / "mask-png" / f"{name}.png"), Image.open(folder / "mask-bmp" / f"{name}.bmp")
            assert image.mode == "RGB" and png.mode == "L" and image.size == png.size == bmp.size
            grey, binary = np.asarray(png), np.asarray(bmp)
            assert np.array_equal(binary.astype(np.uint8), (grey >= 128).astype(np.uint8)), name
            assert np.array_equal(np.asarray(bmp.convert("L")) == 255, grey >= 128), name


def test_opencv_reads_everything(demo):
    cv2 = pytest.importorskip("cv2", reason="needs Python's OpenCV")
    for path in sorted(demo.release.rglob("*")):
        if path.suffix not in (".jpg", ".png", ".bmp"):
            continue
        pixels = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
        assert pixels is not None, path
        if path.suffix == ".bmp":
            grey = cv2.imread(str(path.parent.parent / "mask-png" / f"{path.stem}.png"), cv2.IMREAD_UNCHANGED)
            binary = pixels if pixels.ndim == 2 else pixels[:, :, 0]
            assert np.array_equal(binary == 255, grey >= 128), path


def test_h5py_reads_what_the_release_holds(demo):
    import h5py
    checked = 0
    for path in sorted((demo.run / "shards").glob("*.h5")):
        with h5py.File(path, "r") as shard:
            offsets = shard["pages/label/offsets"][:]
            images = shard["pages/image/offsets"][:]
            for i, index in enumerate(shard["pages/index"][:]):
                row = demo.manifest()[int(index)]
                if "detection" not in row["datasets"].split(";"):
                    continue
                label = bytes(shard["pages/label/bytes"][offsets[i]:offsets[i + 1]])
                image = bytes(shard["pages/image/bytes"][images[i]:images[i + 1]])
                place = demo.release / "detection-dataset"
                assert label == (place / "labels" / f"{row['name']}.txt").read_bytes()
                assert image == (place / "images" / f"{row['name']}.jpg").read_bytes()
                checked += 1
    assert checked > 5


def test_snippets_of_the_documents_run(demo):
    checked = 0
    text = "".join((SOURCE / page).read_text() for page in ("README.md", "docs/output.md"))
    for snippet in re.findall(r"^```python\n(.*?)^```", text, re.S | re.M):
        package = os.environ.get("ECGPRESS_PYTHON_PATH", "") if "import ecgpress" in snippet else ""
        if "import ecgpress" in snippet and not package:
            continue  # this build has no module
        done = subprocess.run([sys.executable, "-c", snippet], cwd=SOURCE if package else demo.root, capture_output=True, text=True,
                              env={**os.environ, "PYTHONPATH": package}, timeout=60)
        assert done.returncode == 0 and done.stdout, f"{snippet}\n{done.stderr}"
        checked += 1
    assert checked >= 2


def test_plan_knows_the_number_of_files(demo):
    text = press.run(["plan", "--config", SOURCE / "config" / "demo.yaml"])
    files = [path for path in demo.release.rglob("*") if path.is_file()]
    fullest = max(sum(1 for _ in folder.iterdir()) for folder in demo.release.rglob("*") if folder.is_dir())
    assert f" in {len(files)} files, at most {fullest} in a folder" in text, (len(files), fullest, text)


def test_every_key_is_in_the_reference(demo):
    """The tables of docs/configuration.md list each key of the effective configuration."""
    page = (SOURCE / "docs" / "configuration.md").read_text()
    tables = "\n".join(line for line in page.splitlines() if line.startswith("|"))

    def walk(value, path):
        if isinstance(value, dict) and value:
            for key, item in value.items():
                yield from walk(item, (*path, key))
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            yield from walk(value[0], path)
        else:
            yield path

    checked = 0
    for path in walk(json.loads((demo.run / "run.json").read_text())["config"], ()):
        if path and path[0] != "layouts":
            names = [key for key in path if key not in ("3x1", "3x4", "6x2", "12x1", "train", "val", "test")]
            assert re.search(rf"`[^`|]*\b{re.escape(names[-1])}\b[^`|]*`", tables), ".".join(path)
            checked += 1
    assert checked > 40
