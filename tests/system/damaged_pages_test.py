"""Pages with artifacts: equal bytes for any number of ranks, a release that verifies, and positions that reproduce the signal
through the stored warp (read by independent code) and are on their masks and within their boxes."""

import csv
import json
import math
import time
from contextlib import suppress
from pathlib import Path

import press
import pytest

CONFIG = Path(__file__).with_name("damaged.yaml")


# Settings that make libraries behave as on an old processor. The program's own loops cannot be configured.
OLD_PROCESSOR = {"OPENCV_CPU_DISABLE": "AVX512_SKX,AVX2,FMA3,AVX,FP16,SSE4_2,SSE4_1", "JSIMD_FORCESSE2": "1",
                 "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2_Usable,-FMA_Usable"}


@pytest.mark.parametrize("ranks, pages, environment", [
    pytest.param(1, 3, None, id="1_rank"), pytest.param(3, 2, None, id="3_ranks"),
    pytest.param(1, 3, OLD_PROCESSOR, id="processor_without_AVX2")])
def test_bytes_do_not_depend_on_the_machine(tmp_path, damaged_run, ranks, pages, environment):
    out = tmp_path / "run"
    press.run(["run", "--config", CONFIG, "--out", out, "--set", f"shard.pages={pages}"], ranks, environment=environment)
    press.assert_same_tree(damaged_run / "release", out / "release", "the release of 2 ranks")


def cpu_ticks(task):
    """User and system time of a thread (proc(5): fields 14 and 15 of stat, counted after the name)."""
    fields = (task / "stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def test_rank_works_in_one_thread(tmp_path):
    """One thread works, regardless of the number of cores, because a job has one rank per core. Two more threads of rank 0
    only wait for a stop request."""
    process, ticks, most = press.start(["generate", "--config", CONFIG, "--out", tmp_path / "run"]), {}, 0
    tasks = Path(f"/proc/{process.pid}/task")
    while process.poll() is None:
        with suppress(OSError):  # a thread or the process has just ended
            present = list(tasks.iterdir())
            most = max(most, len(present))
            for task in present:
                ticks[task.name] = cpu_ticks(task)
        time.sleep(0.005)
    working = ticks.pop(str(process.pid))
    assert process.returncode == 0 and most <= 3, (process.returncode, most)
    assert working > 20 and sum(ticks.values()) <= 0.05 * working, f"main thread {working}, others {ticks}"



def drawing_from_image(warp, x, y):
    """Bilinear between nodes 16 px apart, 1/1024 px: docs/formats/release.md."""
    import numpy as np
    i, j = np.clip(y / 16, 0, len(warp) - 1.001), np.clip(x / 16, 0, len(warp[0]) - 1.001)
    r, c, v, u = i.astype(int), j.astype(int), (i % 1)[:, None], (j % 1)[:, None]
    return ((1 - v) * ((1 - u) * warp[r, c] + u * warp[r, c + 1])
            + v * ((1 - u) * warp[r + 1, c] + u * warp[r + 1, c + 1])) / 1024


def test_positions_give_millivolts_and_lie_on_masks(damaged_run):
    import numpy as np
    from PIL import Image
    release = damaged_run / "release"
    assert "no problems" in press.run(["verify", damaged_run, "--oracle"])
    leads = {row["name"]: row for row in csv.DictReader(open(release / "leads.csv", newline=""))}
    pages = list(csv.DictReader(open(release / "manifest.csv", newline="")))
    assert len({page["preset"] for page in pages}) >= 6, [page["preset"] for page in pages]
    warped = samples = flat_area = 0
    for page in pages:
        assert float(page["oracle_samples_db"]) >= 60, page
        truth = np.load(release / "trace-truth" / f"{page['name']}.npz")
        if "warp" not in truth:
            continue
        warped += 1
        for k, number in enumerate(truth["number"]):
            name = f"{page['name']}_lead_{number}"
            lead = leads[name]
            part = slice(truth["sample_offsets"][k], truth["sample_offsets"][k + 1])
            x, y = truth["sample_x_px"][part].astype(float), truth["sample_y_px"][part].astype(float)
            width, height = truth["image_px"]
            inside = (x >= 0) & (y >= 0) & (x < width - 0.5) & (y < height - 0.5)
            if not inside.any():
                continue  # the picture does not show this lead
            flat = drawing_from_image(truth["warp"].astype(float), x[inside], y[inside])
            millivolts = (truth["baseline_y_px"][k] - flat[:, 1]) / truth["px_per_mv"][k]
            signal = json.load(open(release / "digitization-dataset" / page["name"] / f"{name}.json"))
            signal = np.array(signal, float)[inside]
            assert np.abs(millivolts - signal).max() < 2e-3, (name, np.abs(millivolts - signal).max())
            mask = np.array(Image.open(release / "segmentation" / "mask-png" / f"{name}.png"))
            crop_x, crop_y = truth["crop_px"][k][:2]
            columns, rows = np.rint(x[inside]).astype(int) - crop_x, np.rint(y[inside]).astype(int) - crop_y
            assert (mask[rows, columns] > 0).all(), name
            box = [float(lead[f"box_{side}_px"]) for side in ("x0", "y0", "x1", "y1")]
            assert box[0] <= x[inside].min() + 0.5 and x[inside].max() + 0.5 <= box[2], name
            assert box[1] <= y[inside].min() + 0.5 and y[inside].max() + 0.5 <= box[3], name
            samples += inside.sum()
        corners = truth["page_corners_px"].astype(float)
        if np.isnan(corners).any():
            continue  # a corner far outside of the picture
        flat_area += 1
        area = sum(corners[i][0] * corners[i - 3][1] - corners[i - 3][0] * corners[i][1] for i in range(4)) / 2
        # A page takes up a fifth of the picture, or the picture shows a third of the page.
        assert 0.15 < abs(area) / math.prod(map(int, truth["image_px"])) < 4, area
    assert flat_area >= warped / 2
    assert warped >= 8 and samples > 50000, (warped, samples)
