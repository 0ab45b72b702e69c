"""Tests `ecgpress report` in a real browser: all sections exist, and their numbers equal those counted here from the release's tables."""

import collections
import csv
import json
import math
import re
import statistics
from pathlib import Path

import browser
import press
import pytest

pytestmark = pytest.mark.xdist_group("report")  # one browser for all tests
CONFIG = Path(__file__).with_name("report.yaml")
SECTIONS = ["summary", "methods", "pages", "content", "labels", "signals", "files", "failures", "speed"]
DIGEST = {"files_root": "ab" * 32, "pixels_root": "cd" * 32}


def make_tree(tree):
    """Generates simulated records with invented ages and sexes (age 300 means 90 or more). Truncates six of them."""
    press.run(["simulate", tree, "--records", 30, "-q"])
    table = tree / "ptbxl_database.csv"
    rows = list(csv.DictReader(open(table)))
    for i, row in enumerate(rows):
        row["age"] = ["300.0", "", f"{20 + 3 * i}.0"][min(i % 7, 2)]
        row["sex"] = ["0", "1", ""][i % 3]
        row["scp_codes"] = ["{'NORM': 100.0}", "{'AMI': 50.0, 'LVH': 0.0}", "{'SR': 0.0}"][i % 3]
    (tree / "scp_statements.csv").write_text(
        ",description,diagnostic,rhythm,diagnostic_class,diagnostic_subclass\nNORM,normal,1.0,,NORM,NORM\nAMI,infarction,1.0,,MI,AMI\n"
        "LVH,hypertrophy,1.0,,HYP,LVH\nSR,sinus rhythm,,1.0,,\n")
    with open(table, "w", newline="") as out:
        writer = csv.DictWriter(out, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    for row in rows[:6]:
        data = (tree / row["filename_hr"]).with_suffix(".dat")
        data.write_bytes(data.read_bytes()[:1000])


def make(root):
    make_tree(root / "tree")
    press.run(["run", "--config", CONFIG, "--set", f"source.path={root / 'tree'}", "--out", root / "run", "-q"])
    release = root / "run" / "release"
    press.run(["report", root / "run"])
    press.run(["report", release, "-o", root / "bare.html", "--sample", "4"])
    press.run(["verify", root / "run"])  # neither is reported as an unexpected file
    (release / "digest.json").write_text(json.dumps(DIGEST))
    press.run(["report", release, "-o", root / "digest.html"])


class Reports:
    """The reports of a run and of only its release, and a browser."""

    def __init__(self, root, browser):
        self.root, self.browser = root, browser
        self.release = root / "run" / "release"
        everything = list(csv.DictReader(open(self.release / "manifest.csv")))
        self.pages = [row for row in everything if row["datasets"]]
        self.left_out = len(everything) - len(self.pages)
        names = {row["index"] for row in self.pages}
        self.leads = [row for row in csv.DictReader(open(self.release / "leads.csv")) if row["page"] in names]
        self.log = json.loads((self.release / "logs.json").read_text())

    def text(self, selector):
        return self.browser.run("return document.querySelector(arguments[0]).textContent", selector)

    def table(self, selector):
        """Returns the table of a figure as {first cell: other cells}."""
        rows = self.browser.run("return [...document.querySelectorAll(arguments[0] + ' tbody tr')]"
                                ".map((row) => [...row.children].map((cell) => cell.textContent))", selector)
        return {row[0]: row[1:] for row in rows}


@pytest.fixture(scope="module")
def opened(once):
    if reason := browser.missing():
        pytest.skip(reason)
    root = once("report", make)
    with browser.Browser() as window:
        yield Reports(root, window)


@pytest.fixture
def reports(opened):
    """Opens the report of the run."""
    opened.browser.open(opened.root / "run" / "report.html")
    return opened


def test_report_has_every_section_and_needs_nothing_else(reports):
    page = reports.browser
    assert page.run("return [...document.querySelectorAll('main > section')].map((s) => s.id)") == SECTIONS
    assert page.run("return [...document.querySelectorAll('nav a')].map((a) => a.getAttribute('href').slice(1))") == SECTIONS
    assert page.run("return [...document.images].every((image) => image.naturalWidth > 100)")
    assert page.run("return document.querySelectorAll('#pages img').length") == 12
    figures = page.run("""return [...document.querySelectorAll('figure[id]')].filter((f) => f.querySelector('svg'))
        .map((f) => [f.id, f.querySelector('svg').getAttribute('aria-label'), f.querySelectorAll('tbody tr').length])""")
    assert len(figures) >= 16 and all(label and rows for _, label, rows in figures), figures
    page.run("document.getElementById('theme').click()")
    assert page.run("return document.documentElement.dataset.theme") == "dark"
    page.run("document.getElementById('theme').click()")
    assert page.requests() == [(reports.root / "run" / "report.html").resolve().as_uri()] and page.complaints() == []


def test_counts_agree_with_the_manifest(reports):
    assert reports.left_out > 0 and f"{reports.left_out} more pages are in no dataset" in reports.text("#summary")
    for kind in ("split", "layout", "preset", "look", "sex"):
        counted = collections.Counter((row[kind] or "unknown", row["split"]) for row in reports.pages)
        table = reports.table(f"#by-{kind}")
        assert table.keys() == {value for value, _ in counted}, kind
        for value, (train, val, test, total, percent) in table.items():
            expected = [counted[value, split] for split in ("train", "val", "test")]
            assert [int(train), int(val), int(test)] == expected and int(total) == sum(expected), (kind, value)
            assert abs(float(percent) - 100 * sum(expected) / len(reports.pages)) < 0.051
    items = reports.table("#items")
    for split, column in (("train", 0), ("val", 1), ("test", 2)):
        for name, count in reports.log["counts"]["splits"][split].items():
            row = items.get("pages, all" if name == "pages" else name)
            assert (int(row[column]) if row else 0) == count, (split, name)


def test_records_patients_and_classes_are_counted(reports):
    tiles = dict(reports.browser.run("return [...document.querySelectorAll('.tile')].map((tile) => [...tile.children].map((part) => part.textContent))"))
    pages_of = collections.Counter(row["record"] for row in reports.pages)
    assert tiles["records"] == str(len(pages_of)) and tiles["patients"] == str(len({row["patient"] for row in reports.pages}))
    check_histogram(reports, "pages-a-record", list(pages_of.values()), 0, "records")
    counted = collections.Counter(name for row in reports.pages for name in row["superclasses"].split(";") if name)
    assert {name: int(cells[3]) for name, cells in reports.table("#by-class").items()} == counted and counted.keys() == {"NORM", "MI", "HYP"}


def check_histogram(reports, figure, values, decimals, things):
    """Compares caption and bins of a histogram with its values."""
    caption = reports.text(f"#{figure} figcaption")
    n, mean, median, least, most = re.search(r"n = (\d+), mean (\S+), median (\S+), (\S+) to (\S+)", caption).groups()
    near = 0.5 * 10 ** -decimals + 1e-9
    values = sorted(values)
    assert int(n) == len(values) > 0, (figure, n, len(values))
    assert abs(float(mean) - statistics.fmean(values)) <= near and abs(float(least) - values[0]) <= near, caption
    assert abs(float(most) - values[-1]) <= near, caption
    assert abs(float(median) - values[(len(values) - 1) // 2]) <= near + 0.001 * values[-1] + 10 ** -decimals, caption
    bins = reports.table(f"#{figure}")
    assert sum(int(count) for (count,) in bins.values()) == len(values)
    for name, (count,) in bins.items():
        if match := re.fullmatch(r"(\S+) to (\S+)", name):
            low, high = float(match[1]), float(match[2])
        else:
            sign, edge = name.split()
            low, high = (-math.inf, float(edge)) if sign == "<" else (float(edge), math.inf)
        assert sum(low - 1e-9 <= value < high - 1e-9 for value in values) == int(count), (figure, name, count)
    head = reports.browser.run("return document.querySelector(arguments[0] + ' thead').textContent", f"#{figure}")
    assert head.endswith(things), head


def test_histograms_agree_with_the_tables(reports):
    for reading in ("samples", "columns", "mask_png", "mask_bmp"):
        values = [float(row[f"oracle_{reading}_db"]) for row in reports.pages if row[f"oracle_{reading}_db"]]
        check_histogram(reports, f"oracle-{reading}", values, 2, "pages")
    assert {"90", ""} < {row["age"] for row in reports.pages}, "the test's pages have no very old, or none of no age"
    check_histogram(reports, "age", [int(row["age"]) for row in reports.pages if row["age"]], 0, "pages")
    check_histogram(reports, "overlap-ratio", [float(row["overlap_ratio"]) for row in reports.leads if int(row["target_ink_px"]) > 0], 3, "crops")
    page_of = {row["index"]: row for row in reports.pages}
    for side, axis in (("width", "x"), ("height", "y")):
        boxes = [(float(row[f"box_{axis}1_px"]) - float(row[f"box_{axis}0_px"]), int(page_of[row["page"]][f"{side}_px"]))
                 for row in reports.leads if float(row["box_x1_px"]) > float(row["box_x0_px"])]
        check_histogram(reports, f"box-{side}-px", [length for length, _ in boxes], 0, "boxes")
        check_histogram(reports, f"box-{side}", [100 * length / whole for length, whole in boxes], 1, "boxes")


def test_sizes_agree_with_the_files(reports):
    kinds = {"page image, JPEG": ("detection-dataset/images", ".jpg"), "crop, PNG": ("*/image", ".png"), "mask, PNG": ("*/mask-png", ".png"),
             "mask, BMP": ("*/mask-bmp", ".bmp")}
    table = reports.table("#sizes")
    for kind, (folder, suffix) in kinds.items():
        n, mean, *_ = table[kind]
        sizes = [path.stat().st_size / 1000 for path in reports.release.rglob(f"*{suffix}")
                 if re.search(folder.replace("*", ".*"), str(path.parent))]
        if kind == "page image, JPEG":
            assert int(n) == len(sizes) and abs(float(mean) - statistics.fmean(sizes)) < 0.051
        else:  # shards also contain crops that a cap excluded from the release
            assert int(n) >= len(sizes) > 0, kind


def beats_apart(signal, rate_hz):
    """Returns the lag in s with the highest autocorrelation of a signal's slope: another method to find the heart rate."""
    import numpy as np
    steep = np.diff(np.asarray(signal, float), prepend=signal[0]) ** 2
    steep = np.convolve(steep, np.ones(int(0.08 * rate_hz)), "same")
    steep -= steep.mean()
    lags = range(int(0.4 * rate_hz), int(1.5 * rate_hz))
    return max(lags, key=lambda lag: (steep[:-lag] * steep[lag:]).mean()) / rate_hz


def test_heart_rates_agree_with_another_method(reports):
    known, read = re.search(r"Known for (\d+) of (\d+) pages read", reports.text("#heart-rate")).groups()
    assert int(read) == len(reports.pages) and int(known) > 0.6 * int(read)
    assert "Elgendi" in reports.text("#heart-rate")
    rates = []
    for row in reports.pages:
        strips = [lead for lead in reports.leads if lead["page"] == row["index"] and lead["rhythm"] == "1" and "digitization" in lead["datasets"]]
        if strips:
            path = reports.release / "digitization-dataset" / row["name"] / f"{strips[0]['name']}.json"
            rates.append(60 / beats_apart(json.loads(path.read_text()), float(row["rate_hz"])))
    median = float(re.search(r"median (\S+),", reports.text("#heart-rate figcaption"))[1])
    assert len(rates) > 4 and abs(median - statistics.median(rates)) < 12, (median, sorted(rates))


def test_failures_digests_and_speed(reports):
    failures = reports.log["failures"]
    table = reports.table("#failures")
    assert failures and sum(int(a) + int(b) for a, b in table.values()) == len(failures)
    assert all(failure["record"] not in reason for failure in failures for reason in table), table
    stages = reports.table("#stages")
    assert {"drawing", "page JPEG", "artifacts"} <= stages.keys() and float(stages["drawing"][0]) > 0
    assert f"{len(reports.pages) + reports.left_out} pages generated in 1 job" in reports.text("#speed")
    assert reports.log["source_fingerprint"] in reports.text("#digest")
    reports.browser.open(reports.root / "bare.html")
    assert "Unknown" in reports.text("#speed") and "of 4 pages read" in reports.text("#heart-rate")
    reports.browser.open(reports.root / "digest.html")
    assert all(root in reports.text("#digest") for root in DIGEST.values())


def test_other_folders_are_rejected(reports):
    assert "no release found" in press.run(["report", reports.root / "tree"], code=3)
    assert "would be inside the release" in press.run(["report", reports.release, "-o", reports.release / "r.html"], code=2)


def test_methods_text_states_the_counts(reports):
    text = reports.text("#methods")
    splits = collections.Counter(row["split"] for row in reports.pages)
    records, patients = len({row["record"] for row in reports.pages}), len({row["patient"] for row in reports.pages})
    assert f"contains {len(reports.pages)} page images ({splits['train']} for training, {splits['val']} for validation, {splits['test']} for testing)" in text
    assert f"The pages show {records} recordings of {patients} patients from the source ptb-xl" in text
    for kind in ("layout", "look", "preset"):
        for value, count in collections.Counter(row[kind] for row in reports.pages).items():
            assert f"{value} ({count})" in text, (kind, value)
    crops = [float(row["overlap_ratio"]) for row in reports.leads if int(row["target_ink_px"]) > 0]
    assert f"{sum(value > 0 for value in crops)} of {len(crops)} crops contain ink of another lead" in text
    assert f"{sum(splits.values())} pages have a signal-to-noise ratio of mean" in text
    assert all(word not in text for word in ("nan", "inf "))


def test_few_values_are_numbers(opened, tmp_path):
    config = tmp_path / "few.yaml"
    config.write_text("source: {kind: simulated, records: 20}\nstyle: {dpi: 60}\npages:\n- {name: few, layouts: 3x4, count: 6, datasets: [digitization]}\n")
    press.run(["run", "--config", config, "--out", tmp_path / "run", "-q"])
    press.run(["report", tmp_path / "run"])
    opened.browser.open(tmp_path / "run" / "report.html")
    rows = list(csv.DictReader(open(tmp_path / "run" / "release" / "manifest.csv")))
    values = sorted(float(row["oracle_columns_db"]) for row in rows)
    assert opened.text("#oracle-columns .few b") == ", ".join(f"{value:.2f}" for value in values)
    assert opened.browser.run("return document.querySelector('#oracle-columns svg')") is None
    assert opened.browser.run("return document.querySelector('#box-width svg') !== null"), "72 boxes are a histogram"


def test_figures_can_be_saved(reports):
    saved = reports.browser.run("""const saved = [], click = HTMLAnchorElement.prototype.click;
        HTMLAnchorElement.prototype.click = function () { saved.push([this.download, this.href]); };
        const buttons = [...document.querySelectorAll('#overlap-ratio .save')];
        for (const button of buttons) button.click();
        return new Promise((done) => setTimeout(() => { HTMLAnchorElement.prototype.click = click; done(saved); }, 1500));""")
    import base64
    import io
    import urllib.parse
    import xml.etree.ElementTree as tree

    from PIL import Image
    files = dict(saved)
    assert set(files) == {"overlap-ratio.svg", "overlap-ratio.png"}
    root = tree.fromstring(urllib.parse.unquote(files["overlap-ratio.svg"].split(",", 1)[1]))
    bars = [rect for rect in root.iter("{http://www.w3.org/2000/svg}rect") if "fill" in rect.get("style", "")]
    assert len(bars) > 3 and "var(" not in files["overlap-ratio.svg"]
    with Image.open(io.BytesIO(base64.b64decode(files["overlap-ratio.png"].split(",", 1)[1]))) as picture:
        assert picture.width == 1920 and len(picture.convert("RGB").getcolors(1 << 20)) > 10


def test_columns_have_no_holes(reports):
    """In each section, the figures of a row have one height, and the last row fills the width."""
    reports.browser.open(reports.root / "run" / "report.html", 1440, 900)
    for places in reports.browser.run("""return [...document.querySelectorAll('.figures')].map((box) => [box.getBoundingClientRect().right,
            ...[...box.children].map((f) => { const r = f.getBoundingClientRect(); return [r.top, r.bottom, r.right]; })])"""):
        right, *figures = places
        rows = collections.defaultdict(list)
        for top, bottom, end in figures:
            rows[top].append((bottom, end))
        for row in rows.values():
            assert len({bottom for bottom, _ in row}) == 1 and max(end for _, end in row) == pytest.approx(right, abs=1)
