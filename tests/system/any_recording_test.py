"""Records with other names, eight leads, missing leads, wrong checksums and of any length are printed right or refused by name."""

import csv
import json

import numpy as np
import press
import pytest
from wfdb_records import recording, write_wfdb

LEADS = ["I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"]
FORMATS = ["folder", "yolo-seg", "yolo-pose", "yolo-obb", "coco", "nnunet", "webdataset", "hdf5", "wfdb"]
CONFIG = """
seed: 3
source: {{kind: wfdb, path: {path}{more}}}
release: {{formats: [{formats}]}}
style: {{dpi: 50, row_height_mm: 20}}
pages:
  - name: p
    layouts: [{layout}]
    count: {{train: 4, val: 0, test: 0}}
    datasets: [digitization, detection, segmentation]
"""


def run(place, more="", code=0, formats=("folder",), layout="3x4"):
    """A run of four pages: its output and its folder."""
    (place / "run.yaml").write_text(CONFIG.format(path=place / "src", more=more, layout=layout, formats=", ".join(formats)))
    text = press.run(["run", "--config", place / "run.yaml", "--out", place / "run"], code=code)
    if code == 0:
        press.run(["verify", place / "run"])
    return text, place / "run" / "release"


def rows(release, table):
    with open(release / f"{table}.csv", newline="") as file:
        return list(csv.DictReader(file))


def signals(release):
    """Of each lead: its row, the page's row, and its signal in mV, NaN in gaps."""
    pages = {row["index"]: row for row in rows(release, "manifest")}
    for lead in rows(release, "leads"):
        files = list(release.rglob(f"{lead['name']}.json"))
        assert files, lead["name"]
        yield lead, pages[lead["page"]], np.array(json.loads(files[0].read_text()), dtype=float)


def expected(row, page, microvolts):
    """What the page shows of a lead that is at column LEADS.index(lead) of the whole recording."""
    first = round(float(page["record_start_s"]) * float(page["rate_hz"])) + int(row["first_sample"])
    return microvolts[first : first + int(row["sample_count"]), LEADS.index(row["lead"])] / 1000


@pytest.mark.parametrize(
    ("kind", "names", "more"),
    [
        ("mdc", [f"MDC_ECG_LEAD_{name.upper()}" for name in LEADS], ""),
        ("dicom", [f"Lead {name}" for name in LEADS], ""),
        ("spoken", [f"ECG lead {name}" for name in LEADS], ""),
        ("c", ["DI", "DII", "DIII", "AVR", "AVL", "AVF", "C1", "C2", "C3", "C4", "C5", "C6"], ""),
        ("own", [f"chan {i}" for i in range(12)], ", lead_names: {" + ", ".join(f"chan {i}: {n}" for i, n in enumerate(LEADS)) + "}"),
    ],
)
def test_names_of_leads(tmp_path, kind, names, more):
    microvolts = recording(500, 10, 1)
    write_wfdb(tmp_path / "src", "r", microvolts, names, 500)
    _, release = run(tmp_path, more=more)
    for row, page, signal in signals(release):
        np.testing.assert_array_equal(signal, expected(row, page, microvolts))


def test_unknown_names_are_listed(tmp_path):
    names = ["V 6" if name == "V6" else name for name in LEADS]
    write_wfdb(tmp_path / "src", "r", recording(500, 10, 1), names, 500)
    text, _ = run(tmp_path, code=3)
    assert 'Signals that are no leads: "V 6"' in text and 'source.lead_names: {"V 6": V6}' in text, text


def test_an_inverted_lead_is_read_back(tmp_path):
    microvolts = recording(500, 10, 2)
    inverted = microvolts.copy()
    inverted[:, 3] *= -1
    write_wfdb(tmp_path / "src", "r", inverted, ["-aVR" if name == "aVR" else name for name in LEADS], 500)
    _, release = run(tmp_path)
    for row, page, signal in signals(release):
        np.testing.assert_array_equal(signal, expected(row, page, microvolts))


