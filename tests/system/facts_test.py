"""What a record is: the facts of PTB-XL's own table are in the tables and metadata of every format, class counts are those of the table,
headers state the record, and none of it depends on ranks or shards."""

import ast
import csv
import json
import re
import tarfile
from collections import Counter
from pathlib import Path

import numpy as np

import press
import pytest

CONFIG = """
seed: 3
source: {kind: ptb-xl, path: PATH}
pages:
  - name: strip
    layouts: [3x4+1R]
    count: {train: 24, val: 4, test: 4}
    datasets: [digitization]
    style: {dpi: 40, header: full}
  - name: infarctions
    layouts: [3x4]
    count: {train: 8, val: 0, test: 0}
    count_by: {MI: 3, NORM: 1}
    datasets: [detection]
    style: {dpi: 40, header: full}
oracle: {every: 0}
"""
FORMATS = ["folder", "webdataset", "hdf5", "wfdb"]
TEXTS = {"heart_axis", "infarction_stadium1", "infarction_stadium2", "extra_beats", "pacemaker", "baseline_drift", "static_noise",
         "burst_noise", "electrodes_problems", "validated_by_human", "device"}
NUMBERS = {"height_cm": "height", "weight_kg": "weight"}


def rows(path, key=None):
    with open(path, newline="", encoding="utf-8") as file:
        found = list(csv.DictReader(file))
    return found if key is None else {row[key]: row for row in found}


@pytest.fixture(scope="module")
def out(once, ptbxl):
    def make(folder):
        (folder / "facts.yaml").write_text(CONFIG.replace("PATH", ptbxl))
        press.run(["run", "--config", folder / "facts.yaml", "--out", folder / "run", "--format", ",".join(FORMATS)], 2)
    return once("facts", make)


@pytest.fixture(scope="module")
def pages(out):
    return rows(out / "run" / "release" / "manifest.csv")


@pytest.fixture(scope="module")
def table(ptbxl):
    """PTB-XL's own table by the name of the 500 Hz file."""
    return {Path(row["filename_hr"]).name: row for row in rows(Path(ptbxl) / "ptbxl_database.csv")}


@pytest.fixture(scope="module")
def statements(ptbxl):
    return rows(Path(ptbxl) / "scp_statements.csv", "")


def classes_of(row, statements, column):
    """The classes of a row's diagnostic codes, as in the example of PTB-XL's authors."""
    codes = ast.literal_eval(row["scp_codes"])
    return {statements[code][column] for code in codes if code in statements and statements[code]["diagnostic"] == "1.0"} - {""}


def names(text):
    return set(text.split(";")) - {""}


def test_facts_are_those_of_ptbxl(pages, table, statements):
    assert len(pages) == 40
    for page in pages:
        row = table[page["record"]]
        for name in TEXTS:
            assert page[name] == row[name].replace("\n", " "), (page["record"], name)
        for name, theirs in NUMBERS.items():
            assert (page[name] == "") == (row[theirs] == "") and (not page[name] or float(page[name]) == float(row[theirs]))
        assert {code: float(value) for code, value in (item.split(":") for item in names(page["scp_codes"]))} == ast.literal_eval(row["scp_codes"])
        assert names(page["superclasses"]) == classes_of(row, statements, "diagnostic_class")
        assert names(page["subclasses"]) == classes_of(row, statements, "diagnostic_subclass")
        assert page["report"] == "", "not asked for"


def test_classes_are_counted(out, pages, table, statements):
    expected = Counter()
    for page in pages:
        for name in classes_of(table[page["record"]], statements, "diagnostic_class") or {""}:
            expected[name, page["split"]] += 1
    log = json.loads((out / "run" / "release" / "logs.json").read_text())["counts"]["classes"]
    assert {(name, split): count for name, splits in log.items() for split, count in splits.items() if count} == expected
    card = (out / "run" / "release" / "README.md").read_text()
    for name in {name for name, _ in expected}:
        counts = [expected[name, split] for split in ("train", "val", "test")]
        assert "| " + " | ".join(map(str, [name or "none of these", *counts, sum(counts)])) + " |" in card, name


def test_records_are_drawn_by_class(out, pages):
    drawn = Counter()
    for page in pages:
        if page["group"] == "infarctions":
            assert names(page["superclasses"]) & {"MI", "NORM"}, page["record"]
            drawn["MI" in names(page["superclasses"])] += 1
    assert drawn[True] >= 4


def test_pages_of_a_class_are_those_of_the_configuration(out):
    """verify plans each page again, without the source: also the class that was drawn."""
    for part in ("", "shards", "release-hdf5"):
        text = press.run(["verify", out / "run" / part])
        assert "no problems" in text and "another version" not in text, text


