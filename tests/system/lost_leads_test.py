"""A lead that is not on its paper is counted, named by verify, and replaced above source.most_lost."""

import csv
import json
import re

import numpy as np

import press
import pytest

CONFIG = """
source: {kind: npy, path: PATH, rate_hz: 100}
pages:
  - name: plain
    layouts: [3x4]
    count: {train: 6, val: 0, test: 0}
    datasets: [digitization, detection, segmentation]
    style: {dpi: 50}
"""


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def lines_about_lost(text):
    return sorted(line for line in text.splitlines() if line.startswith("off the paper"))


@pytest.fixture
def config(tmp_path):
    """Records of which every second one has an offset of -9 mV in V2."""
    t = np.arange(1000) / 100
    beat = np.exp(-((t % 0.8 - 0.4) / 0.02) ** 2) + 0.1 * np.sin(t)
    records = beat[None, :, None] * np.linspace(0.5, 1.5, 12)[None, None, :] + np.zeros((30, 1, 1))
    records[::2, :, 7] -= 9
    np.save(tmp_path / "records.npy", records)
    (tmp_path / "lost.yaml").write_text(CONFIG.replace("PATH", str(tmp_path / "records.npy")))
    return tmp_path / "lost.yaml"


def lost_leads(release):
    return {row["name"]: (row["lead"], int(row["lost_samples"])) for row in rows(release / "leads.csv") if row["lost_samples"] != "0"}


def test_lost_leads_are_counted_and_named(tmp_path, config):
    press.run(["run", "--config", config, "--out", tmp_path / "run", *press.settings("source.most_lost=1")])
    release = tmp_path / "run" / "release"
    lost = lost_leads(release)
    assert 0 < len(lost) < 6 and {lead for lead, _ in lost.values()} == {"V2"}
    for page in rows(release / "manifest.csv"):
        assert int(page["lost_samples"]) == lost.get(f"{page['name']}_lead_7", ("", 0))[1]
    assert all(count == 250 for _, count in lost.values()), "all of its samples"
    labels = "".join(path.read_text() for path in (release / "detection-dataset" / "labels").glob("*.txt"))
    assert len(re.findall(r"^0 ", labels, re.M)) == 6 * 12 - len(lost), "a lead without ink has no box"
    report = press.run(["verify", tmp_path / "run"])
    for name, (lead, count) in lost.items():
        assert report.count(f"off the paper  {name}: lead {lead}: {count} of 250 samples are not on the paper") == 1
    assert "no problems" in report
    bare = press.run(["verify", tmp_path / "run" / "shards"], 2)
    assert lines_about_lost(bare) == lines_about_lost(report) and "no problems" in bare


def test_records_with_lost_leads_are_replaced(tmp_path, config):
    press.run(["run", "--config", config, "--out", tmp_path / "run"])
    release = tmp_path / "run" / "release"
    assert len(rows(release / "manifest.csv")) == 6 and not lost_leads(release)
    failures = json.loads((release / "logs.json").read_text())["failures"]
    assert failures and all(failure["replaced"] and "lead V2 is not on its paper" in failure["reason"] for failure in failures)
    assert "off the paper" not in press.run(["verify", tmp_path / "run"])


def test_centred_leads_are_on_the_paper(tmp_path, config):
    press.run(["run", "--config", config, "--out", tmp_path / "run", *press.settings("style.centre_leads=median")])
    release = tmp_path / "run" / "release"
    assert not lost_leads(release) and not json.loads((release / "logs.json").read_text())["failures"]
    for path in (release / "digitization-dataset").rglob("*.json"):
        assert abs(np.median(json.loads(path.read_text()))) < 0.3, path
    press.run(["verify", tmp_path / "run"])
