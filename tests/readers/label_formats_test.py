"""Reads the release formats yolo-seg, yolo-pose, yolo-obb, coco and nnunet by the rules of Ultralytics, the COCO API and nnU-Net
(implemented here), and compares them with the masks and the trace truth of the `folder` release of the same run."""

import csv
import json
import math
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
from PIL import Image

import press
import pytest

SOURCE = Path(__file__).resolve().parents[2]
CONFIG = Path(__file__).with_name("label_formats.yaml")
LEADS = ["I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"]
FORMATS = ["yolo-seg", "yolo-pose", "yolo-obb", "coco", "nnunet"]
SPLITS = ["train", "val", "test"]


def recordings(folder):
    """Simulated recordings as a PTB-XL tree; every third one has gaps in four of its leads."""
    press.run(["simulate", folder, "--records", 40])
    for number, hea in enumerate(sorted((folder / "records500").rglob("*.hea"))):
        if number % 3:
            continue
        samples = np.fromfile(hea.with_suffix(".dat"), "<i2").reshape(-1, 12)
        for lead in (1, 3, 6, 10):
            samples[:200 + 40 * lead, lead] = samples[1500:1900, lead] = -32768
        samples.tofile(hea.with_suffix(".dat"))
        lines = hea.read_text().splitlines()
        for i in range(12):
            words = lines[i + 1].split()
            words[5], words[6] = str(samples[0, i]), str((int(samples[:, i].sum(dtype=int)) + 32768) % 65536 - 32768)
            lines[i + 1] = " ".join(words)
        hea.write_text("\n".join(lines) + "\n")


def command(verb, out, root, *more):
    return [verb, "--config", CONFIG, "--out", out, "--set", f"source.path={root}", *more]


class Pages:
    """A run with all five formats and `folder`, and the pages according to the `folder` release."""

    def __init__(self, root):
        self.root, self.out = root, root / "run"
        self.truth = self.out / "release"

    def make(self):
        recordings(self.root / "source")
        press.run(command("run", self.out, self.root / "source", "--format", ",".join(["folder", *FORMATS])), 2)

    def read(self):
        self.rows = {row["name"]: row for row in table(self.truth / "manifest.csv")}
        self.leads = {name: [] for name in self.rows}
        for lead in table(self.truth / "leads.csv"):
            self.leads[lead["name"].rsplit("_lead_", 1)[0]].append(lead)
        self.shown = {name for name, row in self.rows.items() if {"detection", "digitization"} & set(row["datasets"].split(";"))}
        self.masked = {name for name in self.shown if self.rows[name]["group"] != "bare"}
        self.coverages = {}

    def release(self, name):
        return self.out / f"release-{name}"

    def size(self, page):
        return int(self.rows[page]["width_px"]), int(self.rows[page]["height_px"])

    def place(self, page):
        """The page's subfolder in the folders of the release."""
        return f"{int(self.rows[page]['index']) // 6:06}"

    def npz(self, page):
        return np.load(self.truth / "trace-truth" / self.place(page) / f"{page}.npz")

    def coverage(self, page, k):
        """Mean coverage of each pixel of the page by its k-th lead; None if the lead has no ink."""
        if (page, k) not in self.coverages:
            lead = self.leads[page][k]
            parts = ("segmentation", "overlap-dataset/with-overlap", "overlap-dataset/without-overlap")
            paths = [self.truth / part / "mask-png" / self.place(page) / f"{lead['name']}.png" for part in parts]
            path = next((path for path in paths if path.exists()), None)
            full = None
            if path:
                mask, columns = np.asarray(Image.open(path)).astype(int), int(lead["mask_columns_per_px"])
                mask = mask.reshape(len(mask), -1, columns).sum(axis=2) // columns
                x, y = int(lead["crop_x_px"]), int(lead["crop_y_px"])
                full = np.zeros(self.size(page)[::-1], np.uint8)
                full[y:y + mask.shape[0], x:x + mask.shape[1]] = mask
            self.coverages[page, k] = full
        return self.coverages[page, k]

    def ink(self, page):
        """The leads with foreground: (position on the page, class 0-11, foreground)."""
        found = []
        for k, lead in enumerate(self.leads[page]):
            coverage = self.coverage(page, k)
            if coverage is not None and (coverage >= 128).any():
                found.append((k, LEADS.index(lead["lead"]), coverage >= 128))
        return found