def test_every_format_has_the_facts(out, pages):
    run, facts = out / "run", [*TEXTS, *NUMBERS, "age", "sex", "scp_codes", "superclasses", "subclasses", "dx", "report", "heart_rate_bpm"]
    by_name = {page["name"]: page for page in pages}
    lines = [json.loads(line) for path in (run / "release", run / "release-wfdb") for file in sorted(path.rglob("metadata.jsonl")) if "splits" not in file.parts
             for line in file.read_text().splitlines()]
    assert len(lines) == 2 * len(pages)
    for tar in sorted((run / "release-webdataset").glob("pages-*.tar")):
        with tarfile.open(tar) as archive:
            lines += [json.loads(archive.extractfile(member).read()) for member in archive if member.name.endswith(".json")]
    assert len(lines) == 3 * len(pages)
    for line in lines:
        assert {name: line[name] for name in facts} == {name: by_name[line["name"]][name] for name in facts}
    assert len({tuple(sorted((key, type(value).__name__) for key, value in line.items() if key in facts)) for line in lines}) == 1
    for page in pages:
        comments = [line for line in (run / "release-wfdb" / page["split"] / f"{page['name']}.hea").read_text().splitlines() if line[0] == "#"]
        values = dict(re.fullmatch(r"# (\w+):(?: (.*))?", line).groups() for line in comments)
        assert values.keys() == {"Image", "Age", "Sex", "Height", "Weight", "Labels"}
        assert (values["Age"] or "") == page["age"] and (values["Sex"] or "").lower() == page["sex"]
        assert (values["Labels"] or "").replace(", ", ";") == page["superclasses"]
    h5py = pytest.importorskip("h5py")
    with h5py.File(run / "release-hdf5" / "index.h5") as index:
        for name in facts:
            assert [text.decode() for text in index[f"pages/{name}"][:]] == [page[name] for page in pages], name


def test_a_release_reads_as_a_source_with_its_facts(tmp_path, out, pages):
    (tmp_path / "again.yaml").write_text(f"source: {{kind: wfdb, path: {out / 'run' / 'release-wfdb' / 'train'}}}\npages: [{{name: a, "
                                         "layouts: [3x4], count: {train: 3, val: 0, test: 0}, datasets: [digitization], style: {dpi: 30}}]\n")
    press.run(["run", "--config", tmp_path / "again.yaml", "--out", tmp_path / "run"])
    by_name = {page["name"]: page for page in pages}
    for row in rows(tmp_path / "run" / "release" / "manifest.csv"):
        page = by_name[row["record"]]
        assert (row["age"], row["sex"], row["dx"]) == (page["age"], page["sex"], page["superclasses"])


def beats_per_minute(millivolts, rate_hz):
    """The rate by peaks of the slope's energy that exceed a quarter of the largest ones: another method than the program's."""
    steep = np.convolve(np.diff(millivolts) ** 2, np.ones(int(0.1 * rate_hz)), "same")
    above = steep > 0.25 * np.percentile(steep, 99)
    starts = np.flatnonzero(above[1:] & ~above[:-1])
    beats = [starts[0]] if len(starts) else []
    for start in starts[1:]:
        if start - beats[-1] > 0.3 * rate_hz:
            beats.append(start)
    return 60 * rate_hz / np.median(np.diff(beats)) if len(beats) > 2 else None


def test_headers_state_the_record(out, pages):
    release, alike, stated = out / "run" / "release", 0, 0
    plans = {}
    for tar in (out / "run" / "release-webdataset").glob("pages-*.tar"):
        with tarfile.open(tar) as archive:
            for member in archive:
                if member.name.endswith(".json"):
                    sample = json.loads(archive.extractfile(member).read())
                    plans[sample["name"]] = json.loads(sample["plan"])
    for page in pages:
        patient, measures, statements = plans[page["name"]]["header"]
        age, sex = page["age"], page["sex"].capitalize()
        who = "   ".join(part for part in (age and (age + ("+ yr" if age == "90" else " yr")), sex) if part)
        assert who in patient if who else not any(" yr" in line for line in patient), (page["record"], patient)
        assert re.match(r"ID: X\d{8}   [A-Z]+, ", patient[0]), "the identity is invented"
        rate = re.fullmatch(r"Vent. rate  (\d+|--) BPM", measures[0]).group(1)
        qt, qtc = re.fullmatch(r"QT/QTcB  (\d+|--)/(\d+|--) ms", measures[3]).groups()
        if "--" not in (rate, qt):
            assert abs(int(qtc) - int(qt) / (60 / int(rate)) ** 0.5) <= 0.51, measures
        codes = {item.split(":")[0] for item in names(page["scp_codes"])}
        if codes & {"SR", "STACH", "SBRAD"} and rate != "--":
            expected = "Sinus bradycardia" if int(rate) < 60 else "Sinus tachycardia" if int(rate) > 100 else "Normal sinus rhythm"
            assert statements[0].startswith(expected), (rate, statements)
        if codes & {"AFIB", "AFLT"}:
            assert measures[1] == "PR interval  -- ms" and not statements[0].startswith("Sinus"), (codes, statements)
        if page["group"] == "strip":
            strip = np.array(json.loads((release / "digitization-dataset" / page["name"] / f"{page['name']}_lead_12.json").read_text()), float)
            found = beats_per_minute(strip, float(page["rate_hz"]))
            stated += found is not None
            alike += found is not None and rate != "--" and abs(found / int(rate) - 1) < 0.05
    assert stated > 25 and alike >= 0.85 * stated, f"{alike} of {stated} rates are those of the printed strip"


def test_facts_do_not_depend_on_ranks_or_shards(tmp_path, out):
    config = out / "facts.yaml"
    press.run(["run", "--config", config, "--out", tmp_path / "run", *press.settings("shard.pages=3")], 3)
    press.assert_same_tree(out / "run" / "release", tmp_path / "run" / "release", "three ranks, other shards")


def test_reports_are_written_if_asked_for(tmp_path, out, table):
    press.run(["run", "--config", out / "facts.yaml", "--out", tmp_path / "run",
               *press.settings("source.reports=true", "pages.strip.count={train: 4, val: 0, test: 0}")])
    for page in rows(tmp_path / "run" / "release" / "manifest.csv"):
        assert page["report"] == re.sub(r"[\n\r]", " ", table[page["record"]]["report"])
    press.run(["verify", tmp_path / "run"])