@pytest.mark.parametrize("kept", [("I", "II"), ("I", "III"), ("II", "III"), ("aVL", "aVF")])
def test_limb_leads_are_derived_from_two(tmp_path, kept):
    microvolts = recording(500, 10, 3)
    stored = [i for i, name in enumerate(LEADS) if name in kept or name.startswith("V")]
    write_wfdb(tmp_path / "src", "r", microvolts[:, stored], [LEADS[i] for i in stored], 500)
    _, release = run(tmp_path)
    for row, page, signal in signals(release):
        assert row["derived"] == str(int(row["lead"] not in kept and not row["lead"].startswith("V"))), row
        # The recording's own limb leads are rounded to microvolts: two of them give a third one within 3 uV.
        np.testing.assert_allclose(signal, expected(row, page, microvolts), atol=0 if row["derived"] == "0" else 0.0031)


@pytest.mark.parametrize("rate_hz", [50, 257, 360, 1000, 2000])
def test_rates_are_exact(tmp_path, rate_hz):
    microvolts = recording(rate_hz, 11, 4)
    write_wfdb(tmp_path / "src", "r", microvolts, LEADS, rate_hz)
    _, release = run(tmp_path)
    for row, page, signal in signals(release):
        assert float(page["rate_hz"]) == rate_hz
        np.testing.assert_array_equal(signal, expected(row, page, microvolts))


def test_incomplete_records(tmp_path):
    """Missing chest leads, a flat lead, and a record that ends in the third column."""
    microvolts = recording(500, 6, 5)
    microvolts[:, 1] = 100
    kept = LEADS[:8]
    write_wfdb(tmp_path / "src", "r", microvolts[:, :8], kept, 500)
    text, _ = run(tmp_path, code=3)
    assert "source.incomplete: print" in text, text
    place = tmp_path / "print"
    write_wfdb(place / "src", "r", microvolts[:, :8], kept, 500)
    _, release = run(place, more=", incomplete: print", formats=FORMATS)
    seen = set()
    for row, page, signal in signals(release):
        assert len(signal) == int(row["sample_count"])
        there = expected(row, page, microvolts) if row["lead"] in kept else np.array([])
        np.testing.assert_array_equal(signal[: len(there)], there)
        assert np.isnan(signal[len(there) :]).all()
        seen.add(len(there) == 0)
        assert (row["crop_width_px"] == "0") == (len(there) == 0), row
    assert seen == {False, True}


def test_a_record_without_anything_to_print_is_refused(tmp_path):
    write_wfdb(tmp_path / "src", "r", recording(500, 10, 6)[:, :1], ["RESP"], 500)
    text, _ = run(tmp_path, more=", incomplete: print", code=3)
    assert "has no lead" in text, text


def test_windows_of_long_recordings(tmp_path):
    microvolts = recording(250, 300, 7)
    write_wfdb(tmp_path / "src", "r", microvolts, LEADS, 250)
    _, release = run(tmp_path, more=", window_s: 10, windows_per_record: 3, seed: 9")
    starts = {}
    for row, page, signal in signals(release):
        np.testing.assert_array_equal(signal, expected(row, page, microvolts))
        starts[page["record"]] = float(page["record_start_s"])
    assert starts.keys() == {"r_window_1", "r_window_2", "r_window_3"}
    assert len(set(starts.values())) == 3 and max(starts.values()) > 100


def test_checksums(tmp_path):
    for i in range(3):
        write_wfdb(tmp_path / "src", f"r{i}", recording(500, 10, 10 + i), LEADS, 500, checksum=1)
    text, release = run(tmp_path)
    assert text.count("the checksum of") == 1 and "source.checksums: require" in text, text
    assert "3 records with wrong checksums were used" in text, text
    assert len(rows(release, "manifest")) == 4
    place = tmp_path / "require"
    for i in range(3):
        write_wfdb(place / "src", f"r{i}", recording(500, 10, 10 + i), LEADS, 500, checksum=1)
    text, _ = run(place, more=", checksums: require", code=3)
    assert "the checksum of" in text
    place.joinpath("run").rename(tmp_path / "aside")
    text, _ = run(place, more=", checksums: ignore")
    assert "the checksum of" not in text, text


