"""What the program reads from a source: tests/support/read_source.cpp."""

import json
import os
import subprocess

import numpy

LEADS = ["I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"]


POINTS = ["p_onset", "p_peak", "p_offset", "qrs_onset", "r_peak", "qrs_offset", "t_onset", "t_peak", "t_offset"]


def beats_of(text):
    """Of the text of a record: source, and for each beat a dictionary of leads: (symbol, {point: sample})."""
    source, _, rest = text.partition(" ")
    beats = []
    for beat in rest.split(";")[:-1]:
        beats.append({})
        for one in beat.split():
            symbol, lead, *samples = one.split(",")
            beats[-1][lead] = symbol, {point: int(sample) for point, sample in zip(POINTS, samples) if sample != "-1"}
    return source, beats


class Source:
    """`error` and `code`, or `records` (dictionaries; `mv`: lead to values) and `fingerprint`."""

    def __init__(self, output, position):
        end = output.index(b"\n", position)
        head = json.loads(output[position:end])
        position = end + 1
        self.error, self.code = head.get("error"), int(head.get("code", 0))
        self.fingerprint, self.records = head.get("fingerprint"), []
        self.listing, self.listing_is = head.get("listing"), head.get("listing_is")
        for _ in range(int(head.get("records", 0))):
            end = output.index(b"\n", position)
            record = json.loads(output[position:end])
            position = end + 1
            if "leads" in record:
                names, samples = record["leads"].split(","), int(record["samples"])
                values = numpy.frombuffer(output, "<f8", len(names) * samples, position).reshape(len(names), samples)
                position += values.nbytes
                record["beats"] = beats_of(record["beats"])
                record["mv"] = dict(zip(names, values))
            self.records.append(record)
        self.end = position

    def named(self, name):
        return next(record for record in self.records if record["name"] == name)

    @property
    def names(self):
        return [record["name"] for record in self.records]


def read_sources(*settings):
    """Reads several sources in one process, each given as a dictionary of keys without `source.`."""
    arguments = []
    for one in settings:
        arguments += ["--"] * bool(arguments) + [f"{key}={value}" for key, value in one.items()]
    ended = subprocess.run([os.environ["ECGPRESS_READ_SOURCE"], *arguments], capture_output=True)
    assert ended.returncode == 0, ended.stderr.decode()
    sources, position = [], 0
    for _ in settings:
        sources.append(Source(ended.stdout, position))
        position = sources[-1].end
    return sources


def read_source(**settings):
    return read_sources(settings)[0]
