"""What was read of the files of a source is read again from its listing: for every kind, the same as from the files."""

import re
import time

import aecg_source_test as aecg
import dicom_source_test as dicom
import numpy
import press
import pytest
from sources import LEADS, read_sources
from wfdb_records import recording, write_wfdb

CONFIG = """
seed: 3
source: {{kind: wfdb, path: {}}}
style: {{dpi: 50, row_height_mm: 20}}
pages:
  - name: p
    layouts: [3x4]
    count: {{train: 4, val: 0, test: 0}}
    datasets: [digitization]
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Sources that are old enough for a listing: a change in the same moment could not be seen."""
    folder = tmp_path_factory.mktemp("listed")
    for name in ("dicom", "aecg"):
        (folder / name).mkdir()
    samples = dicom.signals()
    for i, person in enumerate(["4711", "0815", "4711", ""]):
        dicom.save(folder / f"dicom/{i}.dcm", [dicom.group(samples, [dicom.channel(dicom.scp(lead)) for lead in LEADS])],
                   PatientID=person, PatientAge="047Y", PatientSex="F")
        aecg.save(folder / f"aecg/{i}.xml", aecg.series(aecg.whole(aecg.signals())), subject=person)
    (folder / "dicom/no.dcm").write_bytes(bytes(128) + b"DICM and nothing else")
    (folder / "aecg/no.xml").write_text("<svg/>")
    for i in range(40):
        write_wfdb(folder / f"wfdb/{i % 3}", f"r{i}", recording(100, 10, i), LEADS, 100,
                        comments=[f"# Age: {20 + i}", "# Sex: F", f"# Dx: AF,{i % 5}", f"# patient: {i // 2}"])
    (folder / "wfdb/RECORDS").write_text("".join(f"{i % 3}/r{i}\n" for i in reversed(range(40))))
    numpy.save(folder / "a.npy", numpy.zeros((3, 500, 12), "<f4"))
    time.sleep(3.1)
    return folder


SOURCES = {
    "wfdb": {"kind": "wfdb", "path": "wfdb"},
    "patients": {"kind": "wfdb", "path": "wfdb", "patient_from": "comment"},
    "list": {"kind": "wfdb", "path": "wfdb/RECORDS"},
    "dicom": {"kind": "dicom", "path": "dicom"},
    "aecg": {"kind": "aecg", "path": "aecg"},
    "npy": {"kind": "npy", "path": "a.npy"},
}


@pytest.mark.parametrize("name", SOURCES)
def test_a_listing_says_what_the_files_say(folder, tmp_path, name):
    keys = {**SOURCES[name], "path": folder / SOURCES[name]["path"]}
    place = tmp_path / "listing"
    without, made, used = read_sources(keys, {**keys, "listing": place}, {**keys, "listing": place})
    known = read_sources({**keys, "listing": place, "digest": made.listing})[0] if made.listing else used
    is_listed = name != "npy"
    assert without.listing_is == "none"
    assert (made.listing_is, used.listing_is, known.listing_is) == (("made", "used", "used") if is_listed else ("none",) * 3)
    assert place.exists() == is_listed
    for source in (made, used, known):
        assert source.error is None
        assert source.fingerprint == without.fingerprint
        assert source.names == without.names
        for found, wanted in zip(source.records, without.records):
            assert {key: found[key] for key in found if key != "mv"} == {key: wanted[key] for key in wanted if key != "mv"}
            assert all(numpy.array_equal(found["mv"][lead], wanted["mv"][lead], equal_nan=True) for lead in wanted.get("mv", {}))
    if name in ("dicom", "aecg"):
        for identity in (b"4711", b"0815"):
            # Digests are digits, too: an identity that was written stands alone.
            assert not re.search(rb"(?<![0-9a-f])" + identity + rb"(?![0-9a-f])", place.read_bytes())


def test_ranks_and_later_starts_use_it_and_write_the_same_bytes(folder, tmp_path):
    source = folder / "wfdb"
    before = press.tree_digest(source)
    config = tmp_path / "run.yaml"
    config.write_text(CONFIG.format(source))
    trees, kept = {}, tmp_path / "listings"
    kept.mkdir()
    for name, ranks, more in (("alone", 1, []), ("two", 2, []), ("kept", 1, press.settings(f"source.listings={kept}")),
                              ("again", 2, press.settings(f"source.listings={kept}"))):
        out = tmp_path / name
        text = press.run(["run", "--config", config, "--out", out, "--verbose", *more], ranks=ranks)
        assert ("is kept in" in text) == (name != "again"), text
        assert (out / "listing.bin").exists() == (not more)
        trees[name] = press.tree_digest(out / "release")
    assert len(list(kept.iterdir())) == 1
    assert trees["alone"] == trees["two"] == trees["kept"] == trees["again"]
    assert press.tree_digest(source) == before
    # A later start of a run reads it, also one that is damaged, and notices a source that changed.
    listing = tmp_path / "alone/listing.bin"
    whole = listing.read_bytes()
    listing.write_bytes(whole[: len(whole) // 2])
    assert "is kept in" in press.run(["merge", "--out", tmp_path / "alone", "--verbose"], ranks=2)
    assert listing.read_bytes() == whole
    assert "is kept in" not in press.run(["merge", "--out", tmp_path / "alone", "--verbose"])
    press.run(["verify", tmp_path / "alone"])
    header = source / "0/r0.hea"
    text = header.read_text()
    try:
        header.write_text(text.replace("Age: 20", "Age: 30"))
        assert "another run" in press.run(["merge", "--out", tmp_path / "alone"], code=2)
    finally:
        header.write_text(text)
