"""aECG sources: files of HL7's annotated ECG that this test writes, in the forms that devices give them."""

import numpy
from sources import LEADS, read_source, read_sources

HEAD = """<?xml version="1.0" encoding="{encoding}"?>
<AnnotatedECG xmlns="urn:hl7-org:v3" xmlns:voc="urn:hl7-org:v3/voc" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<id root="61d1a24f-b47e-41aa-ae95-f8ac302f4eeb"/><code code="93000" codeSystem="2.16.840.1.113883.6.12"/>
<effectiveTime><low value="20210304101112.000"/><high value="20210304101122.000"/></effectiveTime>
<componentOf><timepointEvent><componentOf><subjectAssignment><subject><trialSubject>
<id root="1.2.3" extension="{subject}"/>
<subjectDemographicPerson><name>Jane Doe</name><administrativeGenderCode code="{sex}"/><birthTime value="{birth}"/>
</subjectDemographicPerson></trialSubject></subject></subjectAssignment></componentOf></timepointEvent></componentOf>
"""
ABSOLUTE = """<component><sequence><code code="TIME_ABSOLUTE"/><value xsi:type="GLIST_TS"><head value="{head}"/>
<increment value="{step}" unit="{unit}"/></value></sequence></component>"""
RELATIVE = """<component><sequence><code code="TIME_RELATIVE"/><value xsi:type="GLIST_PQ"><head value="{head}" unit="s"/>
<increment value="{step}" unit="{unit}"/></value></sequence></component>"""


def sequence(lead, digits, scale="4.88", unit="uV", origin="0", code="MDC_ECG_LEAD_{}"):
    return f"""<component><sequence><code code="{code.format(lead)}" codeSystem="2.16.840.1.113883.6.24"/>
<value xsi:type="SLIST_PQ"><origin value="{origin}" unit="{unit}"/><scale value="{scale}" unit="{unit}"/>
<digits>{' '.join(map(str, digits))}</digits></value></sequence></component>"""


def times(form=ABSOLUTE, head="20210304101112.000", step="0.002", unit="s"):
    return form.format(head=head, step=step, unit=unit)


def series(*sets, code="RHYTHM", inside=""):
    content = "".join(f"<component><sequenceSet>{one}</sequenceSet></component>" for one in sets)
    return f'<component><series><code code="{code}"/>{content}{inside}</series></component>'


def save(path, *parts, encoding="UTF-8", subject="4711-0815", sex="F", birth="19800305"):
    head = HEAD.format(encoding=encoding, subject=subject, sex=sex, birth=birth)
    path.write_bytes((head + "".join(parts) + "</AnnotatedECG>").encode(encoding))
    return path


def signals(count=1000, seed=0):
    return numpy.random.default_rng(seed).normal(0, 20, (count, 12)).cumsum(axis=0).astype(int)


def whole(samples, clock=None, **form):
    return (clock or times()) + "".join(sequence(lead, samples[:, i], **form) for i, lead in enumerate(LEADS))


def close(found, wanted):
    return numpy.allclose(found, wanted, rtol=1e-12, atol=1e-12, equal_nan=True)


def test_values_rates_and_encodings(tmp_path):
    samples = signals()
    forms = {
        "uv": ({}, times(), 4.88e-3, 0, 500),
        "mv": ({"unit": "mV", "scale": "0.01", "origin": "-0.5"}, times(RELATIVE, "0", "1", "ms"), 0.01, -0.5, 1000),
        "nv": ({"unit": "nV", "scale": "2500"}, times(step="4000", unit="us"), 2.5e-3, 0, 250),
    }
    for name, (form, clock, *_) in forms.items():
        save(tmp_path / f"{name}.xml", series(whole(samples, clock, **form)))
    save(tmp_path / "utf16.xml", series(whole(samples)), encoding="UTF-16")
    prefixed = save(tmp_path / "prefixed.aecg", series(whole(samples))).read_text()
    for element in ("AnnotatedECG", "component>", "series>", "sequenceSet>", "sequence>", "value", "scale", "digits>", "increment"):
        prefixed = prefixed.replace(f"<{element}", f"<hl7:{element}").replace(f"</{element}", f"</hl7:{element}")
    (tmp_path / "prefixed.aecg").write_text(prefixed.replace("<hl7:value value", "<value value"))
    source = read_source(kind="aecg", path=tmp_path)
    assert source.names == ["mv", "nv", "prefixed", "utf16", "uv"], source.error
    for record in source.records:
        _, _, scale, origin, rate = forms.get(record["name"], forms["uv"])
        assert record.get("rate_hz") == str(rate), record
        for i, lead in enumerate(LEADS):
            assert close(record["mv"][lead], samples[:, i] * scale + origin), (record["name"], lead)


