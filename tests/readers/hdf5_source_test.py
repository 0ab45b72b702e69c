"""HDF5 sources against h5py, which writes the files: values, names and facts; and files that are refused, by name."""

import csv
import os
import zlib

import h5py
import numpy
from sources import LEADS, read_source, read_sources

RATE = 400


def signals(records, samples=600, seed=1):
    """Signals in mV [records, samples, 12] without a lead or second of equal values."""
    random = numpy.random.default_rng(seed)
    return random.normal(0, 0.4, (records, samples, 12)).astype("<f4").round(3)


def write(path, values, name="tracings", **options):
    with h5py.File(path, "w") as file:
        file.create_dataset(name, data=values, **options)
    return path


def equal(record, values, axis=0):
    """The leads are the columns of `values` [samples, 12], to the last bit."""
    return all(numpy.array_equal(record["mv"][lead], values[:, i].astype("<f8")) for i, lead in enumerate(LEADS))


STORAGE = {
    "contiguous": {},
    "chunked": {"chunks": (1, 600, 12)},
    "auto": {"chunks": True},
    "gzip": {"chunks": True, "compression": "gzip"},
    "gzip-odd": {"chunks": (2, 77, 5), "compression": "gzip", "compression_opts": 9, "shuffle": True},
    "checked": {"chunks": (1, 100, 12), "compression": "gzip", "shuffle": True, "fletcher32": True},
    "sum-only": {"chunks": (3, 599, 11), "fletcher32": True},
}


def test_every_storage_gives_the_values_of_h5py(tmp_path):
    values = signals(5)
    paths = [write(tmp_path / f"{name}.h5", values, **options) for name, options in STORAGE.items()]
    with h5py.File(tmp_path / "latest.h5", "w", libver="latest") as file:
        file.create_group("deep/er").create_dataset("tracings", data=values, chunks=(1, 50, 12), maxshape=(None, 600, 12))
    paths.append(tmp_path / "latest.h5")
    for path, source in zip(paths, read_sources(*({"kind": "hdf5", "path": path, "rate_hz": RATE} for path in paths))):
        assert source.error is None, (path, source.error)
        assert source.names == [f"{row:08}" for row in range(5)]
        for row, record in enumerate(source.records):
            assert record.get("error") is None and equal(record, values[row]), (path, row)
            assert record["rate_hz"] == "400"


TYPES = ["<f2", ">f2", "<f4", ">f4", "<f8", ">f8", "i1", "<i2", ">i2", "<i4", ">i4", "<i8", "u1", ">u2", "<u4", "<u8"]


def test_every_type_and_order_of_axes(tmp_path):
    settings, wanted = [], []
    for i, kind in enumerate(TYPES):
        scale = 1 if "f" in kind else 100  # integers: hundredths of a millivolt
        values = (signals(2, 90, seed=i) * scale).clip(0 if "u" in kind else -128, 127).astype(kind)
        axes = ["record", "time", "lead"]
        order = [(0, 1, 2), (0, 2, 1), (1, 0, 2), (2, 1, 0)][i % 4]
        path = write(tmp_path / f"{i}.h5", values.transpose(order), chunks=(2, 2, 2) if i % 2 else None)
        settings.append({"kind": "hdf5", "path": path, "axes": ",".join(axes[axis] for axis in order),
                         "unit": "mV" if scale == 1 else "0.01"})
        wanted.append(values.astype("<f8") * (1 if scale == 1 else 0.01))
    for source, values, kind in zip(read_sources(*settings), wanted, TYPES):
        assert source.error is None, (kind, source.error)
        for row, record in enumerate(source.records):
            got = numpy.stack([record["mv"][lead] for lead in LEADS], axis=1)
            assert numpy.array_equal(got, values[row]), kind


def test_special_values_of_half_precision(tmp_path):
    values = numpy.arange(65536, dtype="<u2").view("<f2")
    values = values[~numpy.isinf(values)][:65520].reshape(1, 5460, 12)
    record = read_source(kind="hdf5", path=write(tmp_path / "half.h5", values)).records[0]
    got = numpy.stack([record["mv"][lead] for lead in LEADS], axis=1)
    assert numpy.array_equal(got, values[0].astype("<f8"), equal_nan=True)


