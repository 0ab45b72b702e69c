"""bench/realism: the figures of pages that the tests draw themselves are known, changes move the right figure, runs are equal."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

import pytest

pytest.importorskip("cv2", reason="needs Debian's python3-opencv: ./run deps realism")

SOURCE = Path(__file__).resolve().parents[2]
LIKENESS = SOURCE / "bench" / "realism" / "likeness.py"
SCALE = 8  # px per mm of the drawn pages
PAPER = 220
FINE = 4  # the pages are drawn finer by this, then averaged


def run(*words, code=0):
    done = subprocess.run([sys.executable, LIKENESS, *map(str, words)], capture_output=True, text=True)
    assert done.returncode == code, done.stderr
    return done.stdout + done.stderr


def page(major=0.3, minor=0.15, ink=0.9, trace_mm=0.5, steep_ink=None, blank_mm=0, size_mm=(110, 80)):
    """A page with a grid, lines .25 mm wide, and traces of flat strokes and upright ones; its last `blank_mm` are blank.

    Depths are shares of the paper's grey."""
    unit = SCALE * FINE
    width, height = (n * unit for n in size_mm)
    printed = height - blank_mm * unit
    image = Image.new("F", (width, height), 1.0)
    draw = ImageDraw.Draw(image)
    for spacing, depth in ((1, minor), (5, major)):
        for mm in range(0, max(size_mm), spacing):
            draw.rectangle((mm * unit, 0, mm * unit + unit // 4 - 1, printed - 1), 1 - depth)
            if mm * unit < printed:
                draw.rectangle((0, mm * unit, width, mm * unit + unit // 4 - 1), 1 - depth)
    pen = int(trace_mm * unit)
    for row in range(17, size_mm[1] - max(8, blank_mm), 20):
        for left in range(4, size_mm[0] - 12, 10):
            y, x = row * unit, left * unit
            draw.rectangle((x, y, x + 6 * unit, y + pen - 1), 1 - ink)
            shade = 1 - (ink if steep_ink is None else steep_ink)
            draw.rectangle((x + 8 * unit, y - 9 * unit, x + 8 * unit + pen - 1, y - unit), shade)
    grey = np.asarray(image.resize((width // FINE, height // FINE), Image.BOX)) * PAPER
    return np.repeat(grey[..., None], 3, axis=2)


def save(folder, name, pixels, **options):
    Image.fromarray(np.clip(np.round(pixels), 0, 255).astype(np.uint8)).save(folder / name, **options)


@pytest.fixture(scope="module")
def figures(once):
    """The figures of drawn pages by name: a plain one, and others that differ from it in one way."""
    def draw(folder):
        pictures = folder / "pictures"
        pictures.mkdir()
        plain = page()
        noise = np.random.default_rng(1).normal(0, 4, plain.shape)
        save(pictures, "plain.png", plain)
        save(pictures, "pale.png", page(major=0.12, minor=0.03))
        save(pictures, "faded.png", page(steep_ink=0.6))
        save(pictures, "thick.png", page(trace_mm=0.8))
        blurred = Image.fromarray(plain.astype(np.uint8)).filter(ImageFilter.GaussianBlur(1.2))
        save(pictures, "blurred.png", np.asarray(blurred, float))
        sharpened = blurred.filter(ImageFilter.UnsharpMask(2, 150, 0))
        save(pictures, "sharpened.png", np.asarray(sharpened, float))
        blank = page(blank_mm=20)
        save(pictures, "noisy.png", blank + noise)
        save(pictures, "smooth_noise.png", blank + noise + np.roll(noise, 1, axis=1))
        save(pictures, "grey_noise.png", blank + noise[..., :1])
        save(pictures, "tinted.png", plain * [1, 0.9, 0.8])
        save(pictures, "shaded.png", plain * np.linspace(0.6, 1, plain.shape[1])[None, :, None])
        save(pictures, "quality.jpg", plain, quality=77)
        manifest = "".join(f"{p.stem},{SCALE},export,clean\n" for p in pictures.iterdir())
        (pictures / "manifest.csv").write_text("name,px_per_mm,look,preset\n" + manifest)
        run(pictures, "--json", folder / "figures.json", "--jobs", 2)
    return json.loads((once("likeness", draw) / "figures.json").read_text())


def test_figures_of_a_known_page_are_its_own(figures):
    plain = figures["plain.png"]
    assert plain["aspect"] == pytest.approx(110 / 80) and plain["angle"] == pytest.approx(0, abs=0.2)
    assert plain["depth_5mm"] == pytest.approx(0.3, abs=0.03) and plain["depth_1mm"] == pytest.approx(0.15, abs=0.02)
    assert plain["trace_mm"] == pytest.approx(0.5, abs=0.06) and plain["ink_p10"] == pytest.approx(0.1, abs=0.03)
    assert plain["steep_ratio"] == pytest.approx(1, abs=0.02) and plain["halo"] < 3
    assert plain["paper_L"] == pytest.approx(87.6, abs=0.5)  # grey 220 of 255, as CIE lightness
    assert plain["paper_RG"] == pytest.approx(1) and plain["paper_BG"] == pytest.approx(1)
    assert "jpeg_q" not in plain and figures["quality.jpg"]["jpeg_q"] == 77


@pytest.mark.parametrize("name, figure, factor", [
    ("pale.png", "depth_5mm", 0.4), ("pale.png", "depth_1mm", 0.2), ("pale.png", "depth_ratio", 0.5), ("faded.png", "steep_ratio", 2 / 3),
    ("thick.png", "trace_mm", 1.6), ("tinted.png", "paper_RG", 1 / 0.9), ("tinted.png", "paper_BG", 0.8 / 0.9)])
def test_a_change_of_the_page_is_measured(figures, name, figure, factor):
    assert figures[name][figure] / figures["plain.png"][figure] == pytest.approx(factor, rel=0.2)
    for other in ("paper_p5_p95", "edge_px", "aspect"):
        assert figures[name][other] == pytest.approx(figures["plain.png"][other], rel=0.1)


def test_blur_noise_and_light_move_their_figures(figures):
    plain, blurred, sharpened = (figures[f"{n}.png"] for n in ("plain", "blurred", "sharpened"))
    assert blurred["edge_px"] > plain["edge_px"] + 0.5 and blurred["grid_dL"] < plain["grid_dL"]
    assert sharpened["edge_px"] < blurred["edge_px"] and sharpened["halo"] > blurred["halo"] + 3
    noisy, smooth, grey = (figures[f"{n}.png"] for n in ("noisy", "smooth_noise", "grey_noise"))
    assert abs(noisy["noise_lag1"]) < 0.25 and smooth["noise_lag1"] > noisy["noise_lag1"] + 0.2
    assert abs(noisy["noise_RG_corr"]) < 0.25 and grey["noise_RG_corr"] > 0.9
    assert noisy["sigma_RG"] == pytest.approx(4 * 2**0.5, rel=0.25) and grey["sigma_RG"] < 0.1
    assert noisy["hf_dB"] > plain["hf_dB"] + 3
    assert figures["shaded.png"]["paper_p5_p95"] < 0.7 < 0.95 < plain["paper_p5_p95"]


def test_resolution_is_read_from_the_grid_without_a_manifest(tmp_path):
    save(tmp_path, "page.png", page(size_mm=(120, 90)))
    run(tmp_path, "--json", tmp_path / "figures.json")
    assert json.loads((tmp_path / "figures.json").read_text())["page.png"]["px_per_mm"] == pytest.approx(SCALE, rel=0.02)


def test_a_release_is_measured_twice_the_same(damaged_run):
    pictures = damaged_run / "release" / "detection-dataset" / "images"
    with open(damaged_run / "release" / "manifest.csv", newline="") as rows:
        scans = sum(row["preset"] in ("bw-scan", "fax") for row in csv.DictReader(rows))
    words = (pictures, "--class", "scan", "--preset", "bw-scan,fax")
    first = run(*words)
    assert first == run(*words, "--jobs", 2)
    assert scans and f"{scans} pictures beside real scans" in first and "real scan: median" in first
    lines = [line.split("|") for line in first.splitlines() if line.count("|") == 3]
    assert len(lines) == 24 and all(line[3].strip() for line in lines)
    row = next(line for line in lines if line[0].startswith("resolution"))
    assert row[1].split()[0] == "8" and row[2].split()[0] == f"{110 / 25.4:.3g}" and row[3].strip() == "no, low"


def test_errors_say_what_is_missing(tmp_path, damaged_run):
    assert "no such folder" in run(tmp_path / "none", code=1)
    assert "no pictures" in run(tmp_path, code=1)
    message = run(damaged_run / "release" / "detection-dataset" / "images", "--preset", "phone", code=1)
    assert "no picture of preset phone" in message and "phone-photo" in message
    hidden = subprocess.run([sys.executable, "-c", "import sys, runpy; sys.modules['cv2'] = None; sys.argv = ['likeness', '.'];"
                             f"runpy.run_path({str(LIKENESS)!r}, run_name='__main__')"], capture_output=True, text=True)
    assert hidden.returncode == 1 and "python3-opencv" in hidden.stderr and "./run deps realism" in hidden.stderr