def test_series_and_sets(tmp_path):
    """Representative beats are not used, and sets of three leads are at their times."""
    samples, beat = signals(), signals(600, seed=3)
    derived = ('<derivation><derivedSeries><code code="REPRESENTATIVE_BEAT"/><component><sequenceSet>'
               + whole(beat) + "</sequenceSet></component></derivedSeries></derivation>")
    save(tmp_path / "beat.xml", series(whole(beat), code="REPRESENTATIVE_BEAT"), series(whole(samples), inside=derived))
    save(tmp_path / "only.xml", series(whole(beat), code="REPRESENTATIVE_BEAT"))
    parts = [times(head=f"202103042359{58 + i // 2:02}.{500 * (i % 2):03}") + "".join(
        sequence(lead, samples[:250, 3 * i + j]) for j, lead in enumerate(LEADS[3 * i:3 * i + 3])) for i in range(4)]
    save(tmp_path / "parts.xml", series(*parts, times(head="20210304235958.000") + sequence("II", samples[:, 1])))
    source = read_source(kind="aecg", path=tmp_path)
    used, only, three = (source.named(name) for name in ("beat", "only", "parts"))
    assert close(used["mv"]["V6"], samples[:, 11] * 4.88e-3)
    assert "other series are: REPRESENTATIVE_BEAT" in only["error"] and "only.xml" in only["error"]
    for i, lead in enumerate(LEADS):
        begin = 250 * (i // 3)
        assert close(three["mv"][lead][begin:begin + 250], samples[:250, i] * 4.88e-3), lead
        assert numpy.isnan(three["mv"][lead]).sum() == 750


def test_patients(tmp_path):
    one = series(whole(signals()))
    save(tmp_path / "a.xml", one)
    save(tmp_path / "b.xml", one, sex="M", birth="193003")
    save(tmp_path / "c.xml", one, subject="other", birth="19210101")
    (tmp_path / "c.xml").write_text((tmp_path / "c.xml").read_text().replace('root="1.2.3"', 'root="9"'))
    source, strict = read_sources({"kind": "aecg", "path": tmp_path}, {"kind": "aecg", "path": tmp_path, "patient_from": "file"})
    assert [(r["patient"], r["age"], r["sex"]) for r in source.records] == [
        ("a", "40", "female"), ("a", "", "male"), ("c", "90", "female")]
    assert strict.error is None
    text = repr([{key: value for key, value in r.items() if key != "mv"} for r in source.records])
    assert not any(word in text for word in ("4711", "Doe", "2021", "1980"))


def test_refused_files_are_named(tmp_path):
    samples = signals(200)
    good = whole(samples)
    made = {
        "muse": ("GE MUSE XML", "<RestingECG><Waveform/></RestingECG>"),
        "philips": ("Philips XML", '<restingecgdata xmlns="http://www3.medical.philips.com"/>'),
        "other": ("The outermost element is <html>", "<html/>"),
        "broken": ("is not XML", "<AnnotatedECG><a></AnnotatedECG>"),
        "scp": ("SCP-ECG", "\x01\x02" + "\x10\x00\x00\x00" + "0123456789SCPECG" + " " * 30),
        "many": ("elements and attributes", "<AnnotatedECG>" + "<a/>" * 1_000_001 + "</AnnotatedECG>"),
        "twice": ("lead I is in a set of sequences twice", series(good + sequence("I", samples[:, 0]))),
        "rates": ("has 250 Hz, but other leads have 500 Hz",
                  series(times() + "".join(sequence(lead, samples[:, i]) for i, lead in enumerate(LEADS[:7])),
                         times(step="0.004") + "".join(sequence(lead, samples[:, i]) for i, lead in enumerate(LEADS) if i > 6))),
        "unit": ("the unit \"mmHg\"", series(whole(samples, unit="mmHg"))),
        "digit": ("the value \"x\"", series(good.replace("<digits>", "<digits>x ", 1))),
        "huge": ("Expected a number", series(good.replace("<digits>", "<digits>1e999 ", 1))),
        "zero": ("scale of lead I is 0", series(whole(samples, scale="0"))),
        "step": ("increment of 0", series(whole(samples, times(step="0")))),
        "clock": ("Its rate is unknown", series("".join(sequence(lead, samples[:, 0]) for lead in LEADS))),
        "leads": ("their codes are: MDC_RESP", series(times() + sequence("", samples[:, 0], code="MDC_RESP"))),
        "years": ("different recordings", series(good, times(head="20230304101112.000") + sequence("I", samples[:, 0]))),
    }
    for name, (_, content) in made.items():
        path = tmp_path / f"{name}.xml"
        if content.startswith("<component>"):
            save(path, content)
        else:
            path.write_bytes(content.encode("latin-1"))
    source = read_source(kind="aecg", path=tmp_path)
    assert sorted(source.names) == sorted(made)
    for record in source.records:
        reason = made[record["name"]][0]
        assert reason in record.get("error", "read") and f"{record['name']}.xml" in record["error"], (reason, record.get("error"))
    assert close(read_source(kind="aecg", path=tmp_path / "unit.xml", unit="uV").records[0]["mv"]["I"], samples[:, 0] * 4.88e-3)
