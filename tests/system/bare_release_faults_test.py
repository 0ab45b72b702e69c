"""A release alone, without its run: where two of its files say the same thing they must agree. Wrong values are planted in every
format with all sums computed again; verify must name each file. Sound releases have no problem, whatever they contain."""

import random
import shutil
from pathlib import Path

import press
import pytest

pytest.importorskip("numpy")
pytest.importorskip("PIL")
import plant  # noqa: E402 (needs both)

CONFIG = Path(__file__).with_name("bare_release.yaml")
FORMATS = ["folder", "yolo-seg", "yolo-pose", "yolo-obb", "coco", "nnunet", "webdataset", "hdf5", "wfdb"]


def folder_of(format_name):
    return "release" if format_name == "folder" else f"release-{format_name}"


@pytest.fixture(scope="module")
def run(once):
    return once("bare-releases", lambda folder: press.run(["run", "--config", CONFIG, "--out", folder / "run"], 2)) / "run"


def copy_of(run, format_name, place):
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(run / folder_of(format_name), place)
    return place


def is_named(path, what, text):
    """A row of a table is named by its page or lead, because the file that contradicts it is the one that is read."""
    if path in text:
        return True
    return path.endswith(".csv") and what.split(" of ", 1)[1].split(":")[0] in text


@pytest.mark.parametrize("format_name", FORMATS)
@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(2, 6))])
def test_each_planted_fault_is_named(run, tmp_path, format_name, seed):
    """More than 80 faults over all formats; five times as many in the long form."""
    if format_name == "hdf5":
        pytest.importorskip("h5py")
    release = copy_of(run, format_name, tmp_path / "release")
    draw = random.Random(f"{format_name} {seed}")
    planted = plant.plant_all(release, draw)
    text = press.run(["verify", release], 1 + seed % 2, code=3)
    missed = {path: what for path, what in planted.items() if not is_named(path, what, text)}
    assert not missed, f"{len(missed)} of {len(planted)} faults are not named: {missed}\n{text[-4000:]}"


@pytest.mark.parametrize("format_name", FORMATS)
def test_sound_release_has_no_problem(run, tmp_path, format_name):
    press.run(["verify", copy_of(run, format_name, tmp_path / "release")], 2)


SOUND = {
    "only detection": ["pages=[{name: p, layouts: [3x4], count: 4, datasets: [detection]}]"],
    "only overlap": ["pages=[{name: p, layouts: [6x2], count: 4, datasets: [overlap], style: {row_height_mm: 6}}]"],
    "only segmentation": ["pages=[{name: p, layouts: [3x1], count: 4, datasets: [segmentation]}]"],
    "caps": ["pages=[{name: p, layouts: [3x4], count: 5, datasets: [digitization, segmentation], caps: {digitization: 2, "
             "segmentation: 7}}]"],
    "other masks": ["pages=[{name: p, layouts: [3x4], count: 4, datasets: [detection, segmentation], mask: {line_width_mm: 0.6, "
                    "columns_per_px: 4, visible: true, overlap: true}}]"],
    "low quality": ["pages=[{name: p, layouts: [3x4], count: 4, datasets: [detection, segmentation], jpeg: {quality: 30}, "
                    "artifacts: default}]"],
    "cabrera": ["pages=[{name: p, layouts: [3x1, 6x2, 3x4+2R], count: 6, datasets: [digitization, segmentation], style: {lead_order: "
                "cabrera, chest_gain_mm_per_mv: 5, pulse: left}}]"],
    "pairs": ["pages=[{name: p, layouts: [3x4], count: 2, datasets: [digitization, segmentation], artifacts: {paired: [clean, "
              "phone-photo, fax]}}]"],
    "folders, no truth": ["pages.plain.count=4", "pages.worn.count=3", "pages.tight.count=2",
                          "release.pages_per_folder=3", "release.trace_truth=false", "release.pixel_digest=true"],
}


@pytest.mark.parametrize("name", SOUND)
def test_sound_release_of_other_contents_has_no_problem(tmp_path, name):
    out = tmp_path / "run"
    formats = {"only overlap": "[folder, hdf5, webdataset]", "only segmentation": "[folder, hdf5, webdataset]",
               "only detection": "[folder, yolo-pose, yolo-obb, webdataset, hdf5, wfdb]"}
    values = [*SOUND[name], *([f"release.formats={formats[name]}"] if name in formats else [])]
    press.run(["run", "--config", CONFIG, "--out", out, *press.settings(*values)], 2)
    for release in sorted(out.glob("release*")):
        bare = tmp_path / "bare"
        shutil.rmtree(bare, ignore_errors=True)
        shutil.copytree(release, bare)
        press.run(["verify", bare])


@pytest.mark.long
@pytest.mark.parametrize("seed", range(12))
def test_sound_releases_of_many_seeds_have_no_problem(tmp_path, seed):
    out = tmp_path / "run"
    press.run(["run", "--config", CONFIG, "--out", out, *press.settings(f"seed={100 + seed}")], 2)
    for release in sorted(out.glob("release*")):
        bare = tmp_path / "bare"
        shutil.rmtree(bare, ignore_errors=True)
        shutil.copytree(release, bare)
        press.run(["verify", bare], 2)