def test_names_leads_and_several_files(tmp_path):
    values = signals(3, 200)[:, :, :8]
    for part in range(2):
        with h5py.File(tmp_path / f"part{part}.hdf5", "w") as file:
            file["x/ecg"] = values + part
            file["number"] = [7 + 10 * part, 9 + 10 * part, 11 + 10 * part, 0]  # one more than there are records
            file["fixed"] = numpy.array([f"f{part}{i}" for i in range(3)], "S7")
            file.create_dataset("long", data=[f"l{part}ä{i}" for i in range(3)], dtype=h5py.string_dtype())
            file["other"] = numpy.zeros((4, 4, 4))
    (tmp_path / "notes.txt").write_text("no HDF5 file")
    base = {"kind": "hdf5", "path": tmp_path, "dataset": "/x/ecg", "leads": "I,II,V1,X,V3,V4,V5,V6"}
    rows, numbers, fixed, long, without = read_sources(
        base, base | {"ids": "number"}, base | {"ids": "fixed"}, base | {"ids": "long"},
        {"kind": "hdf5", "path": tmp_path, "leads": base["leads"]})
    assert rows.names == [f"part{part}/{row:08}" for part in range(2) for row in range(3)]
    assert numbers.names == ["7", "9", "11", "17", "19", "21"]
    assert fixed.names == ["f00", "f01", "f02", "f10", "f11", "f12"]
    assert long.names == ["l0ä0", "l0ä1", "l0ä2", "l1ä0", "l1ä1", "l1ä2"]
    assert len({rows.fingerprint, numbers.fingerprint, fixed.fingerprint}) == 3
    last = numbers.named("21")
    derived = ["III", "aVR", "aVL", "aVF"]
    assert sorted(last["mv"]) == sorted(["I", "II", "V1", "V3", "V4", "V5", "V6", *derived])
    assert numpy.array_equal(last["mv"]["V3"], (values + 1)[2, :, 4].astype("<f8"))
    assert without.code == 2 and "more than one dataset" in without.error and "other (4, 4, 4) of float64" in without.error


def test_one_record_per_file(tmp_path):
    values = signals(3, 300)
    for i in range(3):
        (tmp_path / f"d{i}").mkdir()
        write(tmp_path / f"d{i}" / f"A{i}.h5", values[i].T.astype("<f2"), "ecg")
    source, by_folder = read_sources({"kind": "hdf5", "path": tmp_path},
                                     {"kind": "hdf5", "path": tmp_path, "patient_from": "folder"})
    assert source.names == ["d0/A0", "d1/A1", "d2/A2"]
    assert all(equal(record, values[i].astype("<f2")) for i, record in enumerate(source.records))
    assert [record["patient"] for record in by_folder.records] == ["d0", "d1", "d2"]


