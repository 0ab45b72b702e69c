"""`ecgpress show` prints the plan, the boxes and the oracle values that the run stored for a page."""

import csv
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import press
import pytest

HERE = Path(__file__).parent


def stored_plans(run):
    import h5py
    plans = {}
    for path in sorted((run / "shards").glob("*.h5")):
        with h5py.File(path, "r") as shard:
            offsets, texts = shard["pages/plan/offsets"][:], bytes(shard["pages/plan/bytes"][:])
            for i, index in enumerate(shard["pages/index"][:]):
                plans[int(index)] = json.loads(texts[offsets[i]:offsets[i + 1]])
    return plans


def table_of(release, name):
    with open(release / name, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def sections(text):
    head, plan, leads, read_back = text.rstrip("\n").split("\n\n")
    return head.splitlines(), plan, [line.split() for line in leads.splitlines()], read_back


def assert_box(cells, row, name):
    edges = [float(row[f"{name}_{edge}_px"]) for edge in ("x0", "y0", "x1", "y1")]
    if cells == ["-"] * 4:
        assert edges == [0] * 4, row
    else:
        assert all(abs(float(cell) - edge) < 0.051 for cell, edge in zip(cells, edges)), (cells, edges)


@pytest.mark.parametrize("config, counts, indices", [
    ("every_layout.yaml", {"plain": 4}, (1, 7, 12)),
    ("damaged.yaml", {"scans": 1, "photos": 2, "damage": 1, "pairs": 1}, (1, 3, 5))])
def test_show_agrees_with_the_run(tmp_path, config, counts, indices):
    pytest.importorskip("h5py")
    yaml = pytest.importorskip("yaml")
    run = tmp_path / "run"
    values = press.settings("oracle.every=1", *(f"pages.{group}.count={count}" for group, count in counts.items()))
    press.run(["run", "--config", HERE / config, "--out", run, *values], 2)
    plans, pages, leads = stored_plans(run), table_of(run / "release", "manifest.csv"), table_of(run / "release", "leads.csv")
    for index in indices:
        picture = tmp_path / f"{index}.png"
        text = press.run(["show", index, "--run", run, "--output", picture])
        assert max(map(len, text.splitlines())) <= 100 and "\x1b" not in text, text
        head, plan, table, read_back = sections(text)
        assert head[0] == f"image: {picture}" and picture.stat().st_size > 0
        page, own = pages[index], [row for row in leads if row["page"] == str(index)]
        assert head[1] == f"record: {page['record']}, {page['width_px']} x {page['height_px']} px", head
        assert yaml.safe_load(plan) == plans[index], plan
        assert len(table) == len(own) + 1
        for cells, row in zip(table[1:], own):
            assert cells[0].lstrip("-") == row["lead"] and cells[1] == row["number"]
            assert abs(float(cells[2].split("..")[0]) - float(row["start_s"])) < 1e-3
            assert_box(cells[3:7], row, "box")
            assert_box(cells[7:11], row, "name")
            assert abs(float(cells[11]) - float(row["visible_fraction"])) < 6e-4
            assert abs(float(cells[12]) - float(row["overlap_ratio"])) < 6e-4
        for reading, snr in re.findall(r"(\w+) (-?[\d.]+) dB", read_back):
            assert abs(float(snr) - float(page[f"oracle_{reading}_db"])) < 0.006, read_back
        assert len(re.findall(" dB", read_back)) == 4


def test_default_name_of_the_picture(tmp_path):
    from PIL import Image, ImageChops
    arguments = ["show", "3", "--config", str(HERE / "damaged.yaml")]
    pictures = []
    for more in ([], ["--plain"]):
        done = subprocess.run([press.PROGRAM, *arguments, *more], cwd=tmp_path, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0 and done.stdout.startswith("image: page-3.png\n"), done.stdout + done.stderr
        assert os.listdir(tmp_path) == ["page-3.png"]
        pictures.append(Image.open(tmp_path / "page-3.png").copy())
    assert ImageChops.difference(*pictures).getbbox(), "the labels are not drawn"


def test_images_have_the_kind_of_their_name(small_run, tmp_path):
    for name, magic in (("page.jpg", b"\xff\xd8\xff"), ("page.JPEG", b"\xff\xd8\xff"), ("page.png", b"\x89PNG"), ("page", b"\x89PNG")):
        press.run(["show", 0, "--run", small_run, "-o", tmp_path / name])
        assert (tmp_path / name).read_bytes().startswith(magic), name
    press.run(["preview", small_run, "--contact-sheet", tmp_path / "sheet.jpg", "--count", 2])
    assert (tmp_path / "sheet.jpg").read_bytes().startswith(b"\xff\xd8\xff")
    text = press.run(["show", 0, "--run", small_run, "-o", tmp_path / "page.tif"], code=2)
    assert "page.tif" in text and ".png or .jpg" in text and not (tmp_path / "page.tif").exists(), text


@pytest.mark.parametrize("command", [["show", -3], ["preview", "--index", -3]])
def test_negative_page_is_refused(small_run, command):
    verb, *rest = command
    text = press.run([verb, *rest, "--run", small_run] if verb == "show" else [verb, small_run, *rest], code=2)
    assert "-3" in text and "18446744073709551613" not in text, text


def test_run_ends_with_what_to_do_next(tmp_path):
    out = tmp_path / "run"
    command = ["run", "--config", HERE / "bits.yaml", "--out", out]
    for text in (press.run(command), press.run(command)):
        assert f"release   {out}/release" in text and f"next      ecgpress verify {out}" in text, text
    assert "already complete" in text and "pages/s" not in text, f"a second start made nothing\n{text}"
    shutil.rmtree(out / "release")
    assert f"next      ecgpress merge --out {out}" in press.run(["generate", "--out", out])