def table(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def pages(once):
    pages = Pages(once("label-formats", lambda folder: Pages(folder).make()))
    pages.read()
    return pages


def yolo(pages, name, columns=None):
    """As Ultralytics' check_det_dataset, img2label_paths and verify_image_label: page -> [[class, numbers ...]], and data.yaml."""
    data_yaml = pages.release(name) / "data.yaml"
    data = {}
    for line in data_yaml.read_text().splitlines():
        if match := re.fullmatch(r"(\w+): *([^#]*?) *(#.*)?", line):
            data[match[1]] = match[2].strip('"')
    assert re.findall(r"^  (\d+): (\w+)$", data_yaml.read_text(), re.M) == [(str(i), lead) for i, lead in enumerate(LEADS)]
    root, labels = Path(data["path"] or data_yaml.parent), {}
    for split in SPLITS:
        # As Ultralytics searches a folder: all files with an image's suffix (IMG_FORMATS).
        images = [path for path in (root / data[split]).rglob("*.*") if path.suffix in (".jpg", ".jpeg", ".png", ".bmp")]
        assert images, f"{name}: {split} is empty"
        for image in images:
            before, after = str(image).rsplit("/images/", 1)
            label = Path(f"{before}/labels/{after}").with_suffix(".txt")
            with Image.open(image) as picture:
                picture.verify()
                assert picture.format == "JPEG" and picture.size == pages.size(image.stem)
            assert image.read_bytes()[-2:] == b"\xff\xd9"
            lines = [[float(number) for number in line.split()] for line in label.read_text().strip().splitlines()]
            assert len(lines) == len({tuple(line) for line in lines}), f"{label} has a line twice"
            for line in lines:
                assert columns in (None, len(line)) and len(line) > 6 and line[0] in range(12), label
                assert 0 <= min(line[1:]) and (max(line[1:]) <= 1 or name == "yolo-pose"), label
            assert image.parent.name == pages.place(image.stem) and image.stem not in labels and pages.rows[image.stem]["split"] == split
            labels[image.stem] = lines
    return labels, data


def filled(polygon, width, height):
    """The pixels whose centres are inside by the even-odd rule."""
    toggles = np.zeros((height, width + 1), np.uint8)
    for (x0, y0), (x1, y1) in zip(polygon, np.roll(polygon, -1, axis=0)):
        low, high = sorted((y0, y1))
        for row in range(math.ceil(low - 0.5), math.ceil(high - 0.5)):
            x = x0 + (row + 0.5 - y0) * (x1 - x0) / (y1 - y0)
            toggles[row, min(max(math.ceil(x - 0.5), 0), width)] ^= 1
    return (np.cumsum(toggles, axis=1) % 2)[:, :width].astype(bool)


def test_yolo_seg_polygons_are_the_masks(pages):
    """With fewer than 1,000 points each. Outlines that would have more are reduced: their points are middles of pixel edges. That
    is enough for columns. Traces of 10 s, here one pixel wide and noisy, would need more."""
    labels, _ = yolo(pages, "yolo-seg")
    assert labels.keys() == pages.masked
    parts = reduced = 0
    for page, lines in labels.items():
        width, height = pages.size(page)
        ink = pages.ink(page)
        assert [line[0] for line in lines] == [label for _, label, _ in ink], page
        for line, (k, _, expected) in zip(lines, ink):
            polygon = np.array(line[1:]).reshape(-1, 2) * (width, height)
            assert len(polygon) < 1000
            halves = np.round(2 * polygon).astype(int)  # the numbers have six decimals
            found = filled(halves / 2, width, height)
            if (halves % 2).any():
                share = (found & expected).sum() / (found | expected).sum()
                seconds = int(pages.leads[page][k]["sample_count"]) / float(pages.rows[page]["rate_hz"])
                least = 0.99 if seconds < 10 else 0.9
                assert share >= least, f"{page}, lead {k}: {share:.4f} of its {expected.sum()} pixels, {len(polygon)} points"
                reduced += 1
            else:
                assert np.array_equal(found, expected), f"{page}, lead {k}: {(found ^ expected).sum()} pixels differ"
            parts += len(np.unique(halves, axis=0)) < len(halves)
    assert reduced > 3, "hardly an outline is long"
    assert parts > 10, "hardly a trace is broken or has a hole"


def drawing_from_image(truth, x, y):
    """The warp's bilinear map according to docs/formats/release.md; the identity on a page without a warp."""
    if "warp" not in truth:
        return x, y
    nodes = truth["warp"] / 1024
    column, row = min(int(x // 16), nodes.shape[1] - 2), min(int(y // 16), nodes.shape[0] - 2)
    u, v = x / 16 - column, y / 16 - row
    upper = nodes[row, column] * (1 - u) + nodes[row, column + 1] * u
    lower = nodes[row + 1, column] * (1 - u) + nodes[row + 1, column + 1] * u
    return tuple(upper * (1 - v) + lower * v)


def expect_key_points(pages, page, k, points):
    """`points`: x, y in pixels (centres at integers) and visibility, of one lead."""
    lead, truth, (width, height) = pages.leads[page][k], pages.npz(page), pages.size(page)
    near = 0.02 + max(width, height) * 1e-6
    begin, end = truth["sample_offsets"][k:k + 2]
    x, y, flags = truth["sample_x_px"][begin:end], truth["sample_y_px"][begin:end], truth["sample_flags"][begin:end]
    there = np.nonzero(~np.isnan(x))[0]
    assert all(-0.5 <= px <= width - 0.5 and -0.5 <= py <= height - 0.5 for px, py, v in points if v > 0)
    name = [float(lead[f"name_{edge}_px"]) for edge in ("x0", "y0", "x1", "y1")]
    if name[2] > name[0]:
        assert abs(points[0][0] - (name[0] + name[2] - 1) / 2) < near and abs(points[0][1] - (name[1] + name[3] - 1) / 2) < near
    assert points[0][2] == (2 if name[2] > name[0] else 0)
    for sample, point in ((there[0], points[1]), (there[-1], points[2])):
        inside = -0.5 <= x[sample] <= width - 0.5 and -0.5 <= y[sample] <= height - 0.5
        assert point[2] == (0 if not inside else 2 if flags[sample] & 7 == 7 else 1), (page, k)
        assert not inside or (abs(point[0] - x[sample]) < near and abs(point[1] - y[sample]) < near)
    for sample, drawn_x, point in ((there[0], 0, points[3]), (there[-1], int(lead["sample_count"]) - 1, points[4])):
        if point[2] == 0:
            continue
        assert point[2] == (2 if flags[sample] & 2 else 1)
        drawn = drawing_from_image(truth, point[0], point[1])
        expected = float(lead["first_x_px"]) + drawn_x * float(lead["px_per_s"]) / float(pages.rows[page]["rate_hz"])
        assert abs(drawn[0] - expected) < 3 * near and abs(drawn[1] - float(lead["baseline_y_px"])) < 3 * near, (page, k)


def leads_with_boxes(pages, page):
    return [k for k, lead in enumerate(pages.leads[page]) if float(lead["box_x1_px"]) > float(lead["box_x0_px"])]


def test_yolo_pose_points_are_the_truth(pages):
    labels, data = yolo(pages, "yolo-pose", 5 + 5 * 3)
    assert data["kpt_shape"] == "[5, 3]" and "flip_idx" not in data and labels.keys() == pages.shown
    visibilities = {0: 0, 1: 0, 2: 0}
    for page, lines in labels.items():
        width, height = pages.size(page)
        leads = leads_with_boxes(pages, page)
        assert [line[0] for line in lines] == [LEADS.index(pages.leads[page][k]["lead"]) for k in leads]
        for line, k in zip(lines, leads):
            lead = pages.leads[page][k]
            box = [float(lead[f"box_{edge}_px"]) for edge in ("x0", "y0", "x1", "y1")]
            x, y, w, h = line[1] * width, line[2] * height, line[3] * width, line[4] * height
            assert np.abs(np.array([x - w / 2, y - h / 2, x + w / 2, y + h / 2]) - box).max() < 0.01
            assert min(line[1] - line[3] / 2, line[2] - line[4] / 2) > -1e-9
            assert max(line[1] + line[3] / 2, line[2] + line[4] / 2) < 1 + 1e-9
            points = np.array(line[5:]).reshape(5, 3)
            assert points[:, :2].max() <= 1 and not points[points[:, 2] == 0].any()
            for visibility in points[:, 2]:
                visibilities[int(visibility)] += 1
            expect_key_points(pages, page, k, points * (width, height, 1) - (0.5, 0.5, 0))
    assert min(visibilities.values()) > 0, visibilities


def least_area(points):
    """The smallest area of all rectangles around points, in steps of a quarter of a degree."""
    angles = np.radians(np.arange(0, 90, 0.25))[:, None]
    u = np.cos(angles) * points[:, 0] + np.sin(angles) * points[:, 1]
    v = np.cos(angles) * points[:, 1] - np.sin(angles) * points[:, 0]
    return (np.ptp(u, axis=1) * np.ptp(v, axis=1)).min()


def test_yolo_obb_boxes_are_tight_and_turn_with_the_page(pages):
    labels, _ = yolo(pages, "yolo-obb", 9)
    assert labels.keys() == pages.shown
    turned = upright = 0
    for page, lines in labels.items():
        size, truth, leads = pages.size(page), pages.npz(page), leads_with_boxes(pages, page)
        assert [line[0] for line in lines] == [LEADS.index(pages.leads[page][k]["lead"]) for k in leads]
        for line, k in zip(lines, leads):
            corners = np.array(line[1:]).reshape(4, 2) * size
            sides = np.roll(corners, -1, axis=0) - corners
            lengths = np.linalg.norm(sides, axis=1)
            following = np.roll(sides, -1, axis=0)
            right_angles = np.abs((sides * following).sum(axis=1)) / lengths / np.roll(lengths, -1)
            assert right_angles.max() < 0.02 / lengths.min() + 1e-3, (page, k)
            assert (sides[:, 0] * following[:, 1] - sides[:, 1] * following[:, 0] > 0).all(), "not clockwise"
            begin, end = (drawing_from_image(truth, *(corner - 0.5)) for corner in corners[:2])
            assert end[0] - begin[0] > abs(end[1] - begin[1]), "the first side does not go along time"
            outline = truth["outline_px"][k] + 0.5 if "outline_px" in truth else None
            if outline is None:
                assert np.ptp(corners[:, 0]) == np.ptp(corners[:2, 0]) and corners[0, 1] == corners[1, 1]
            elif (outline >= 0).all() and (outline <= size).all() and sides[0, 1] != 0:
                assert lengths[0] * lengths[1] <= least_area(outline) * 1.001 + 0.1, (page, k)
                turned += 1
            coverage = pages.coverage(page, k) if page in pages.masked else None
            if coverage is None:
                continue
            y, x = np.nonzero(coverage >= 128)
            along = ((np.stack([x, y], 1) + 0.5 - corners[0]) @ sides[0]) / lengths[0]
            across = ((np.stack([x, y], 1) + 0.5 - corners[0]) @ sides[1]) / lengths[1]
            # Resampled ink extends half a pixel beyond the image of its outline.
            assert min(along.min(), across.min()) > -0.6 and along.max() < lengths[0] + 0.6 and across.max() < lengths[1] + 0.6
            if outline is None:
                y, x = np.nonzero(coverage > 0)
                along, across = x + 0.5 - corners[0, 0], y + 0.5 - corners[0, 1]
                assert along.min() < 1.6 and across.min() < 1.6, (page, k)
                assert along.max() > lengths[0] - 1.6 and across.max() > lengths[1] - 1.6, (page, k)
                upright += 1
    assert turned > 20 and upright > 20, (turned, upright)


def decoded(segmentation):
    """Decodes run lengths as the COCO API's rleFrString and rleDecode do."""
    height, width = segmentation["size"]
    runs, value, shift = [], 0, 0
    for code in (ord(letter) - 48 for letter in segmentation["counts"]):
        assert 0 <= code < 64
        value |= (code & 31) << shift
        shift += 5
        if not code & 32:
            value -= (code & 16) << shift - 4
            runs.append(value + (runs[-2] if len(runs) > 2 else 0))
            value = shift = 0
    assert sum(runs) == width * height and min(runs[1:]) > 0
    return np.repeat(np.arange(len(runs)) % 2, runs).reshape(width, height).T.astype(bool)


def test_coco_instances_are_the_masks(pages):
    release, seen, ids = pages.release("coco"), set(), set()
    for split in SPLITS:
        instances = json.loads((release / "annotations" / f"instances_{split}.json").read_text())
        assert list(instances) == ["info", "licenses", "images", "annotations", "categories"]
        assert [(c["id"], c["name"]) for c in instances["categories"]] == list(enumerate(LEADS, 1))
        assert all(len(c["keypoints"]) == 5 and np.max(c["skeleton"]) <= 5 for c in instances["categories"])
        of_image = {}
        for annotation in instances["annotations"]:
            assert annotation["id"] > 0 and annotation["id"] not in ids
            ids.add(annotation["id"])
            of_image.setdefault(annotation["image_id"], []).append(annotation)
        assert of_image.keys() == {image["id"] for image in instances["images"]}
        for image in instances["images"]:
            path = release / "images" / split / image["file_name"]
            with Image.open(path) as picture:
                assert picture.size == (image["width"], image["height"]) == pages.size(path.stem)
            row = pages.rows[path.stem]
            assert row["split"] == split and int(row["index"]) == image["id"]
            stated = {name: value for name, value in image.items() if name not in ("id", "file_name", "width", "height")}
            assert {"record", "patient", "group", "layout", "age", "superclasses"} <= stated.keys()
            assert all(row[name] == str(value) for name, value in stated.items()), (stated, row)
            seen.add(path.stem)
            ink = pages.ink(path.stem)
            assert [a["category_id"] - 1 for a in of_image[image["id"]]] == [label for _, label, _ in ink]
            for annotation, (k, _, expected) in zip(of_image[image["id"]], ink):
                assert np.array_equal(decoded(annotation["segmentation"]), expected), (path.stem, k)
                y, x = np.nonzero(expected)
                assert annotation["bbox"] == [x.min(), y.min(), np.ptp(x) + 1, np.ptp(y) + 1]
                assert annotation["area"] == len(x) and annotation["iscrowd"] == 0
                points = np.array(annotation["keypoints"]).reshape(5, 3)
                assert annotation["num_keypoints"] == (points[:, 2] > 0).sum()
                expect_key_points(pages, path.stem, k, points)
    assert seen == pages.masked


def test_coco_api_reads_the_instances(pages):
    COCO = pytest.importorskip("pycocotools.coco", reason="needs pycocotools").COCO
    for split in SPLITS:
        coco = COCO(pages.release("coco") / "annotations" / f"instances_{split}.json")
        for image in coco.loadImgs(coco.getImgIds()):
            ink = pages.ink(Path(image["file_name"]).stem)
            annotations = coco.loadAnns(sorted(coco.getAnnIds(image["id"])))
            assert len(annotations) == len(ink)
            for annotation, (_, _, expected) in zip(annotations, ink):
                assert np.array_equal(coco.annToMask(annotation), expected)


def test_nnunet_accepts_the_dataset(pages):
    """The rules of nnU-Net's verify_dataset_integrity and of its data loader's splits."""
    release = pages.release("nnunet")
    dataset = json.loads((release / "dataset.json").read_text())
    assert {"channel_names", "labels", "numTraining", "file_ending"} <= dataset.keys()
    assert list(dataset["labels"].items()) == [("background", 0)] + [(lead, i) for i, lead in enumerate(LEADS, 1)]
    assert dataset["overwrite_image_reader_writer"] == "NaturalImage2DIO" and dataset["file_ending"] == ".png"
    cases = {}
    for part, splits in (("Tr", ("train", "val")), ("Ts", ("test",))):
        images = sorted(path.name for path in (release / f"images{part}").iterdir())
        names = {name[:-len("_0000.png")] for name in images}
        assert images == sorted(f"{name}_0000.png" for name in names)
        assert {path.name[:-len(".png")] for path in (release / f"labels{part}").iterdir()} == names
        assert names == {name for name in pages.masked if pages.rows[name]["split"] in splits}
        cases[part] = names
        for name in names:
            expect_nnunet_case(pages, release, part, name, len(dataset["channel_names"]))
    assert dataset["numTraining"] == len(cases["Tr"])
    splits = json.loads((release / "splits_final.json").read_text())
    assert len(splits) == 1 and list(splits[0]) == ["train", "val"]
    for split in ("train", "val"):
        assert splits[0][split] and len(splits[0][split]) == len(set(splits[0][split]))
        assert set(splits[0][split]) == {name for name in cases["Tr"] if pages.rows[name]["split"] == split}


def expect_nnunet_case(pages, release, part, name, channels):
    pixels = np.asarray(Image.open(release / f"images{part}" / f"{name}_0000.png"))
    label = np.asarray(Image.open(release / f"labels{part}" / f"{name}.png"))
    assert label.ndim == 2 and label.dtype == np.uint8 and pixels.shape == (*label.shape, channels)
    jpeg = next((pages.release("coco") / "images").rglob(f"{name}.jpg"))
    assert np.array_equal(pixels, np.asarray(Image.open(jpeg)))
    expected, most = np.zeros(label.shape, np.uint8), np.zeros(label.shape, np.uint8)
    for k, lead in enumerate(pages.leads[name]):
        coverage = pages.coverage(name, k)
        if coverage is not None:
            wins = (coverage >= 128) & (coverage >= most)
            expected[wins], most[wins] = LEADS.index(lead["lead"]) + 1, coverage[wins]
    assert np.array_equal(label, expected), name


@pytest.mark.parametrize("name", FORMATS)
def test_release_verifies_and_keeps_its_patients_apart(pages, name):
    splits = {}
    for row in table(pages.release(name) / "manifest.csv"):
        assert splits.setdefault(row["patient"], row["split"]) == row["split"]
    assert len(splits) > 5
    press.run(["verify", pages.release(name)])


def test_bytes_do_not_depend_on_ranks_or_shards(tmp_path, pages):
    press.run(command("run", tmp_path / "run", pages.root / "source", "--set", "shard.pages=7", "--format", ",".join(FORMATS)))
    for name in FORMATS:
        press.assert_same_tree(pages.release(name), tmp_path / "run" / f"release-{name}", f"{name}, 1 rank, 7 pages a shard")


def test_killed_merge_continues(tmp_path, pages):
    """kill -9 of all ranks when at least one part of a format is complete."""
    out = tmp_path / "run"
    merge = command("merge", out, pages.root / "source", "--format", ",".join(FORMATS))
    shutil.copytree(pages.out / "shards", out / "shards")
    shutil.copy(pages.out / "run.json", out)
    in_time = 0
    for name in ("yolo-seg", "coco", "nnunet"):  # the other two YOLO formats are written in the same way
        release = out / f"release-{name}"
        process = press.start(merge, 2)
        press.wait_for(lambda: any((release / ".merge").glob("*.sums")), process)
        press.kill_session(process)
        in_time += not (release / "SHA256SUMS").exists()
    assert in_time > 0, "every format was complete before its merge was killed"
    press.run(merge, 3)
    for name in FORMATS:
        press.assert_same_tree(pages.release(name), out / f"release-{name}", f"{name}, killed and continued")


def test_run_without_masks_names_what_is_missing(tmp_path):
    config, out = tmp_path / "bare.yaml", tmp_path / "bare"
    config.write_text("source: {kind: simulated, records: 10}\npages:\n"
                      "  - {name: bare, layouts: [3x1], count: 1, datasets: [detection], style: {dpi: 50}}\n")
    text = press.run(["run", "--config", config, "--out", out, "--format", "coco"], code=2)
    assert "has coco" in text and "datasets" in text and "segmentation" in text, text
    assert not (out / "release-coco" / "SHA256SUMS").exists()


@pytest.mark.parametrize("name", FORMATS)
def test_snippets_of_the_documents_run(pages, name):
    """The Python code of each release's README.md, and that of its page in docs/formats whose first line names the format."""
    documents = "".join((SOURCE / "docs" / "formats" / f"{page}.md").read_text() for page in ("yolo", "coco", "nnunet"))
    snippets = re.compile(r"^```python\n(.*?)^```", re.S | re.M)
    found = snippets.findall((pages.release(name) / "README.md").read_text())
    found += [snippet for snippet in snippets.findall(documents) if snippet.startswith(f"# {name}\n")]
    assert len(found) == 2, name
    for snippet in found:
        done = subprocess.run([sys.executable, "-c", snippet], cwd=pages.release(name), capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, f"{snippet}\n{done.stderr}"