def write_code15(folder, parts=2, rows=4):
    """A folder of CODE-15%'s shape: the last row of each part is zeros with the name 0."""
    values, table = {}, []
    for part in range(parts):
        signal = signals(rows + 1, 4096, seed=part)
        signal[rows] = 0
        signal[1, :648] = signal[1, -648:] = 0  # 7 s
        ids = [1000 * part + 10 * row + 5 for row in range(rows)] + [0]
        with h5py.File(folder / f"exams_part{part}.hdf5", "w") as file:
            file["tracings"], file["exam_id"] = signal, ids
        values |= dict(zip(map(str, ids), signal))
        table += [[ids[row], 40 + row + 20 * part, row % 2 == 0, 50.5, row == 1, row == 2, False, row == 3, False, row == 2,
                   900 + row // 2, "", "", row == 0, f"exams_part{part}.hdf5"] for row in range(rows)]
    with open(folder / "exams.csv", "w") as file:
        rows = csv.writer(file)
        rows.writerow("exam_id,age,is_male,nn_predicted_age,1dAVb,RBBB,LBBB,SB,ST,AF,patient_id,death,timey,normal_ecg,"
                      "trace_file".split(","))
        rows.writerows(reversed(table))  # not in the order of the files
    return values


def test_code15(tmp_path):
    values = write_code15(tmp_path)
    source = read_source(kind="code-15", path=tmp_path)
    assert source.error is None and source.names == [name for name in values if name != "0"]
    first, short, third = (source.named(name) for name in ("5", "15", "1025"))
    assert equal(first, values["5"]) and first["rate_hz"] == "400"
    assert numpy.isnan(short["mv"]["I"][:648]).all() and numpy.array_equal(
        short["mv"]["I"][648:-648], values["15"][648:-648, 0].astype("<f8"))
    assert (first["patient"], first["age"], first["sex"], first["dx"]) == ("900", "40", "male", "NORM")
    assert (short["patient"], short["sex"], short["dx"]) == ("900", "female", "1dAVb")
    assert (third["age"], third["dx"], third["statements"]) == ("62", "RBBB;AF", "CRBBB;AFIB")
    assert third["classes"] == "RBBB;AF"
    with open(tmp_path / "exams.csv") as file:
        lines = file.read().splitlines()
    (tmp_path / "exams.csv").write_text("\n".join(lines[:-2]) + "\n")  # without the exams 5 and 15
    shorter = read_source(kind="code-15", path=tmp_path)
    assert shorter.names == source.names[2:] and shorter.fingerprint != source.fingerprint
    (tmp_path / "exams.csv").write_text("\n".join([*lines, lines[-1]]) + "\n")
    assert "not listed before" in read_source(kind="code-15", path=tmp_path).error
    (tmp_path / "exams.csv").unlink()
    assert "no file exams.csv" in read_source(kind="code-15", path=tmp_path).error


def test_cells_and_encodings_of_code15(tmp_path):
    """True and false in every spelling that programs write; a table with a mark, in UTF-16, or with semicolons."""
    write_code15(tmp_path)
    table = tmp_path / "exams.csv"
    lines = table.read_text().splitlines()
    male, block = lines[0].split(",").index("is_male"), lines[0].split(",").index("1dAVb")

    def with_cells(sex, flag):
        cells = lines[-1].split(",")
        cells[male], cells[block] = sex, flag
        return "\n".join([*lines[:-1], ",".join(cells)]) + "\n", cells[0]

    for text, sex, dx in [("True", "male", True), ("1.0", "male", True), ("true", "male", True), ("0.0", "female", False),
                          ("False", "female", False), ("", "", False)]:
        content, exam = with_cells(text, text)
        table.write_text(content)
        record = read_source(kind="code-15", path=tmp_path).named(exam)
        assert (record.get("sex", ""), "1dAVb" in record.get("dx", "")) == (sex, dx), text
    table.write_text(with_cells("yes", "0")[0])
    assert "True or False" in read_source(kind="code-15", path=tmp_path).error
    plain = with_cells("True", "False")[0]
    for content in (b"\xef\xbb\xbf" + plain.encode(), plain.encode("utf-16"), plain.replace("\n", "\r\n").encode()):
        table.write_bytes(content)
        assert read_source(kind="code-15", path=tmp_path).error is None
    table.write_text(plain.replace(",", "\t"))
    assert "the separator is a tab" in read_source(kind="code-15", path=tmp_path).error
    table.write_text(plain.replace(",", ";"))
    assert "the separator is a semicolon" in read_source(kind="code-15", path=tmp_path).error


def test_sph(tmp_path):
    values = signals(3, 5000)
    (tmp_path / "records").mkdir()
    for i in range(3):
        write(tmp_path / "records" / f"A0000{i}.h5", values[i].T.astype("<f2"), "ecg")
    (tmp_path / "metadata.csv").write_text(
        "ECG_ID,AHA_Code,Patient_ID,Age,Sex,N,Date\nA00001,22; 60+310,S1,55,M,5000,2020-03-04\n"
        "A00000,1,S0,95,F,5000,2020-03-04\nA00002,50,S1,33,F,5000,2020-03-04\nA00009,1,S3,33,F,5000,2020-03-04\n")
    source = read_source(kind="sph", path=tmp_path)
    assert source.names == ["A00001", "A00000", "A00002"], source.error
    assert all(equal(source.named(f"A0000{i}"), values[i].astype("<f2")) for i in range(3))
    first, second = source.records[:2]
    assert (first["patient"], first["age"], first["sex"], first["dx"]) == ("S1", "55", "male", "22;60+310")
    assert first["statements"] == "SBRAD;60+310" and second["age"] == "90"
    assert not any("2020" in text for record in source.records for text in record.values() if isinstance(text, str))


def plain(path):
    return write(path, signals(2))


def external_link(path):
    other = write(path.with_suffix(".other"), signals(2))
    with h5py.File(path, "w") as file:
        file["tracings"] = h5py.ExternalLink(other.name, "tracings")


def linked_group(path):
    other = write(path.with_suffix(".other"), signals(2), "a/tracings")
    with h5py.File(path, "w") as file:
        file["tracings"] = h5py.ExternalLink(other.name, "a")


def soft_link_to_link(path):
    external_link(path)
    with h5py.File(path, "a") as file:
        file["way"] = h5py.SoftLink("/tracings")


def external_storage(path):
    signals(2).tofile(path.with_suffix(".raw"))
    with h5py.File(path, "w") as file:
        file.create_dataset("tracings", (2, 600, 12), "<f4", external=[(str(path.with_suffix(".raw")), 0, 57600)])


def virtual(path):
    other = write(path.with_suffix(".other"), signals(2))
    layout = h5py.VirtualLayout((2, 600, 12), "<f4")
    layout[:] = h5py.VirtualSource(str(other), "tracings", (2, 600, 12))
    with h5py.File(path, "w") as file:
        file.create_virtual_dataset("tracings", layout)


def write_shape(path, shape):
    with h5py.File(path, "w") as file:
        file.create_dataset("tracings", shape, "<f4")


def huge(path):
    with h5py.File(path, "w") as file:
        file.create_dataset("tracings", (1, 1 << 40, 12), "<f4", chunks=(1, 1 << 10, 12))


def bomb(path):
    """A chunk that states 48 KB and decompresses to 40 MB."""
    packer = zlib.compressobj(9)
    chunk = b"".join([packer.compress(bytes(1 << 20)) for _ in range(40)] + [packer.flush()])
    with h5py.File(path, "w") as file:
        dataset = file.create_dataset("tracings", (1, 1000, 12), "<f4", chunks=(1, 1000, 12), compression="gzip")
        dataset.id.write_direct_chunk((0, 0, 0), chunk)


def truncated(path):
    plain(path)
    os.truncate(path, path.stat().st_size // 2)


REFUSED = {
    "link": (external_link, "to another file"),
    "group": (linked_group, "to another file", "tracings/tracings"),
    "soft": (soft_link_to_link, "cannot be opened", "way"),
    "external": (external_storage, "other files"),
    "virtual": (virtual, "is virtual"),
    "lzf": (lambda path: write(path, signals(2), compression="lzf"), "filter lzf"),
    "scaleoffset": (lambda path: write(path, signals(2), scaleoffset=3), "filter scaleoffset"),
    "compound": (lambda path: write(path, numpy.zeros((2, 600), [("I", "f4")])), "compound"),
    "huge": (huge, "The limit is"),
    "one-axis": (lambda path: write(path, numpy.zeros(600)), "axes"),
    "twelve-twice": (lambda path: write(path, numpy.zeros((3, 12, 12))), "source.axes"),
    "eight": (lambda path: write(path, numpy.zeros((3, 500, 8))), "source.leads"),
    "other-name": (lambda path: write(path, signals(2), "ecgs"), "It has ecgs (2, 600, 12)"),
    "bomb": (bomb, "corrupt chunk"),
    "truncated": (truncated, "truncated or corrupt"),
    "empty": (lambda path: write(path, numpy.zeros((0, 600, 12))), "without a record"),
    "never": (lambda path: write_shape(path, (10**8, 600, 12)), "states 100000000 records"),
    "text": (lambda path: path.write_text("not HDF5"), "not an HDF5 file"),
    "infinite": (lambda path: write(path, numpy.full((1, 600, 12), numpy.inf)), "infinite"),
}


def test_refused_files_are_named(tmp_path):
    settings = []
    for name, (make, _, *dataset) in REFUSED.items():
        make(tmp_path / f"{name}.h5")
        settings.append({"kind": "hdf5", "path": tmp_path / f"{name}.h5", "dataset": dataset[0] if dataset else "tracings"})
    for (name, (_, reason, *_)), source in zip(REFUSED.items(), read_sources(*settings)):
        error = source.error or source.records[0].get("error", "read")
        assert reason in error and f"{name}.h5" in error, error
        assert source.error is None or source.code == 3, (name, source.code, error)


def test_flipped_bytes_are_refused_or_do_not_matter(tmp_path):
    """Of a chunk with a checksum, none is read with another value."""
    values = signals(4)
    path = write(tmp_path / "x.h5", values, chunks=(1, 600, 12), compression="gzip", shuffle=True, fletcher32=True)
    whole = path.read_bytes()
    random, settings = numpy.random.default_rng(3), []
    for i in range(60):
        damaged = bytearray(whole)
        damaged[random.integers(len(whole) // 10 if i % 2 else 0, len(whole))] ^= 1 << random.integers(8)
        (tmp_path / f"{i}.h5").write_bytes(damaged)
        settings.append({"kind": "hdf5", "path": tmp_path / f"{i}.h5", "dataset": "tracings", "axes": "record,time,lead"})
    refused = 0
    for source in read_sources(*settings):
        for row, record in enumerate(source.records):
            refused += "error" in record
            assert "error" in record or equal(record, values[row])
    assert refused > 5
