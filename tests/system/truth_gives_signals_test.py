"""Trace truth, read independently (NumPy), reproduces each signal and agrees with the masks. Masks of all settings agree with
each other."""

import csv
import json
from pathlib import Path

import numpy as np
from PIL import Image

import press
import pytest

CONFIG = Path(__file__).with_name("every_layout.yaml")
PLACES = {"segmentation": "segmentation", "with-overlap": "overlap-dataset/with-overlap",
          "without-overlap": "overlap-dataset/without-overlap"}


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


class Truth:
    """The arrays of one lead."""

    def __init__(self, file, number):
        i = int(np.flatnonzero(file["number"] == number)[0])
        samples, columns = file["sample_offsets"][i:i + 2], file["column_offsets"][i:i + 2]
        self.x, self.y = file["sample_x_px"][slice(*samples)], file["sample_y_px"][slice(*samples)]
        self.column_y, self.steep = file["column_y_px"][slice(*columns)], file["column_steep"][slice(*columns)]
        self.columns = file["first_column"][i] + np.arange(len(self.column_y))
        self.crop = file["crop_px"][i]
        self.millivolts = (file["baseline_y_px"][i] - self.y) / file["px_per_mv"][i]
        self.px_per_mv = file["px_per_mv"][i]


def check_signal(truth, signal, name):
    signal = np.array([np.nan if value is None else value for value in signal])
    assert truth.millivolts.shape == signal.shape, name
    assert np.array_equal(np.isnan(signal), np.isnan(truth.millivolts)), name
    assert np.nanmax(np.abs(signal - truth.millivolts), initial=0) * truth.px_per_mv < 1e-3, name


def check_columns(truth, name):
    """The trace's y at column centres is on the straight lines between the samples."""
    there = np.isfinite(truth.x)
    expected = np.interp(truth.columns, truth.x[there], truth.y[there])
    known = np.isfinite(truth.column_y)
    assert known.sum() > 10 and np.abs(truth.column_y - expected)[known].max() < 0.05, name
    if there.all():
        assert known.all(), name


def read(folder, kind, name, suffix="png"):
    return np.asarray(Image.open(folder / kind / f"{name}.{suffix}")).astype(int)


def check_mask(truth, row, mask, name):
    """Where the trace is not steep, the centre of the mask's ink is on it."""
    columns = int(row["mask_columns_per_px"])
    assert mask.shape == (int(row["crop_height_px"]), int(row["crop_width_px"]) * columns), name
    if columns > 1:
        mask = mask.reshape(mask.shape[0], -1, columns).mean(axis=2)
    inside = (truth.columns >= truth.crop[0] + 3) & (truth.columns < truth.crop[0] + truth.crop[2] - 3)
    beside = np.convolve(truth.steep, np.ones(7), "same") > 0
    calm = inside & ~beside & np.isfinite(truth.column_y)
    ink = mask[:, truth.columns[calm] - truth.crop[0]]
    height = truth.column_y[calm] - truth.crop[1]
    shown = (ink.sum(axis=0) > 0) & (height > 3) & (height < mask.shape[0] - 4)
    centre = (ink * np.arange(mask.shape[0])[:, None]).sum(axis=0)[shown] / ink.sum(axis=0)[shown]
    error = np.abs(centre - height[shown])
    assert error.max(initial=0) < 2.5, f"{name}: {error.max():.2f} px"
    return error


def check_visible(folder, name, printed):
    visible = read(folder, "mask-visible", name)
    whole = read(folder, "mask-png", name)
    if printed:
        assert visible.shape == whole.shape and (visible <= whole).all(), name
    return int((visible > 0).sum())


def check_release(tmp_path, *settings):
    press.run(["run", "--config", CONFIG, "--out", tmp_path / "run", *press.settings(*settings)], 2)
    release, errors, checked = tmp_path / "run" / "release", [], 0
    pages = {row["index"]: row for row in rows(release / "manifest.csv")}
    for row in rows(release / "leads.csv"):
        page, name = pages[row["page"]], row["name"]
        if not page["datasets"]:  # excluded by caps
            continue
        truth = Truth(np.load(release / "trace-truth" / f"{page['name']}.npz"), int(row["number"]))
        check_columns(truth, name)
        for dataset in filter(PLACES.get, row["datasets"].split(";")):
            place = release / PLACES[dataset]
            check_signal(truth, json.loads((place / "signal-json" / f"{name}.json").read_text()), name)
            errors.append(check_mask(truth, row, read(place, "mask-png", name), name))
            if (place / "mask-visible" / f"{name}.png").exists():
                check_visible(place, name, row["mask_line_width_px"] == row["line_width_px"]
                              and row["mask_columns_per_px"] == "1")
            checked += 1
    errors = np.concatenate(errors)
    print(f"  {checked} crops, {errors.size} calm columns: mean {errors.mean():.3f} px, max {errors.max():.3f} px")
    assert checked > 100 and errors.size > 20 * checked and errors.mean() < 0.25
    measured = [float(page["oracle_samples_db"]) for page in pages.values() if page["oracle_samples_db"]]
    assert measured and min(measured) >= 60, measured
    report = press.run(["verify", "--oracle", release])
    assert "oracle    samples" in report and "no problems" in report, report


@pytest.mark.parametrize("settings", [
    pytest.param([], id="as_printed"),
    pytest.param(["pages.plain.mask={line_width_mm: 0.05, columns_per_px: 4, visible: true, overlap: true}",
                  "pages.rhythm.mask={visible: true, columns_per_px: 2}"], id="thin_lines_and_all_layers")])
def test_simulated_records(tmp_path, settings):
    check_release(tmp_path, "oracle.every=3", *settings)


def test_real_records(tmp_path, ptbxl):
    check_release(tmp_path, "oracle.every=3", "source.kind=ptb-xl", f"source.path={ptbxl}", "pages.plain.mask={visible: true}")
