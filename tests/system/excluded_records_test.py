"""Excluded records are on no page. A file of names gives the same fingerprint and bytes as a list of them, and is read only at
the first start."""

import csv
import json
from pathlib import Path

import press

SMALL = """
pages:
  - {{name: few, layouts: [3x1, 3x4], count: {count}, datasets: [detection], style: {{dpi: 60, trace_width_mm: 0.5}}}}
shard: {{pages: 8}}
source: {source}
"""


def fingerprint(run):
    return json.loads((run / "run.json").read_text())["fingerprint"]


def records_of(run):
    with open(run / "release" / "manifest.csv", newline="", encoding="utf-8") as file:
        return {row["record"] for row in csv.DictReader(file)}


def compare(folder, source, count, names, file_text, unknown, ranks=1):
    """Runs with a list and with a file. Returns the records on the pages."""
    config, file = folder / "c.yaml", folder / "ids.txt"
    config.write_text(SMALL.format(count=count, source=source))
    file.write_bytes(file_text)
    listed, filed = folder / "listed", folder / "filed"
    press.run(["run", "--config", config, "--out", listed, "--set", f"source.exclude={json.dumps(names)}"])
    text = press.run(["generate", "--config", config, "--out", filed, "--set", f"source.exclude={file}"], ranks)
    assert text.count("match no record") == (1 if unknown else 0) and all(name in text for name in unknown), text
    file.unlink()  # the names are stored in the run's folder
    text = press.run(["merge", "--out", filed])
    assert "match no record" not in text, text
    if not unknown:
        assert fingerprint(listed) == fingerprint(filed)
        press.assert_same_tree(listed / "release", filed / "release", "a list and a file")
    assert records_of(listed) == records_of(filed)
    return records_of(filed)


LEFT_OUT = [f"sim{i:05}" for i in range(40) if i % 3]


def test_simulated_records_are_left_out(tmp_path):
    text = "\ufeff# public\r\n\r\n" + "".join(f"  {name}\t# x\r\n" for name in reversed(LEFT_OUT)) + LEFT_OUT[0]
    used = compare(tmp_path, "{kind: simulated, records: 60}", 40, LEFT_OUT, text.encode(), [], ranks=3)
    assert len(used) > 15 and not used & set(LEFT_OUT), used


def test_unknown_names_are_listed(tmp_path):
    text = "\n".join(["ptb_1", *LEFT_OUT, "ptb_2"])
    compare(tmp_path, "{kind: simulated, records: 60}", 8, LEFT_OUT, text.encode(), ["ptb_1", "ptb_2", "2 of 28"])


def test_real_records_are_left_out_by_name_and_id(tmp_path, ptbxl):
    with open(Path(ptbxl) / "ptbxl_database.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    ids = {str(int(float(row["ecg_id"]))): Path(row["filename_hr"]).name for row in rows}
    left_out = [name if i % 2 else ecg_id for i, (ecg_id, name) in enumerate(ids.items()) if i % 4 < 2]
    used = compare(tmp_path, f"{{kind: ptb-xl, path: '{ptbxl}'}}", 90, left_out, "\n".join(left_out).encode(), [], ranks=2)
    assert len(used) > 40 and not used & {ids.get(name, name) for name in left_out}


def test_wrong_file_is_named(tmp_path):
    config = tmp_path / "c.yaml"
    config.write_text(SMALL.format(count=4, source="{kind: simulated}"))
    (tmp_path / "bad.txt").write_bytes(b"sim00001\n\nsim\x0000002\n")
    for value, said in ((tmp_path / "nowhere.txt", "nowhere.txt"), (tmp_path, str(tmp_path)), (tmp_path / "bad.txt", "bad.txt:3:")):
        text = press.run(["run", "--config", config, "--out", tmp_path / "run", "--set", f"source.exclude={value}"], 2, code=2)
        assert said in text and text.count("source.exclude: ") == 1 and not (tmp_path / "run").exists(), text
    text = press.run(["plan", "--config", config, "--set", "source.exclude=[sim9]"])
    assert "1 of 1 names match no record: sim9" in text, text
