"""bench/realism: windows of a release show its traces under their masks; a drawn curve is read back; noise of a known power is measured."""

import subprocess
import sys
from pathlib import Path

import numpy as np

import pytest

pytest.importorskip("cv2", reason="needs Debian's python3-opencv: ./run deps realism")
pytest.importorskip("scipy", reason="needs Debian's python3-scipy: ./run deps realism")

BENCH = Path(__file__).resolve().parents[2] / "bench" / "realism"


def test_windows_have_their_ink_under_the_mask(damaged_run, tmp_path):
    out = tmp_path / "windows.npz"
    done = subprocess.run([sys.executable, BENCH / "windows.py", damaged_run / "release", out, "--each", "4"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    windows = np.load(out)
    image, mask = windows["image"].astype(float).mean(axis=3), windows["mask"] > 127
    assert image.shape == mask.shape and image.shape[1:] == (128, 256) and len(image) >= 40
    inked = mask.mean(axis=(1, 2)) > 0.005
    assert inked.mean() > 0.6 and mask[inked].mean() < 0.25
    # A mask that is moved by 2 mm lies on paper. Faded and stained pages are dark elsewhere too, so not all windows count.
    moved = np.roll(mask, 16, axis=1) & ~mask
    darker = [i[m].mean() < i[o].mean() - 10 for i, m, o in zip(image[inked], mask[inked], moved[inked]) if o.any()]
    assert np.mean(darker) > 0.8


@pytest.fixture
def read_back(monkeypatch):
    pytest.importorskip("torch", reason="needs Debian's python3-torch: ./run deps realism")
    monkeypatch.syspath_prepend(str(BENCH))
    import read_back
    return read_back


def test_a_drawn_curve_is_read_back(read_back):
    n = 1200
    x = np.arange(n) * 0.4 + 40
    millivolts = 0.2 * np.sin(np.arange(n) / 60)
    for beat in range(100, n, 200):  # 60 ms at half height
        millivolts[beat - 30 : beat + 31] += 1 - np.abs(np.arange(-30, 31)) / 30
    page = {"n": np.array([n]), "base": np.array([25.0]), "mv": millivolts, "x": x, "tx": x, "ty": 200 - 80 * millivolts}
    ink = read_back.true_ink(page, (400, 600))
    whole = np.s_[0:400]
    found = read_back.score(page, ink, ink, whole)
    assert found["snr_db"] > 12 and found["missing"] == 0 and found["dice"] == 1
    torn = ink.copy()
    torn[:, 200:248] = 0  # a tenth of the trace
    assert read_back.score(page, torn, ink, whole)["missing"] == pytest.approx(0.1, abs=0.01)


def test_decibels_are_those_of_the_noise(read_back):
    signal = np.sin(np.arange(5000) / 80)
    noise = np.random.default_rng(3).normal(0, np.std(signal) / 10, len(signal))
    assert read_back.decibels(signal, signal + 3 + noise) == pytest.approx(20, abs=0.3)
    assert read_back.decibels(signal[50:], signal[:-50]) > 100  # a lag of 0.1 s
