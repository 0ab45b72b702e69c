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

CONFIG = Path(__file__).with_name("report.yaml")
SECTIONS = ["summary", "pages", "content", "labels", "signals", "files", "failures", "speed"]
DIGEST = {"files_root": "ab" * 32, "pixels_root": "cd" * 32}


def make_tree(tree):
    """Generates simulated records with invented ages and sexes (age 300 means 90 or more). Truncates six of them."""
    press.run(["simulate", tree, "--records", 30, "-q"])
    table = tree / "ptbxl_database.csv"
    rows = list(csv.DictReader(open(table)))
    for i, row in enumerate(rows):
        row["age"] = ["300.0", "", f"{20 + 3 * i}.0"][min(i % 7, 2)]
        row["sex"] = ["0", "1", ""][i % 3]
    with open(table, "w", newline="") as out:
        writer = csv.DictWriter(out, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    for row in rows[:6]:
        data = (tree / row["filename_hr"]).with_suffix(".dat")
        data.write_bytes(data.read_bytes()[:1000])


class Reports:
    """Reports of a run, and of its release only."""

    def __enter__(self):
        self.folder = press.Folder()
        self.root = self.folder.__enter__()
        make_tree(self.root / "tree")
        press.run(["run", "--config", CONFIG, "--set", f"source.path={self.root / 'tree'}", "--out", self.root / "run", "-q"])
        self.release = self.root / "run" / "release"
        press.run(["report", self.root / "run"])
        press.run(["report", self.release, "-o", self.root / "bare.html", "--sample", "4"])
        press.run(["verify", self.root / "run"])  # neither report is an unexpected file
        (self.release / "digest.json").write_text(json.dumps(DIGEST))
        press.run(["report", self.release, "-o", self.root / "digest.html"])
        everything = list(csv.DictReader(open(self.release / "manifest.csv")))
        self.pages = [row for row in everything if row["datasets"]]
        self.left_out = len(everything) - len(self.pages)
        names = {row["index"] for row in self.pages}
        self.leads = [row for row in csv.DictReader(open(self.release / "leads.csv")) if row["page"] in names]
        self.log = json.loads((self.release / "logs.json").read_text())
        self.browser = browser.Browser().__enter__()
        self.browser.open(self.root / "run" / "report.html")
        return self

    def __exit__(self, *arguments):
        self.browser.__exit__(*arguments)
        self.folder.__exit__(*arguments)

    def text(self, selector):
        return self.browser.run("return document.querySelector(arguments[0]).textContent", selector)

    def table(self, selector):
        """Returns the table of a figure as {first cell: other cells}."""
        rows = self.browser.run("return [...document.querySelectorAll(arguments[0] + ' tbody tr')]"
                                ".map((row) => [...row.children].map((cell) => cell.textContent))", selector)
        return {row[0]: row[1:] for row in rows}


REPORTS = Reports()


def opens_alone_with_every_section():
    page = REPORTS.browser
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
    assert page.requests() == [(REPORTS.root / "run" / "report.html").resolve().as_uri()] and page.complaints() == []


def counts_are_those_of_the_manifest():
    assert REPORTS.left_out > 0 and f"{REPORTS.left_out} more pages are in no dataset" in REPORTS.text("#summary")
    for kind in ("split", "layout", "preset", "look", "sex"):
        counted = collections.Counter((row[kind] or "unknown", row["split"]) for row in REPORTS.pages)
        table = REPORTS.table(f"#by-{kind}")
        assert table.keys() == {value for value, _ in counted}, kind
        for value, (train, val, test, total, percent) in table.items():
            expected = [counted[value, split] for split in ("train", "val", "test")]
            assert [int(train), int(val), int(test)] == expected and int(total) == sum(expected), (kind, value)
            assert abs(float(percent) - 100 * sum(expected) / len(REPORTS.pages)) < 0.051
    items = REPORTS.table("#items")
    for split, column in (("train", 0), ("val", 1), ("test", 2)):
        for name, count in REPORTS.log["counts"]["splits"][split].items():
            row = items.get("pages, all" if name == "pages" else name)
            assert (int(row[column]) if row else 0) == count, (split, name)


def check_histogram(figure, values, decimals, things):
    """Compares caption and bins of a histogram with its values."""
    caption = REPORTS.text(f"#{figure} figcaption")
    n, mean, median, least, most = re.search(r"n = (\d+), mean (\S+), median (\S+), (\S+) to (\S+)", caption).groups()
    near = 0.5 * 10 ** -decimals + 1e-9
    values = sorted(values)
    assert int(n) == len(values) > 0, (figure, n, len(values))
    assert abs(float(mean) - statistics.fmean(values)) <= near and abs(float(least) - values[0]) <= near, caption
    assert abs(float(most) - values[-1]) <= near, caption
    assert abs(float(median) - values[(len(values) - 1) // 2]) <= near + 0.001 * values[-1] + 10 ** -decimals, caption
    bins = REPORTS.table(f"#{figure}")
    assert sum(int(count) for (count,) in bins.values()) == len(values)
    for name, (count,) in bins.items():
        if match := re.fullmatch(r"(\S+) to (\S+)", name):
            low, high = float(match[1]), float(match[2])
        else:
            sign, edge = name.split()
            low, high = (-math.inf, float(edge)) if sign == "<" else (float(edge), math.inf)
        assert sum(low - 1e-9 <= value < high - 1e-9 for value in values) == int(count), (figure, name, count)
    head = REPORTS.browser.run("return document.querySelector(arguments[0] + ' thead').textContent", f"#{figure}")
    assert head.endswith(things), head


def histograms_are_those_of_the_tables():
    for reading in ("samples", "columns", "mask_png", "mask_bmp"):
        values = [float(row[f"oracle_{reading}_db"]) for row in REPORTS.pages if row[f"oracle_{reading}_db"]]
        check_histogram(f"oracle-{reading}", values, 2, "pages")
    assert {"90", ""} < {row["age"] for row in REPORTS.pages}, "the test needs pages with age 90 and pages without age"
    check_histogram("age", [int(row["age"]) for row in REPORTS.pages if row["age"]], 0, "pages")
    check_histogram("overlap-ratio", [float(row["overlap_ratio"]) for row in REPORTS.leads if int(row["target_ink_px"]) > 0], 3, "crops")
    page_of = {row["index"]: row for row in REPORTS.pages}
    for side, axis in (("width", "x"), ("height", "y")):
        boxes = [(float(row[f"box_{axis}1_px"]) - float(row[f"box_{axis}0_px"]), int(page_of[row["page"]][f"{side}_px"]))
                 for row in REPORTS.leads if float(row["box_x1_px"]) > float(row["box_x0_px"])]
        check_histogram(f"box-{side}-px", [length for length, _ in boxes], 0, "boxes")
        check_histogram(f"box-{side}", [100 * length / whole for length, whole in boxes], 1, "boxes")


def sizes_are_those_of_the_files():
    kinds = {"page image, JPEG": ("detection-dataset/images", ".jpg"), "crop, PNG": ("*/image", ".png"), "mask, PNG": ("*/mask-png", ".png"),
             "mask, BMP": ("*/mask-bmp", ".bmp")}
    table = REPORTS.table("#sizes")
    for kind, (folder, suffix) in kinds.items():
        n, mean, *_ = table[kind]
        sizes = [path.stat().st_size / 1000 for path in REPORTS.release.rglob(f"*{suffix}")
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


def heart_rates_are_those_of_another_method():
    told, read = re.search(r"Known for (\d+) of (\d+) pages read", REPORTS.text("#heart-rate")).groups()
    assert int(read) == len(REPORTS.pages) and int(told) > 0.6 * int(read)
    assert "Elgendi" in REPORTS.text("#heart-rate")
    rates = []
    for row in REPORTS.pages:
        strips = [lead for lead in REPORTS.leads if lead["page"] == row["index"] and lead["rhythm"] == "1" and "digitization" in lead["datasets"]]
        if strips:
            path = REPORTS.release / "digitization-dataset" / row["name"] / f"{strips[0]['name']}.json"
            rates.append(60 / beats_apart(json.loads(path.read_text()), float(row["rate_hz"])))
    median = float(re.search(r"median (\S+),", REPORTS.text("#heart-rate figcaption"))[1])
    assert len(rates) > 4 and abs(median - statistics.median(rates)) < 12, (median, sorted(rates))


def failures_digests_and_speed():
    failures = REPORTS.log["failures"]
    table = REPORTS.table("#failures")
    assert failures and sum(int(a) + int(b) for a, b in table.values()) == len(failures)
    assert all(failure["record"] not in reason for failure in failures for reason in table), table
    stages = REPORTS.table("#stages")
    assert {"drawing", "page JPEG", "artifacts"} <= stages.keys() and float(stages["drawing"][0]) > 0
    assert f"{len(REPORTS.pages) + REPORTS.left_out} pages generated in 1 job" in REPORTS.text("#speed")
    assert REPORTS.log["source_fingerprint"] in REPORTS.text("#digest")
    REPORTS.browser.open(REPORTS.root / "bare.html")
    assert "Unknown" in REPORTS.text("#speed") and "of 4 pages read" in REPORTS.text("#heart-rate")
    REPORTS.browser.open(REPORTS.root / "digest.html")
    assert all(root in REPORTS.text("#digest") for root in DIGEST.values())


def what_is_no_release_is_refused():
    assert "no release found" in press.run(["report", REPORTS.root / "tree"], code=3)
    assert "would be inside the release" in press.run(["report", REPORTS.release, "-o", REPORTS.release / "r.html"], code=2)


TESTS = [opens_alone_with_every_section, counts_are_those_of_the_manifest, histograms_are_those_of_the_tables, sizes_are_those_of_the_files,
         heart_rates_are_those_of_another_method, failures_digests_and_speed, what_is_no_release_is_refused]
if reason := browser.missing():
    print(f"skipped  report in a browser  ({reason})")
    raise SystemExit(77)
with REPORTS:
    press.main(TESTS)
