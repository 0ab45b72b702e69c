"""Turned photographs with an EXIF orientation: what readers that apply the tag and readers that ignore it see."""

import csv

import cv2
import numpy as np
from PIL import Image, ImageOps

import press

CONFIG = """
seed: 3
source: {kind: simulated, records: 10}
oracle: {every: 0}
release: {formats: [folder]}
presets: {held: {camera_pose: {tilt_degrees: 0, roll_degrees: 0}}}
pages:
  - {name: turned, layouts: [3x4], count: {train: 40}, datasets: [detection], artifacts: held, style: {dpi: 50}, jpeg: {exif_orientation: %s}}
"""
ORIENTATION = 0x0112  # JEITA CP-3451


def pages_of(folder, tagged):
    (folder / "c.yaml").write_text(CONFIG % str(tagged).lower())
    out = folder / f"run-{tagged}"
    press.run(["run", "--config", folder / "c.yaml", "--out", out])
    with open(out / "release/manifest.csv", newline="", encoding="utf-8") as file:
        sizes = {row["name"]: (int(row["width_px"]), int(row["height_px"])) for row in csv.DictReader(file)}
    return {out / f"release/detection-dataset/images/{name}.jpg": size for name, size in sizes.items()}


def test_labels_are_those_of_the_stored_pixels(tmp_path):
    tagged, plain = pages_of(tmp_path, True), pages_of(tmp_path, False)
    seen = set()
    for (file, size), other in zip(tagged.items(), plain):
        with Image.open(file) as image:
            orientation = image.getexif().get(ORIENTATION, 1)
            upright = ImageOps.exif_transpose(image).size
        with Image.open(other) as image:
            assert ORIENTATION not in image.getexif()
        seen.add(orientation)
        stored = cv2.imread(str(file), cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION)
        assert stored.shape[1::-1] == size  # the labels' frame
        assert np.array_equal(stored, cv2.imread(str(other)))  # the tag changes no pixel
        shown = cv2.imread(str(file))
        assert shown.shape[1::-1] == upright
        turns = {1: 0, 8: 1, 3: 2, 6: 3}[orientation]  # counter-clockwise
        assert np.array_equal(shown, np.rot90(stored, turns)), orientation
        assert shown.shape[1] > shown.shape[0]  # upright pages are wide
    assert len(seen) >= 3, seen