def test_attribution_follows_the_source(tmp_path):
    write_wfdb(tmp_path / "src", "r", recording(500, 10, 1), LEADS, 500)
    more = ', attribution: "Recordings of *Smith et al.* 2024", license: ODC-BY-1.0, url: "https://example.org/ecg"'
    _, release = run(tmp_path, more=more)
    card = (release / "README.md").read_text()
    assert "Recordings of *Smith et al.* 2024" in card and "https://example.org/ecg" in card and "PTB-XL" not in card
    assert 'license: "odc-by"' in card.lower(), card[:400]


def test_lists_of_folders_and_records_name_each_record_once(tmp_path):
    for i in range(4):
        write_wfdb(tmp_path / "src" / f"d{i // 2}", f"r{i}", recording(500, 10, i), LEADS, 500)
    (tmp_path / "src" / "RECORDS").write_text("d0/\nd1\n")
    (tmp_path / "run.yaml").write_text(CONFIG.format(path=tmp_path / "src" / "RECORDS", more="", layout="3x4", formats="folder"))
    press.run(["run", "--config", tmp_path / "run.yaml", "--out", tmp_path / "run"])
    found = {row["record"] for row in rows(tmp_path / "run" / "release", "manifest")}
    assert found <= {"d0/r0", "d0/r1", "d1/r2", "d1/r3"}, found
    (tmp_path / "src" / "RECORDS").write_text("d0/\nd0/r0\n")
    text = press.run(["run", "--config", tmp_path / "run.yaml", "--out", tmp_path / "again"], code=(2, 3))
    assert "already listed" in text, text


def test_padding_that_a_window_cuts_is_a_gap(tmp_path):
    microvolts = recording(250, 16, 8)
    microvolts[:1100] = 0  # 4.4 s
    write_wfdb(tmp_path / "src", "r", microvolts, LEADS, 250)
    _, release = run(tmp_path, more=", window_s: 10, windows_per_record: 4, seed: 2")
    cut = 0
    for row, page, signal in signals(release):
        first = round(float(page["record_start_s"]) * 250) + int(row["first_sample"])
        padded = max(0, min(1100 - first, len(signal)))
        cut += 0 < padded < 250
        assert np.isnan(signal[:padded]).all() and not np.isnan(signal[padded:]).any(), (page["record"], row["lead"], padded)
    assert cut, "the test needs a window with less than 1 s of padding"


def test_a_patient_has_one_fold(tmp_path):
    write_wfdb(tmp_path / "src", "r0", recording(500, 10, 1), LEADS, 500)
    write_wfdb(tmp_path / "src", "r1", recording(500, 10, 2), LEADS, 500)
    (tmp_path / "patients.csv").write_text("record,patient,fold\nr0,A,1\nr1,A,10\n")
    text, _ = run(tmp_path, more=f", patients: {tmp_path / 'patients.csv'}", code=3)
    assert "patients.csv:3: the patient A has fold 10, but fold 1 in an earlier row" in text, text


