"""Beats of records: those of the simulator against an independent delineator, and annotation files against a reader in Python."""

import os
import struct
from pathlib import Path

import numpy
import pytest
from sources import LEADS, POINTS, read_source, read_sources

RATE = 500
RECORDS = 100
WFDB = Path(os.environ.get("ECGPRESS_WFDB") or Path(os.environ.get("ECGPRESS_PTBXL", "/nowhere")).absolute().parent / "wfdb")
BEATS = dict(zip([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 25, 30, 34, 35, 38, 41], "NLRaVFJASEj/QB?enfr"))
P, T, ONSET, OFFSET, NOTE = 24, 27, 39, 40, 22


# ---- a delineator that shares nothing with the program


def band(values, rate, low, high):
    """Frequencies between two limits, by Fourier transform with edges of half an octave."""
    octaves = numpy.log2(numpy.maximum(numpy.fft.rfftfreq(len(values), 1 / rate), 1e-6))
    gain = numpy.clip((octaves - numpy.log2(low)) * 2 + 1, 0, 1) * numpy.clip((numpy.log2(high) - octaves) * 2 + 1, 0, 1)
    return numpy.fft.irfft(numpy.fft.rfft(values) * gain, len(values))


def tops(values, least, distance):
    """Places of local maxima of at least a value, the highest first, none near a higher one."""
    places = [i for i in numpy.argsort(-values) if values[i] >= least and 0 < i < len(values) - 1
              and values[i] >= max(values[i - 1], values[i + 1])]
    kept = []
    for place in places:
        if all(abs(place - other) >= distance for other in kept):
            kept.append(place)
    return sorted(kept)


def r_peaks(values, rate):
    """Samples of the dominant deflections of QRS complexes in one lead, their sign, and the filtered lead: energy of the slope
    as of Pan and Tompkins (1985), then the extremum of the filtered lead."""
    slope = numpy.gradient(band(values, rate, 5, 20)) ** 2
    energy = numpy.convolve(slope, numpy.ones(int(0.12 * rate)) / int(0.12 * rate), "same")
    smooth = band(values, rate, 1, 40)
    half = int(0.06 * rate)
    starts = [max(0, place - half) for place in tops(energy, 0.25 * numpy.percentile(energy, 98), int(0.3 * rate))]
    parts = [smooth[start:start + 2 * half] for start in starts]
    sign = 1 if numpy.median([part.max() for part in parts]) >= -numpy.median([part.min() for part in parts]) else -1
    return numpy.array([start + numpy.argmax(sign * part) for start, part in zip(starts, parts)]), sign, smooth


def test_simulated_r_peaks_are_where_an_independent_delineator_finds_them():
    near = all_peaks = false = 0
    for record in read_source(kind="simulated", records=RECORDS).records:
        source, beats = record["beats"]
        assert source == "simulated"
        for lead in LEADS:
            found, sign, smooth = r_peaks(record["mv"][lead], RATE)
            stated = numpy.array([beat[lead][1]["r_peak"] for beat in beats if lead in beat and "r_peak" in beat[lead][1]])
            heights = numpy.abs(smooth[found])
            low = [abs((-sign * smooth[max(0, at - 40):at + 40]).max()) for at in found]
            if numpy.median(heights) < 0.3 or numpy.median(heights) < 1.3 * numpy.median(low):
                continue  # no dominant deflection: small, or R as large as S
            inner = stated[(stated > 0.1 * RATE) & (stated < 9.9 * RATE)]
            distance = numpy.abs(inner[:, None] - found[None, :]).min(axis=1)
            near += (distance <= 0.01 * RATE).sum()
            all_peaks += len(inner)
            inner = found[(found > 0.2 * RATE) & (found < 9.8 * RATE)]
            false += (numpy.abs(inner[:, None] - stated[None, :]).min(axis=1) > 0.01 * RATE).sum()
    print(f"{near} of {all_peaks} R peaks within 10 ms, {false} found elsewhere")
    assert all_peaks > 5000 and near >= 0.99 * all_peaks and false <= 0.01 * all_peaks


