"""WFDB signal files in FLAC against the program `flac`, which writes and decodes them."""

import shutil
import subprocess

import numpy
import pytest
from sources import LEADS, read_source

pytestmark = pytest.mark.skipif(not shutil.which("flac"), reason="flac is not installed")

RATE, GAIN = 500, 1000


def encode(path, samples, bits, *options):
    """Writes samples [time, channels] as a FLAC stream. @return what `flac -d` gives back"""
    wide = samples.astype("<i4").reshape(-1, 1).view("u1")[:, : bits // 8]
    raw = ["--force-raw-format", "--endian=little", "--sign=signed"]
    form = [f"--channels={samples.shape[1]}", f"--bps={bits}", "--sample-rate=96000"]
    subprocess.run(["flac", "-s", "-f", *raw, *form, *options, "-o", path, "-"], input=wide.tobytes(), check=True)
    decoded = subprocess.run(["flac", "-s", "-d", "-c", *raw, path], capture_output=True, check=True).stdout
    padded = numpy.zeros((samples.size, 4), "u1")
    padded[:, 4 - bits // 8:] = numpy.frombuffer(decoded, "u1").reshape(samples.size, -1)
    back = padded.view("<i4").reshape(samples.shape) >> (32 - bits)
    assert numpy.array_equal(back, samples)
    return back


def signals(count, channels, bits, seed=0):
    low = -(1 << (bits - 1)) + 1  # the lowest value is a gap
    steps = numpy.random.default_rng(seed).normal(0, (1 << bits) / 200, (count, channels)).cumsum(axis=0)
    return numpy.clip(steps, low, -low).astype(int)


def without_checksums(folder, name):
    path = folder / f"{name}.hea"
    rows = [" ".join(line.split(" ")[:3]) if i else line for i, line in enumerate(path.read_text().splitlines())]
    path.write_text("\n".join(rows) + "\n")


def put(folder, name, lines, count, samples):
    """A header with the checksums of the samples [time, lead]."""
    rows = [f"{file} {form} {GAIN}(0)/mV 0 0 {samples[0, i]} {int(samples[:, i].sum()) & 0xffff} 0 {lead}"
            for i, (file, form, lead) in enumerate(lines)]
    (folder / f"{name}.hea").write_text("\n".join([f"{name} {len(lines)} {RATE} {count}", *rows]) + "\n")


def record(folder):
    return read_source(kind="wfdb", path=folder).records[0]


@pytest.mark.parametrize("bits", [8, 16, 24])
@pytest.mark.parametrize("groups", [(1,), (8, 4), (3, 1, 8)])
def test_samples_equal_those_of_flac(tmp_path, bits, groups):
    count, lines, columns = 3001, [], []
    for i, channels in enumerate(groups):
        samples = encode(tmp_path / f"d{i}", signals(count, channels, bits, i), bits, f"--compression-level-{[8, 0, 5][i]}")
        lines += [(f"d{i}", 500 + bits, lead) for lead in LEADS[len(lines):len(lines) + channels]]
        columns.append(samples)
    samples = numpy.concatenate(columns, axis=1)
    put(tmp_path, "r", lines, count, samples)
    read = record(tmp_path)
    for i, lead in enumerate(LEADS[:sum(groups)]):
        assert numpy.array_equal(read["mv"][lead], samples[:, i] / GAIN), (lead, read.get("error"))


def test_gaps_offsets_and_samples_per_frame(tmp_path):
    samples = signals(4010, 2, 16)
    samples[100:120, 1] = -(1 << 15)
    encode(tmp_path / "d", samples, 16)
    put(tmp_path, "r", [("d", "516x2+10", "I"), ("d", "516x2+10", "V1")], 2000, samples[10:])
    read = record(tmp_path)
    assert read["rate_hz"] == str(2 * RATE) and numpy.array_equal(read["mv"]["I"], samples[10:, 0] / GAIN)
    gap = numpy.isnan(read["mv"]["V1"])
    assert gap[90:110].all() and gap.sum() == 20


def test_a_stream_without_its_length(tmp_path):
    """A program that writes to a pipe does not know it."""
    samples = signals(3000, 2, 16)
    encode(tmp_path / "d", samples, 16)
    stream = bytearray((tmp_path / "d").read_bytes())
    stream[21] &= 0xf0
    stream[22:26] = bytes(4)
    (tmp_path / "d").write_bytes(stream)
    put(tmp_path, "r", [("d", 516, "I"), ("d", 516, "II")], 3000, samples)
    assert numpy.array_equal(record(tmp_path)["mv"]["II"], samples[:, 1] / GAIN)
    put(tmp_path, "r", [("d", 516, "I"), ("d", 516, "II")], 3001, samples)
    assert "It has 3000 of 3001 samples" in record(tmp_path)["error"]


def test_refused_streams_are_named(tmp_path):
    samples = signals(3000, 2, 16)
    encode(tmp_path / "d", samples, 16)
    whole = (tmp_path / "d").read_bytes()
    two = [("d", 516, "I"), ("d", 516, "II")]

    def error(lines, stream=whole, count=3000):
        (tmp_path / "d").write_bytes(stream)
        put(tmp_path, "r", lines, count, numpy.zeros((1, len(lines)), int))
        without_checksums(tmp_path, "r")
        read = record(tmp_path)["error"]
        assert "r.hea:2: " in read and " d " in read, read
        return read

    assert "has 2 channels of 16 bits. The header states 1 signals" in error(two[:1])
    assert "2 channels of 16 bits" in error([("d", 508, "I"), ("d", 508, "II")])
    assert "It has 3000 of 3001 samples" in error(two, count=3001)
    assert "not 2999" in error(two, count=2999)
    assert "is not a FLAC stream" in error(two, b"RIFF" + whole[4:])
    assert "too short" in error(two, whole[:20])
    assert "of 3000 samples per signal" in error(two, whole[:len(whole) // 2])


def test_every_flipped_bit_of_the_frames_is_found(tmp_path):
    samples = signals(600, 2, 16)
    encode(tmp_path / "d", samples, 16, "--blocksize=192", "--no-padding", "--no-seektable")
    put(tmp_path, "r", [("d", 516, "I"), ("d", 516, "II")], 600, samples)
    without_checksums(tmp_path, "r")
    whole = (tmp_path / "d").read_bytes()
    begin, random = whole.index(b"\xff\xf8"), numpy.random.default_rng(1)
    for at in random.integers(begin, len(whole), 12):
        damaged = bytearray(whole)
        damaged[at] ^= 1 << random.integers(8)
        (tmp_path / "d").write_bytes(damaged)
        read = record(tmp_path)
        assert "error" in read, at
