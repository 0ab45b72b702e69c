"""DICOM sources against files that pydicom writes, and against its own decoding of them."""

import csv
import json
import os
import subprocess

import numpy
import pytest
from sources import LEADS, read_source, read_sources

pydicom = pytest.importorskip("pydicom")
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset  # noqa: E402
from pydicom.uid import ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian, generate_uid  # noqa: E402

TWELVE_LEAD, GENERAL = "1.2.840.10008.5.1.4.1.1.9.1.1", "1.2.840.10008.5.1.4.1.1.9.1.2"
SCP = dict(zip(LEADS, [1, 2, 61, 62, 63, 64, 3, 4, 5, 6, 7, 8]))
KINDS = {"SB": "i1", "UB": "u1", "SS": "i2", "US": "u2", "SL": "i4", "UL": "u4"}


def code(value, scheme, meaning):
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = value, scheme, meaning
    return item


def scp(lead):
    return code(f"5.6.3-9-{SCP[lead]}", "SCPECG", f"Lead {lead}")


def channel(source, sensitivity=4.88, unit="uV", correction=1, baseline=0, **more):
    item = Dataset()
    item.ChannelSourceSequence = [source]
    item.WaveformBitsStored = 16
    if sensitivity is not None:
        item.ChannelSensitivity, item.ChannelSensitivityCorrectionFactor = str(sensitivity), str(correction)
        item.ChannelBaseline = str(baseline)
        item.ChannelSensitivityUnitsSequence = [code(unit, "UCUM", unit)]
    for name, value in more.items():
        setattr(item, name, value)
    return item


def group(samples, channels, kind="SS", rate=500, big=False, **more):
    """A multiplex group of samples [time, channel]."""
    item = Dataset()
    item.MultiplexGroupTimeOffset, item.WaveformOriginality = "0", "ORIGINAL"
    item.NumberOfWaveformSamples, item.NumberOfWaveformChannels = samples.shape
    item.SamplingFrequency = str(rate)
    item.ChannelDefinitionSequence = channels
    item.WaveformBitsAllocated = 8 * numpy.dtype(KINDS[kind]).itemsize
    item.WaveformSampleInterpretation = kind
    item.add_new(0x54001010, "OB" if item.WaveformBitsAllocated == 8 else "OW",
                 samples.astype((">" if big else "<") + KINDS[kind]).tobytes())
    for name, value in more.items():
        setattr(item, name, value)
    return item


def save(path, groups, syntax=ExplicitVRLittleEndian, sop_class=TWELVE_LEAD, **patient):
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID = sop_class, generate_uid()
    meta.TransferSyntaxUID = syntax
    file = FileDataset(str(path), {}, file_meta=meta, preamble=bytes(128))
    file.SOPClassUID, file.SOPInstanceUID = sop_class, meta.MediaStorageSOPInstanceUID
    file.Modality, file.StudyDate, file.AcquisitionDateTime = "ECG", "20210304", "20210304101112"
    file.PatientName, file.PatientID = "Doe^Jane", "4711-0815"
    for name, value in patient.items():
        setattr(file, name, value)
    file.WaveformSequence = groups
    file.is_little_endian = syntax != ExplicitVRBigEndian
    file.is_implicit_VR = syntax == ImplicitVRLittleEndian
    file.save_as(path, write_like_original=False)
    return path


def signals(count=1000, kind="SS", seed=0):
    limits = numpy.iinfo(KINDS[kind])
    steps = numpy.random.default_rng(seed).normal(0, 1, (count, 12)).cumsum(axis=0)
    middle = (int(limits.max) + int(limits.min)) / 2
    return numpy.clip(steps * min(40, limits.max / 400) + middle, limits.min, limits.max).astype(KINDS[kind])


def close(found, wanted):
    return numpy.allclose(found, wanted, rtol=1e-12, atol=1e-9, equal_nan=True)


SYNTAXES = {"explicit": ExplicitVRLittleEndian, "implicit": ImplicitVRLittleEndian, "big": ExplicitVRBigEndian}