def test_simulated_waves_contain_what_is_above_the_baseline():
    """The mean of the beats of a record, without noise, is flat outside of the waves and not at their ends."""
    outside, peaks, ends = [], [], []
    for record in read_source(kind="simulated", records=RECORDS).records:
        beats = [beat["I"][1] for beat in record["beats"][1] if len(beat["I"][1]) == len(POINTS)]
        mv = numpy.array([record["mv"][lead] for lead in LEADS])
        for onset, peak, offset in (POINTS[0:3], POINTS[3:6]):
            def level(point, away):
                """Median over the beats of what all leads have at a point, from just before the P wave or the QRS complex."""
                steps = [mv[:, beat[point] + away] - mv[:, beat[onset] - 10:beat[onset] - 4].mean(axis=1) for beat in beats]
                return numpy.linalg.norm(numpy.median(steps, axis=0))
            top = max(level(peak, away) for away in range(-5, 6))
            outside.append(level(onset, -2) / top)
            ends.append(level(onset, 8) / top)
            peaks.append(top)
    assert numpy.median(outside) < 0.15 and numpy.median(ends) > 0.12 and numpy.median(peaks) > 0.1


def test_windows_shift_and_drop_beats(tmp_path):
    whole, windows = read_sources({"kind": "simulated", "records": 4}, {"kind": "simulated", "records": 4, "window_s": 3})
    for record, window in zip(whole.records, windows.records):
        first = round(float(window["start_s"]) * RATE)
        wanted = []
        for beat in record["beats"][1]:
            cut = {lead: (symbol, {point: at - first for point, at in points.items() if 0 <= at - first < 3 * RATE})
                   for lead, (symbol, points) in beat.items()}
            cut = {lead: one for lead, one in cut.items() if one[1]}
            wanted += [cut] if cut else []
        assert window["beats"][1] == wanted and 2 <= len(wanted) <= 8


# ---- annotation files


def annotations(data):
    """Of a file in MIT format, a list of (time, code, channel, text)."""
    result, at, time, channel = [], 0, 0, 0
    while True:
        word, = struct.unpack_from("<H", data, at)
        at += 2
        code, value = word >> 10, word & 1023
        if word == 0:
            return result
        if code == 59:
            high, low = struct.unpack_from("<HH", data, at)
            time += struct.unpack("<i", struct.pack("<I", high << 16 | low))[0]
            at += 4
        elif code == 62:
            channel = value
            result[-1][2] = value
        elif code == 63:
            result[-1][3] = data[at:at + value].rstrip(b"\0").decode()
            at += value + value % 2
        elif code < 50:
            time += value
            result.append([time, code, channel, ""])


def encoded(marks, end=True):
    """A file of (time, code[, channel[, text]]), also with fields that the program does not need."""
    data, before, channel = b"", 0, 0
    for i, (time, code, *more) in enumerate(marks):
        step = time - before
        if not 0 <= step < 1024:
            data += struct.pack("<HHH", 59 << 10, (step >> 16) & 0xffff, step & 0xffff)
            step = 0
        data += struct.pack("<H", code << 10 | step)
        before = time
        if i % 3 == 1:
            data += struct.pack("<HH", 61 << 10 | 2, 60 << 10 | 1)
        if more and more[0] != channel:
            channel = more[0]
            data += struct.pack("<H", 62 << 10 | channel)
        text = more[1].encode() if len(more) > 1 else b""
        if text:
            data += struct.pack("<H", 63 << 10 | len(text)) + text + b"\0" * (len(text) % 2)
    return data + b"\0\0" * end


def put(folder, leads=("I", "V1"), count=5000, frames="500"):
    values = numpy.random.default_rng(0).integers(-900, 900, (count, len(leads))).astype("<i2")
    values.tofile(folder / "r.dat")
    rows = [f"r.dat 16 1000(0)/mV 0 0 {values[0, i]} {int(values[:, i].sum()) & 0xffff} 0 {lead}" for i, lead in enumerate(leads)]
    (folder / "r.hea").write_text("\n".join([f"r {len(leads)} {frames} {count}", *rows]) + "\n")


