"""Records of one person are in one split if the source states patients; otherwise, a card does not promise it."""

import csv
import shutil

import press
import pytest

CONFIG = """
seed: 3
source: {kind: wfdb, path: SRC}
style: {dpi: 50, row_height_mm: 20}
pages:
  - name: p
    layouts: [3x4]
    count: {train: 12, val: 3, test: 3}
    datasets: [digitization]
"""
PROMISE, UNKNOWN = "No patient is in two splits.", "Patients unknown: split by record."


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """Eighteen patients with a folder each, and two records in each folder."""
    place = tmp_path_factory.mktemp("patients")
    press.run(["simulate", place / "flat", "--records", 36, "--seed", 5])
    for i, header in enumerate(sorted((place / "flat" / "records500").rglob("*.hea"))):
        folder = place / "src" / f"patient{i // 2:02}"
        folder.mkdir(parents=True, exist_ok=True)
        for ending in (".hea", ".dat"):
            shutil.copy(header.with_suffix(ending), folder)
    (place / "run.yaml").write_text(CONFIG.replace("SRC", str(place / "src")))
    return place


def run(source, out, *settings):
    """The output, the card, and the splits of each patient's folder."""
    text = press.run(["run", "--config", source / "run.yaml", "--out", out, *press.settings(*settings)])
    splits = {}
    with open(out / "release" / "manifest.csv", newline="") as file:
        for row in csv.DictReader(file):
            splits.setdefault(row["record"].split("/")[0], set()).add(row["split"])
    return text, (out / "release" / "README.md").read_text(), splits


def test_unknown_patients_are_not_promised(tmp_path, source):
    text, card, splits = run(source, tmp_path / "run")
    assert "patients are unknown" in text and "source.patient_from" in text, text
    assert UNKNOWN in card and PROMISE not in card
    assert any(len(found) > 1 for found in splits.values()), "the test needs a patient in two splits"
    press.run(["verify", tmp_path / "run"])


@pytest.mark.parametrize("rule", ["folder", "table"])
def test_known_patients_are_in_one_split(tmp_path, source, rule):
    table = tmp_path / "patients.csv"
    headers = (source / "src").rglob("*.hea")
    rows = [f"{header.parent.name}/{header.stem},{header.parent.name},71" for header in headers]
    table.write_text("\n".join(["record,patient,age", *rows]) + "\n")
    setting = f"source.patients={table}" if rule == "table" else "source.patient_from=folder"
    text, card, splits = run(source, tmp_path / "run", setting)
    assert "patients are unknown" not in text and PROMISE in card and UNKNOWN not in card, text
    assert all(len(found) == 1 for found in splits.values()), splits
    assert str(tmp_path) not in (tmp_path / "run" / "release" / "logs.json").read_text()
    press.run(["verify", tmp_path / "run"])
    shutil.move(tmp_path / "run" / "release", tmp_path / "alone")
    press.run(["verify", tmp_path / "alone"])