def test_every_syntax_and_kind_of_sample(tmp_path):
    wanted = {}
    for syntax, uid in SYNTAXES.items():
        for i, kind in enumerate(KINDS):
            samples = signals(kind=kind, seed=i)
            name = f"{syntax}-{kind}"
            big = syntax == "big"
            unit, scale = [("uV", 1e-3), ("mV", 1), ("nV", 1e-6), ("V", 1e3)][i % 4]
            channels = [channel(scp(lead), 0.5 + i, unit, 1.01, 3) for lead in LEADS]
            save(tmp_path / f"{name}.dcm", [group(samples, channels, kind, 250 + i, big)], uid, [TWELVE_LEAD, GENERAL][i % 2])
            wanted[name] = (samples.astype(float) * (0.5 + i) * 1.01 + 3) * scale, 250 + i
    source = read_source(kind="dicom", path=tmp_path)
    assert sorted(source.names) == sorted(wanted), source.error
    for record in source.records:
        values, rate = wanted[record["name"]]
        assert record.get("rate_hz") == str(rate), record
        for i, lead in enumerate(LEADS):
            found = record["mv"][lead]
            gap = numpy.isnan(found)  # padding that is removed from sources: equal samples at the ends
            assert close(found[~gap], values[~gap, i]) and gap.mean() < 0.5, (record["name"], lead)


def test_values_equal_those_of_pydicom(tmp_path):
    samples = signals()
    path = save(tmp_path / "a.dcm", [group(samples, [channel(scp(lead), 2.5) for lead in LEADS])])
    theirs = pydicom.dcmread(path).waveform_array(0) / 1000
    record = read_source(kind="dicom", path=path).records[0]
    assert all(close(record["mv"][lead], theirs[:, i]) for i, lead in enumerate(LEADS))


def named(form):
    item = code("", "", "")
    del item.CodeValue
    item.CodeMeaning = form
    return item


@pytest.mark.parametrize("source", [
    scp, lambda lead: code(f"2:{SCP[lead]}", "MDC", "Lead"), lambda lead: code(f"MDC_ECG_LEAD_{lead.upper()}", "MDC", "x"),
    lambda lead: code("99", "99LOCAL", f"Lead {lead} (Einthoven)"), lambda lead: named(f"ECG Lead {lead}")])
def test_leads_are_found_by_code_or_name(tmp_path, source):
    samples, order = signals(), LEADS[::-1]
    save(tmp_path / "a.dcm", [group(samples, [channel(source(lead)) for lead in order])])
    record = read_source(kind="dicom", path=tmp_path).records[0]
    assert "mv" in record and all(close(record["mv"][lead], samples[:, i] * 4.88e-3) for i, lead in enumerate(order)), record