CHALLENGE = ["#Age: 85", "#Sex: Male", "#Dx: 164889003,59118001", "#Rx: Unknown", "#Hx: Unknown", "#Sx: Unknown"]
MIMIC_ORDER = ["I", "II", "III", "aVR", "aVF", "aVL", "V1", "V2", "V3", "V4", "V5", "V6"]
# Of each public set: the `source` below its folder, two records as (folder, name, rate, keywords), and facts of the first in manifest.csv.
SETS = {
    "mimic-iv-ecg": (
        {"path": "record_list.csv", "patients": "record_list.csv"},
        [
            ("files/p1000/p10000032/s40689238", "40689238", 500, {"comments": ["# <subject_id>: 10000032"]}),
            ("files/p1000/p10000117/s45090959", "45090959", 500, {"comments": ["# <subject_id>: 10000117"]}),
        ],
        {"storage": "{}.dat 16", "gain": "200.0(0)/mV", "times": " 09:13:00 23/07/2180"},
        {"patient": "10000032"},
    ),
    "chapman-ningbo": (
        {"path": "WFDBRecords"},
        [("WFDBRecords/01/010", "JS00001", 500, {"comments": CHALLENGE}), ("WFDBRecords/01/019", "JS01000", 500, {"comments": CHALLENGE})],
        {"storage": "{}.mat 16+24"},
        {"age": "85", "sex": "male", "dx": "164889003;59118001"},
    ),
    "georgia": (
        {"path": "training"},
        [("training/georgia/g1", "E00001", 500, {"comments": CHALLENGE}), ("training/georgia/g1", "E00002", 500, {"comments": CHALLENGE})],
        {"storage": "{}.mat 16x1+24", "gain": "1000.0(0)/mV", "times": " 05-Feb-2020 11:39:16"},
        {"age": "85", "sex": "male", "dx": "164889003;59118001"},
    ),
    "ludb": (
        {"path": "data"},
        [("data", "1", 500, {"comments": ["#<age>: 51", "#<sex>: F", "#<diagnoses>:", "#Rhythm: Sinus bradycardia."]}), ("data", "2", 500, {})],
        {"gain": "1716(0)/mV"},
        {"age": "51", "sex": "female"},
    ),
    "ptb": (
        {"path": ".", "patient_from": "folder"},
        [
            ("patient001", "s0010_re", 1000, {"comments": ["# age: 81", "# sex: female", "# ECG date: 01/10/1990"]}),
            ("patient002", "s0015lre", 1000, {"comments": ["# age: n/a"]}),
        ],
        {"gain": "2000"},
        {"patient": "patient001", "age": "81", "sex": "female"},
    ),
    "incart": (
        {"path": ".", "patient_from": "comment", "window_s": 10, "windows_per_record": 2},
        [
            (".", "I01", 257, {"comments": ["# <age>: 65 <sex>: F <diagnoses> Coronary artery disease", "# patient 1", "# PVCs"]}),
            (".", "I02", 257, {"comments": ["# <age>: 70 <sex>: M <diagnoses> Angina", "# patient 2", "# PVCs"]}),
        ],
        {"gain": "500"},
        {"patient": "1", "age": "65", "sex": "female"},
    ),
}


@pytest.mark.parametrize("name", SETS)
def test_public_sets(tmp_path, name):
    """Records in the exact form of each set that docs/sources.md lists are printed with their facts."""
    settings, records, common, facts = SETS[name]
    order = MIMIC_ORDER if name == "mimic-iv-ecg" else LEADS
    recorded, listed = {}, ["subject_id,study_id,file_name,ecg_time,path"]
    for i, (folder, record, rate_hz, more) in enumerate(records):
        microvolts = recording(rate_hz, 60 if name == "incart" else 10, i)
        recorded[record] = microvolts
        names = [lead.lower() if name in ("ludb", "ptb") else lead for lead in order]
        columns = [LEADS.index(lead) for lead in order]
        write_wfdb(tmp_path / "src" / folder, record, microvolts[:, columns], names, rate_hz, **common, **more)
        listed.append(f"{folder.split('/p')[-1].split('/')[0]},{record},{record},2180-07-23 09:13:00,{folder}/{record}")
    (tmp_path / "src" / "record_list.csv").write_text("\n".join(listed) + "\n")
    source = {**settings, **{key: str(tmp_path / "src" / settings[key]) for key in ("path", "patients") if key in settings}}
    config = {
        "seed": 1,
        "source": {"kind": "wfdb", **source},
        "style": {"dpi": 50, "row_height_mm": 20},
        "pages": [{"name": "p", "layouts": ["3x4"], "count": {"train": 4, "val": 0, "test": 0}, "datasets": ["digitization"]}],
    }
    (tmp_path / "run.yaml").write_text(json.dumps(config))
    press.run(["run", "--config", tmp_path / "run.yaml", "--out", tmp_path / "run"])
    press.run(["verify", tmp_path / "run"])
    release = tmp_path / "run" / "release"
    step = 1 / float(common.get("gain", "1000").split("/")[0].split("(")[0])
    for row, page, signal in signals(release):
        record = page["record"].split("/")[-1].split("_window")[0]
        np.testing.assert_allclose(signal, expected(row, page, recorded[record]), atol=step / 2 + 1e-9)
    first = [row for row in rows(release, "manifest") if row["record"].split("/")[-1].startswith(records[0][1])]
    assert first, "the test needs a page of the first record"
    for row in first:
        assert {key: row[key] for key in facts} == facts