def beats(folder, annotator="atr", **more):
    record = read_source(kind="wfdb", path=folder, annotations=annotator, **more).records[0]
    return record["beats"] if "beats" in record else record["error"]


@pytest.mark.skipif(not (WFDB / "ludb").is_dir(), reason="no collection of WFDB records")
def test_beats_of_ludb_are_those_of_its_files():
    source, found = read_source(kind="wfdb", path=WFDB / "ludb", annotations="leads").records[0]["beats"]
    assert source == "annotated"
    for lead in LEADS:
        wanted, before = {point: [] for point in POINTS}, None
        marks = annotations((WFDB / "ludb" / f"1.{lead.lower()}").read_bytes())
        names = {P: POINTS[0:3], 1: POINTS[3:6], T: POINTS[6:9]}
        for (a, left, *_), (at, code, *_), (b, right, *_) in zip(marks, marks[1:], marks[2:]):
            if code in names:
                assert left == ONSET and right == OFFSET
                for point, sample in zip(names[code], (a, at, b)):
                    wanted[point].append(sample)
        for point in POINTS:
            assert [beat[lead][1][point] for beat in found if lead in beat and point in beat[lead][1]] == wanted[point], (lead, point)
    peaks = [beat for beat in found if all("r_peak" in beat[lead][1] for lead in LEADS)]
    assert len(peaks) == len(wanted["r_peak"]) > 4
    # and the R peaks that the program detects without the files
    source, detected = read_source(kind="wfdb", path=WFDB / "ludb").records[0]["beats"]
    assert source == "detected"
    for lead in ("I", "II", "V2", "V5"):
        stated = [beat[lead][1]["r_peak"] for beat in peaks]
        nearest = [min(abs(one[lead][1]["r_peak"] - at) for one in detected) for at in stated]
        assert max(nearest) <= 5, (lead, nearest)


@pytest.mark.skipif(not (WFDB / "wfdb-python" / "100.atr").is_file(), reason="no collection of WFDB records")
@pytest.mark.parametrize("window", [{}, {"window_s": 20}])
def test_beats_of_the_mit_bih_database(tmp_path, window):
    for name in ("100.dat", "100.atr"):
        (tmp_path / name).write_bytes((WFDB / "wfdb-python" / name).read_bytes())
    (tmp_path / "100.hea").write_text((WFDB / "wfdb-python" / "100.hea").read_text().replace("MLII", "II"))
    record = read_source(kind="wfdb", path=tmp_path, annotations="atr", **window).records[0]
    source, found = record["beats"]
    first, count = round(float(record["start_s"]) * 360), int(record["samples"])
    wanted = [(at - first, BEATS[code]) for at, code, *_ in annotations((tmp_path / "100.atr").read_bytes())
              if code in BEATS and 0 <= at - first < count]
    assert source == "annotated" and len(wanted) == (2273 if not window else len(wanted)) > 15
    for lead in ("II", "V5"):
        assert [(beat[lead][1]["r_peak"], beat[lead][0]) for beat in found] == wanted
    assert all(set(beat) == {"II", "V5"} for beat in found)


