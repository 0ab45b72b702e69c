"""Labels and ink agree to half a pixel, measured independently (PIL and NumPy) on the release's files. No patient is in two
splits."""

import csv
import json
from pathlib import Path

import numpy as np
from PIL import Image

import press
import pytest

CONFIG = Path(__file__).with_name("every_layout.yaml")
# The ink of a round pen in a pixel column includes the trace within the pen's reach (half a pixel and half a line width on
# either side). If the trace moves by R there, the centre of the ink can differ from the trace by R / 2.
NEARLY_FLAT_PX, STEEP_PX = 1.0, 2.0


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def crops(release):
    """(row of leads.csv, folder) of every crop."""
    places = {"segmentation": "segmentation", "with-overlap": "overlap-dataset/with-overlap",
              "without-overlap": "overlap-dataset/without-overlap"}
    for row in rows(release / "leads.csv"):
        for name in row["datasets"].split(";"):
            if name in places:
                yield row, release / places[name]


def expected_heights(row, signal):
    """Returns the trace's height in the crop at each pixel column (NaN where there is none), how far it moves under the pen
    (within half a pixel and half a line width on either side), and the position of each sample."""
    number = {key: float(row[key]) for key in ("px_per_s", "px_per_mv", "baseline_y_px", "first_x_px",
                                               "crop_x_px", "crop_y_px", "rate_hz", "line_width_px")}
    width = int(row["crop_width_px"])
    millivolts = np.array([np.nan if value is None else value for value in signal])
    x = number["first_x_px"] - number["crop_x_px"] + np.arange(len(signal)) * number["px_per_s"] / number["rate_hz"]
    y = number["baseline_y_px"] - number["crop_y_px"] - millivolts * number["px_per_mv"]
    reach = 0.5 + number["line_width_px"] / 2
    fine = np.linspace(-reach, reach, 201)
    columns = np.interp(np.arange(width)[:, None] + fine[None, :], x, y, left=np.nan, right=np.nan)
    return columns[:, 100], columns.max(axis=1) - columns.min(axis=1), x, y


def check_crop(row, folder):
    name = row["name"]
    mask = np.asarray(Image.open(folder / "mask-png" / f"{name}.png"))
    binary = np.asarray(Image.open(folder / "mask-bmp" / f"{name}.bmp"))
    image = np.asarray(Image.open(folder / "image" / f"{name}.png"))
    signal = json.loads((folder / "signal-json" / f"{name}.json").read_text())
    assert mask.ndim == 2 and mask.dtype == np.uint8 and image.shape == (*mask.shape, 3), name
    assert np.array_equal(binary.astype(int), (mask >= 128).astype(int)), f"{name}: BMP is not PNG >= 128"

    height, moved, x, y = expected_heights(row, signal)
    coverage = mask.astype(float)
    ink = coverage.sum(axis=0)
    flat = (ink > 0) & (moved < STEEP_PX) & np.isfinite(height)
    calm = (moved < NEARLY_FLAT_PX)[flat]
    centre = (coverage * np.arange(mask.shape[0])[:, None]).sum(axis=0)[flat] / ink[flat]
    error = np.abs(centre - height[flat])
    assert error[calm].max(initial=0) <= 0.5, f"{name}: mask's centre is {error[calm].max():.2f} px off the signal"
    assert error.max(initial=0) <= STEEP_PX / 2, f"{name}: mask's centre is {error.max():.2f} px off the signal"

    inside = np.isfinite(y) & (y > 0) & (y < mask.shape[0] - 1) & (x > 0) & (x < mask.shape[1] - 1)
    on = mask[np.round(y[inside]).astype(int), np.round(x[inside]).astype(int)]
    assert (on > 0).all(), f"{name}: {np.sum(on == 0)} samples are not on the ink"

    levels = image.astype(int)
    level = 255 - levels.max(axis=2) if row["look"] == "monitor" else levels.min(axis=2)  # light ink on monitors
    assert (level[mask >= 250] < 75).all(), f"{name}: the mask marks pixels without ink in the image"
    check_box(row, mask)
    return flat.sum(), error


def check_box(row, mask):
    """Checks that the box without its padding is tight to the ink, to half a pixel (plus the pixel in which the ink ends)."""
    filled = np.nonzero(mask >= 1)
    found = [filled[1].min(), filled[0].min(), filled[1].max() + 1, filled[0].max() + 1]
    padding = float(row["px_per_mm"]) * 1.0
    for side, (key, sign) in enumerate((("box_x0_px", 1), ("box_y0_px", 1), ("box_x1_px", -1), ("box_y1_px", -1))):
        edge = float(row[key]) - float(row["crop_x_px" if side % 2 == 0 else "crop_y_px"])
        page_edge = float(row[key]) in (0.0, float(row["page_width_px"]), float(row["page_height_px"]))
        if page_edge:  # clipped, so the padding is incomplete
            continue
        tight = edge + sign * padding
        # ink ends inside its last pixel, whose outer edge is up to 1 px beyond the end
        slack = (tight - found[side]) * sign
        assert -0.5 <= slack <= 1.0, f"{row['name']}: {key} less padding is {slack:.2f} px inside the ink's pixel edge"


def run(tmp_path, config, *settings):
    press.run(["run", "--config", config, "--out", tmp_path / "run", *press.settings(*settings)], 2)
    return tmp_path / "run" / "release"


def check_release(release):
    columns, errors, checked = 0, [], 0
    pages = {row["index"]: row for row in rows(release / "manifest.csv")}
    for row, place in crops(release):
        page = pages[row["page"]]
        row.update(px_per_mm=page["px_per_mm"], rate_hz=page["rate_hz"], page_width_px=page["width_px"],
                   page_height_px=page["height_px"], look=page["look"])
        flat, error = check_crop(row, place)
        columns, checked = columns + flat, checked + 1
        errors.append(error)
    errors = np.concatenate(errors)
    print(f"  {checked} crops, {columns} columns: mean {errors.mean():.3f} px, 98 % {np.quantile(errors, .98):.3f} px,"
          f" max {errors.max():.3f} px")
    assert checked > 100 and columns > 100 * checked
    check_splits(pages.values())


def check_splits(pages):
    """No patient is in two splits."""
    split_of = {}
    for page in pages:
        assert split_of.setdefault(page["patient"], page["split"]) == page["split"], page
    assert len(set(split_of.values())) == 3


def test_simulated_records(every_layout_run):
    check_release(every_layout_run / "release")


def test_pages_as_machines_print_them(tmp_path):
    check_release(run(tmp_path, CONFIG.with_name("machines.yaml")))


@pytest.mark.slow
def test_real_records(tmp_path, ptbxl):
    check_release(run(tmp_path, CONFIG, "source.kind=ptb-xl", f"source.path={ptbxl}", "pages.plain.count=40",
                      "pages.rhythm.count=12", "pages.plain.style.dpi=150"))


def test_real_records_at_100_hz(tmp_path, ptbxl):
    check_release(run(tmp_path, CONFIG, "source.kind=ptb-xl", f"source.path={ptbxl}", "source.rate_hz=100"))
