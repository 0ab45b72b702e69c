"""`release.only`: the datasets have exactly the pages for which the condition is true, read here from the tables by independent code."""

import csv
from pathlib import Path

import press

CONFIG = Path(__file__).with_name("page_truth.yaml")
FORMATS = "release.formats=[folder, coco]"


def rows_of(release):
    with open(release / "manifest.csv", newline="") as file:
        return list(csv.DictReader(file))


def difficulty_of(row):
    """The formula of docs/truth.md."""
    reading = 1 if row["oracle_columns_db"] == "" else 0.5 + 0.5 * min(1, max(0, float(row["oracle_columns_db"]) / 20))
    return 1 - (float(row["visible_share"]) * float(row["contrast_share"]) * (1 - float(row["crowded_share"]) / 2)
                * 20 / (20 + float(row["homography_rms_px"])) * reading)


def test_only_such_pages_are_in_datasets(tmp_path):
    press.run(["run", "--config", CONFIG, "--out", tmp_path / "all", "--set", FORMATS])
    everything = rows_of(tmp_path / "all" / "release")
    difficulties = sorted(float(row["difficulty"]) for row in everything)
    assert all(0 <= value <= 1 for value in difficulties) and difficulties[0] < difficulties[-1]
    for row in everything:
        assert abs(difficulty_of(row) - float(row["difficulty"])) < 5e-4, row["name"]
    limit = difficulties[len(difficulties) // 2]
    only = f"release.only=difficulty < {limit} and preset != fax"
    press.run(["run", "--config", CONFIG, "--out", tmp_path / "some", "--set", FORMATS, "--set", only], ranks=2)
    press.run(["verify", tmp_path / "some"])
    kept = {row["name"] for row in everything if float(row["difficulty"]) < limit and row["preset"] != "fax"}
    assert 0 < len(kept) < len(everything)
    release = tmp_path / "some" / "release"
    assert {row["name"] for row in rows_of(release) if row["datasets"]} == kept
    assert {path.stem for path in (release / "detection-dataset" / "images").rglob("*.jpg")} == kept
    assert {path.stem for path in (tmp_path / "some" / "release-coco" / "images").rglob("*.jpg")} == kept
    card = (release / "README.md").read_text()
    assert f"difficulty < {limit} and preset != fax" in card and f"{len(everything) - len(kept)} pages" in card


def test_mistakes_are_named(tmp_path):
    text = press.run(["run", "--config", CONFIG, "--out", tmp_path / "run", "--set", "release.only=dificulty < 0.5"], code=2)
    assert "Did you mean difficulty?" in text
    text = press.run(["run", "--config", CONFIG, "--out", tmp_path / "run", "--set", "release.only=difficulty < 0"], code=(1, 3))
    assert "no page of the run can be in a release" in text