def test_random_files(tmp_path):
    put(tmp_path)
    for seed in range(30):
        rng = numpy.random.default_rng(seed)
        marks, wanted, at = [], [], int(rng.integers(0, 300))
        while at < 4700:
            times = numpy.cumsum(rng.integers(1, 40, 9)) + at
            code = int(rng.choice(list(BEATS)))
            beat = {}
            for i, (peak, names) in enumerate([(P, POINTS[0:3]), (code, POINTS[3:6]), (T, POINTS[6:9])]):
                if i != 1 and rng.random() < 0.3:
                    continue
                three = [int(time) for time in times[3 * i:3 * i + 3]]
                kept = [rng.random() < 0.8, True, rng.random() < 0.8]
                marks += [(time, kind) for time, kind, keep in zip(three, (ONSET, peak, OFFSET), kept) if keep]
                beat.update({name: time for name, time, keep in zip(names, three, kept) if keep})
            wanted.append((BEATS[code], beat))
            marks += [(int(times[8]) + 1, int(rng.choice([14, 16, 18, 28])), 0, "(AFIB")] * bool(rng.random() < 0.2)
            at = int(times[8]) + 2 + int(rng.integers(0, 3) == 0) * int(rng.integers(0, 2000))
        (tmp_path / "r.atr").write_bytes(encoded(marks))
        source, found = beats(tmp_path)
        cut = [(symbol, {name: time for name, time in beat.items() if time < 5000}) for symbol, beat in wanted]
        assert source == "annotated" and [beat["I"] for beat in found] == cut == [beat["V1"] for beat in found], seed


def test_waves_without_a_beat_are_rows_of_their_own(tmp_path):
    put(tmp_path)
    (tmp_path / "r.atr").write_bytes(encoded([
        (10, ONSET), (30, T), (50, OFFSET), (100, ONSET), (110, P), (120, OFFSET),  # P is not conducted
        (600, P), (700, 1), (800, ONSET), (830, T), (850, T), (870, OFFSET), (900, T), (4990, P)]))
    _, found = beats(tmp_path)
    assert [beat["I"][1] for beat in found] == [
        {"t_onset": 10, "t_peak": 30, "t_offset": 50}, {"p_onset": 100, "p_peak": 110, "p_offset": 120},
        {"p_peak": 600, "r_peak": 700, "t_onset": 800, "t_peak": 830, "t_offset": 870}, {"t_peak": 900}, {"p_peak": 4990}]


def test_channels_are_leads(tmp_path):
    put(tmp_path, ("I", "resp", "V1"))
    marks = [(100, 1, 0), (110, 1, 2), (900, 5, 0), (905, 5, 1), (1500, 1, 2)]
    (tmp_path / "r.atr").write_bytes(encoded(marks))
    _, found = beats(tmp_path)
    assert found == [{"I": ("N", {"r_peak": 100}), "V1": ("N", {"r_peak": 110})}, {"I": ("V", {"r_peak": 900})},
                     {"V1": ("N", {"r_peak": 1500})}]
    (tmp_path / "r.atr").write_bytes(encoded([(time, code, 2) for time, code, _ in marks]))
    assert [set(beat) for beat in beats(tmp_path)[1]] == [{"I", "V1"}] * 5


def test_times_have_the_resolution_that_the_file_states(tmp_path):
    put(tmp_path)
    # as the Python package wfdb writes it: the note ends with a step back
    note = struct.pack("<HH", NOTE << 10, 63 << 10 | 24) + b"## time resolution: 1000" + struct.pack("<HHHH", 59 << 10, 0xffff, 0xffff, 1)
    (tmp_path / "r.atr").write_bytes(note + encoded([(100, 1), (2500, 1), (9998, 1), (10000, 1)]))
    assert [beat["I"][1]["r_peak"] for beat in beats(tmp_path)[1]] == [50, 1250, 4999]


def test_times_are_of_frames_and_samples_of_the_record(tmp_path):
    put(tmp_path, ("I",))
    (tmp_path / "r.hea").write_text("r 1 250 2500\nr.dat 16x2 1000(0)/mV 0 0 0 0 0 I\n")
    (tmp_path / "r.atr").write_bytes(encoded([(100, 1), (2400, 1)]))
    assert [beat["I"][1]["r_peak"] for beat in beats(tmp_path)[1]] == [200, 4800]