def test_groups(tmp_path):
    """Median beats are not used, groups of three leads are at their times, and a rhythm strip adds nothing."""
    samples, median = signals(), signals(600, seed=5)
    twelve = [channel(scp(lead)) for lead in LEADS]
    save(tmp_path / "median.dcm", [group(median, twelve, rate=1000, WaveformOriginality="DERIVED", MultiplexGroupLabel="MEDIAN BEAT"),
                                   group(samples, twelve, MultiplexGroupLabel="RHYTHM")])
    save(tmp_path / "only.dcm", [group(median, twelve, WaveformOriginality="DERIVED", MultiplexGroupLabel="MEDIAN BEAT")])
    parts = [group(samples[:500, 3 * i:3 * i + 3], twelve[3 * i:3 * i + 3], MultiplexGroupTimeOffset=str(1000.0 * i))
             for i in range(4)]
    save(tmp_path / "parts.dcm", [*parts, group(samples[:, 1:2], twelve[1:2])], sop_class=GENERAL)
    source = read_source(kind="dicom", path=tmp_path)
    whole, only, parts = (source.named(name) for name in ("median", "only", "parts"))
    assert whole["rate_hz"] == "500" and close(whole["mv"]["V6"], samples[:, 11] * 4.88e-3)
    assert "derived are: group 1" in only["error"] and "MEDIAN" not in only["error"] and "only.dcm" in only["error"]
    assert parts["samples"] == "2000"
    for i, lead in enumerate(LEADS):
        begin = 500 * (i // 3)
        assert close(parts["mv"][lead][begin:begin + 500], samples[:500, i] * 4.88e-3)
        assert numpy.isnan(parts["mv"][lead]).sum() == 1500


def test_padding_and_skew(tmp_path):
    samples = signals()
    samples[100:120, 0] = -32768
    channels = [channel(scp(lead), ChannelSampleSkew="2" if lead == "II" else "0") for lead in LEADS]
    item = group(samples, channels)
    item.add_new(0x5400100A, "OW", b"\x00\x80")
    save(tmp_path / "a.dcm", [item])
    record = read_source(kind="dicom", path=tmp_path).records[0]
    assert numpy.isnan(record["mv"]["I"][100:120]).all() and numpy.isnan(record["mv"]["I"]).sum() == 22
    assert numpy.isnan(record["mv"]["II"][:2]).all() and close(record["mv"]["II"][2:], samples[:, 1] * 4.88e-3)


def test_patients(tmp_path):
    """Records of one person have one patient, and no identity or date is in what the source gives."""
    one = [group(signals(), [channel(scp(lead)) for lead in LEADS])]
    save(tmp_path / "c1.dcm", one, PatientAge="045Y", PatientSex="F")
    save(tmp_path / "c2.dcm", one, PatientBirthDate="19800305", PatientSex="M")
    save(tmp_path / "c3.dcm", one, PatientID="X", PatientAge="018M", PatientSex="O")
    save(tmp_path / "c4.dcm", one, PatientID="4711-0815", IssuerOfPatientID="another hospital")
    save(tmp_path / "c5.dcm", one, PatientID="")
    save(tmp_path / "image", one, sop_class="1.2.840.10008.5.1.4.1.1.2", PatientID="Z")
    save(tmp_path / "1.2.840.99", one, PatientAge="095Y")
    (tmp_path / "notes.txt").write_text("4711")
    source, strict = read_sources({"kind": "dicom", "path": tmp_path},
                                  {"kind": "dicom", "path": tmp_path, "patient_from": "file"})
    assert source.names == ["1.2.840.99", "c1", "c2", "c3", "c4", "c5"]
    assert [r["patient"] for r in source.records] == ["1.2.840.99", "1.2.840.99", "1.2.840.99", "c3", "c4", "c5"]
    assert [r["age"] for r in source.records] == ["90", "45", "40", "1", "", ""]
    assert [r["sex"] for r in source.records] == ["", "female", "male", "", "", ""]
    text = repr([{key: value for key, value in r.items() if key != "mv"} for r in source.records])
    assert not any(word in text for word in ("4711", "0815", "Doe", "Jane", "2021", "1980", "hospital"))
    assert strict.code == 2 and "1 record without a patient" in strict.error and "c5" in strict.error


def test_two_files_of_one_name_are_refused(tmp_path):
    twelve = [channel(scp(lead)) for lead in LEADS]
    for name in ("a.dcm", "a.dicom", "b.dcm"):
        save(tmp_path / name, [group(signals(), twelve)])
    error = read_source(kind="dicom", path=tmp_path).error
    assert "the record a is in the source twice" in error and "a.dicom" in error, error


def test_a_release_has_the_signals_and_no_identity(tmp_path):
    """Two records of one person are in one split; the printed signals are those that pydicom decodes."""
    (tmp_path / "in").mkdir()
    for name in ("a", "b", "c"):
        samples = signals(5000, seed=ord(name))
        save(tmp_path / "in" / f"{name}.dcm", [group(samples, [channel(scp(lead), 1) for lead in LEADS])], PatientAge="045Y",
             PatientID="4711-0815" if name < "c" else "X")
    (tmp_path / "c.yaml").write_text(f"""
source: {{kind: dicom, path: {tmp_path}/in, patient_from: file, check_amplitude: false, most_lost: 1}}
pages: [{{name: p, layouts: [12x1], datasets: [digitization], count: 2, style: {{dpi: 100}}}}]
""")
    program = os.environ["ECGPRESS_PROGRAM"]
    subprocess.run([program, "run", "--quiet", "--config", tmp_path / "c.yaml", "--out", tmp_path / "out"], check=True)
    release = tmp_path / "out" / "release"
    with open(release / "manifest.csv") as file:
        pages = list(csv.DictReader(file))
    for page in pages:
        wanted = pydicom.dcmread(tmp_path / "in" / f"{page['record']}.dcm").waveform_array(0) / 1000
        for i in range(12):
            found = json.loads((release / "digitization-dataset" / page["name"] / f"{page['name']}_lead_{i}.json").read_text())
            assert close(found, wanted[:len(found), i]) and len(found) > 1000
        assert page["patient"] == ("a" if page["record"] < "c" else "c") and page["age"] == "45"
    for path in (tmp_path / "out").rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        assert not any(word in content for word in (b"4711", b"0815", b"Doe^", b"20210304")), path


def test_refused_files_are_named(tmp_path):
    samples = signals()
    twelve = [channel(scp(lead)) for lead in LEADS]
    good = [group(samples, twelve)]
    made = {
        "deflated": ("1.2.840.10008.1.2.1.99 (deflated)", lambda p: save(p, good)),
        "law": ("sample interpretation \"MB\"", lambda p: save(p, [group(samples, twelve, WaveformSampleInterpretation="MB")])),
        "bits": ("states 8 bits", lambda p: save(p, [group(samples, twelve, WaveformBitsAllocated=8)])),
        "short": ("are stated", lambda p: save(p, [group(samples, twelve, NumberOfWaveformSamples=1001)])),
        "many": ("The limit is", lambda p: save(p, [group(samples, twelve, NumberOfWaveformSamples=1 << 31)])),
        "channels": ("states 11 channels and defines 12", lambda p: save(p, [group(samples, twelve, NumberOfWaveformChannels=11)])),
        "unit": ("the unit \"mm[Hg]\"", lambda p: save(p, [group(samples, [channel(scp(lead), unit="mm[Hg]") for lead in LEADS])])),
        "no-unit": ("no unit", lambda p: save(p, [group(samples, [channel(scp(lead), None) for lead in LEADS])])),
        "zero": ("sensitivity of 0", lambda p: save(p, [group(samples, [channel(scp(lead), 0) for lead in LEADS])])),
        "rate": ("sampling frequency of 0", lambda p: save(p, [group(samples, twelve, rate=0)])),
        "twice": ("has lead I twice", lambda p: save(p, [group(samples, [channel(scp("I"))] * 12)])),
        "rates": ("at 1000 Hz, but other leads have 500 Hz",
                  lambda p: save(p, [group(samples[:, :7], twelve[:7]), group(samples[:, 7:], twelve[7:], rate=1000)])),
        "none": ("no waveform", lambda p: save(p, [])),
        "pressure": ("its channels are: Arterial", lambda p: save(p, [group(samples, [channel(code("1", "X", "Arterial"))] * 12)])),
    }
    for name, (_, make) in made.items():
        make(tmp_path / f"{name}.dcm")
    bytes_ = (tmp_path / "deflated.dcm").read_bytes()
    (tmp_path / "deflated.dcm").write_bytes(bytes_.replace(b"1.2.840.10008.1.2.1\0", b"1.2.840.10008.1.2.1.99"[:20], 1))
    made["deflated"] = ("the transfer syntax is", None)
    (tmp_path / "cut.dcm").write_bytes(bytes_[:len(bytes_) // 2])
    made["cut"] = ("truncated", None)
    (tmp_path / "text.dcm").write_text("no DICOM file")
    made["text"] = ("not a DICOM file", None)
    source = read_source(kind="dicom", path=tmp_path)
    assert sorted(source.names) == sorted(made)
    for record in source.records:
        reason = made[record["name"]][0]
        assert reason in record.get("error", "read") and f"{record['name']}.dcm" in record["error"], (reason, record.get("error"))
    fixed = read_source(kind="dicom", path=tmp_path / "no-unit.dcm", unit="0.002").records[0]
    assert close(fixed["mv"]["I"], samples[:, 0] * 0.002)


def test_no_flipped_byte_ends_the_program(tmp_path):
    path = save(tmp_path / "a.dcm", [group(signals(50), [channel(scp(lead)) for lead in LEADS])])
    whole, random = path.read_bytes(), numpy.random.default_rng(1)
    for i in range(200):
        damaged = bytearray(whole)
        for _ in range(3):
            damaged[random.integers(len(whole))] = random.integers(256)
        (tmp_path / f"{i}.dcm").write_bytes(damaged)
    assert len(read_source(kind="dicom", path=tmp_path).records) > 150
