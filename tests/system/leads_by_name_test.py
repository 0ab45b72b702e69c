"""Leads are found by name: class 4 marks aVR's ink and class 5 aVL's. This is checked with aVR = -(I + II) / 2 and
aVL = I - II / 2 (Goldberger 1942) on the masks and signals of the release."""

import csv
import json
from pathlib import Path

import numpy as np
from PIL import Image

import press

CONFIG = Path(__file__).with_name("every_layout.yaml")
LEADS = ["I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"]


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def signal(release, name):
    return np.array(json.loads((release / "segmentation" / "signal-json" / f"{name}.json").read_text()))


def from_mask(release, row):
    """Millivolts read from the mask's column centres; NaN where there is no ink."""
    mask = np.asarray(Image.open(release / "segmentation" / "mask-png" / f"{row['name']}.png")).astype(float)
    ink = mask.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        centre = (mask * np.arange(mask.shape[0])[:, None]).sum(axis=0) / ink
    return (float(row["baseline_y_px"]) - float(row["crop_y_px"]) - centre) / float(row["px_per_mv"])


def check_page(release, leads):
    one, two = signal(release, leads["I"]["name"]), signal(release, leads["II"]["name"])
    expected = {"III": two - one, "aVR": -(one + two) / 2, "aVL": one - two / 2, "aVF": two - one / 2}
    ink = {name: from_mask(release, row) for name, row in leads.items()}
    length = min(len(values) for values in ink.values())
    for name, values in expected.items():
        error = np.abs(signal(release, leads[name]["name"]) - values)
        assert error.max() <= 0.0021, f"{leads[name]['name']}: off its rule by {error.max():.4f} mV"
        first = {"I": ink["I"][:length], "II": ink["II"][:length]}
        derived = {"III": first["II"] - first["I"], "aVR": -(first["I"] + first["II"]) / 2,
                   "aVL": first["I"] - first["II"] / 2, "aVF": first["II"] - first["I"] / 2}[name]
        good = np.isfinite(derived) & np.isfinite(ink[name][:length])
        similar = np.corrcoef(derived[good], ink[name][:length][good])[0, 1]
        assert similar > 0.95, f"{leads[name]['name']}: its ink is not {name} (correlation {similar:.3f})"


def check_classes(release, page, leads):
    """The class of each name belongs to the trace next to it."""
    label = release / "detection-dataset" / "labels" / f"{page['name']}.txt"
    width, height = float(page["width_px"]), float(page["height_px"])
    names = {}
    for line in label.read_text().splitlines():
        number, x, y, _, _ = line.split()
        if number != "0":
            names[LEADS[int(number) - 1]] = float(x) * width, float(y) * height
    assert names.keys() == set(LEADS), names.keys()
    for name, (x, y) in names.items():
        baseline = {lead: float(row["baseline_y_px"]) for lead, row in leads.items()}
        above = [(abs(baseline[lead] - y - 10 * float(page["px_per_mm"])), lead) for lead in LEADS]
        assert min(above)[1] == name, f"{page['name']}: the name {name} stands beside {min(above)[1]}"


def check(tmp_path, *source):
    settings = press.settings(*source, "pages.plain.layouts=[12x1]", "pages.plain.count=10")
    press.run(["run", "--config", CONFIG, "--out", tmp_path / "run", *settings], 2)
    release, checked = tmp_path / "run" / "release", 0
    for page in rows(release / "manifest.csv"):
        leads = {row["lead"]: row for row in rows(release / "leads.csv") if row["page"] == page["index"]}
        if page["group"] == "plain" and page["record"] != "00162_hr":  # its aVR and aVF violate the equation at 9 samples
            check_page(release, leads)
            check_classes(release, page, leads)
            checked += 1
    assert checked >= 9


def test_simulated_records(tmp_path):
    check(tmp_path)


def test_real_records(tmp_path, ptbxl):
    check(tmp_path, "source.kind=ptb-xl", f"source.path={ptbxl}")