def test_files_that_cannot_be_read(tmp_path):
    put(tmp_path)
    whole = encoded([(100, 1), (2000, 28, 0, "(AFIB"), (3000, 1)])
    for data, reason in (
            (b"", "without the two zero bytes"), (whole[:-2], "without the two zero bytes"), (whole[:-5], "byte"),
            (encoded([(5, 1)], False) + struct.pack("<H", 55 << 10 | 7), "byte 2: the code 55"),
            (struct.pack("<HH", 1 << 10, 63 << 10 | 200) + b"abc", "a text of 200 bytes"),
            (b"\0N" + b"\0" * 30, "AHA format"), (encoded([(i // 4, 1) for i in range(16000)]), "No heart is so fast"),
            (b"\0" * (17 << 20), "the limit is")):
        (tmp_path / "r.atr").write_bytes(data)
        found = beats(tmp_path)
        assert reason in found and "r.atr" in found, found
    (tmp_path / "r.atr").unlink()
    assert beats(tmp_path)[0] == "detected"
    (tmp_path / "r.atr").symlink_to("/etc/hostname")
    assert "r.atr" in beats(tmp_path)
    (tmp_path / "r.atr").unlink()
    (tmp_path / "r.atr").mkdir()
    assert "r.atr" in beats(tmp_path)


def test_annotations_are_a_part_of_the_fingerprint(tmp_path):
    put(tmp_path)
    (tmp_path / "r.atr").write_bytes(encoded([(100, 1)]))
    keys = {"kind": "wfdb", "path": tmp_path}
    without, one = (source.fingerprint for source in read_sources(keys, {**keys, "annotations": "atr"}))
    (tmp_path / "r.atr").write_bytes(encoded([(100, 1), (200, 1)]))
    again, two = (source.fingerprint for source in read_sources(keys, {**keys, "annotations": "atr"}))
    assert without == again and len({without, one, two}) == 3


# ---- PTB-XL+


def test_fiducial_points_of_ptb_xl_plus(tmp_path):
    """Its files are named NNNNN_points_lead_LEAD.atr, and state points as texts of notes, at 500 Hz."""
    tables, plus = tmp_path / "ptb-xl", tmp_path / "plus"
    names = ["p-wave onset", "p-wave peak", "p-wave offset", "QRS onset", "Q peak", "R peak", "S peak", "QRS offset",
             "L point (for STEMI)", "t-wave onset", "t-wave peak", "t-wave offset"]
    place = plus / "fiducial_points" / "ecgdeli" / "01000"
    place.mkdir(parents=True)
    for rate, folder in ((500, "records500"), (100, "records100")):
        (tables / folder).mkdir(parents=True)
        put(tables / folder, LEADS, 10 * rate, str(rate))
    (tables / "ptbxl_database.csv").write_text(
        "ecg_id,patient_id,strat_fold,filename_lr,filename_hr\n1234,1,1,records100/r,records500/r\n")
    for i, lead in enumerate(LEADS):
        marks = [(400 * beat + 20 * k + i, NOTE, 0, name) for beat in range(1, 12) for k, name in enumerate(names)]
        (place / f"01234_points_lead_{lead}.atr").write_bytes(encoded(marks))
    keys = {"kind": "ptb-xl", "path": tables, "annotations": plus}
    fine, coarse, inner = read_sources(keys, {**keys, "rate_hz": 100}, {**keys, "annotations": place.parent})
    assert fine.records[0]["beats"] == inner.records[0]["beats"]
    steps = [names.index(name) for name in names if name not in ("Q peak", "S peak", "L point (for STEMI)")]
    for source, step in ((fine, 1), (coarse, 5)):
        kind, found = source.records[0]["beats"]
        assert kind == "annotated" and len(found) == 11
        for number, beat in enumerate(found, 1):
            for i, lead in enumerate(LEADS):
                samples = [(400 * number + 20 * k + i) / step for k in steps]
                assert beat[lead][0] == "" and list(beat[lead][1]) == POINTS
                assert numpy.abs(numpy.array(list(beat[lead][1].values())) - samples).max() <= 0.5
    wrong = read_source(**{**keys, "annotations": tmp_path / "none"})
    assert "PTB-XL+" in wrong.error and wrong.code == 2
