"""`ecgpress plan` of a million pages takes seconds and little memory for any configuration. It prints the output folders, the
size of the output, and the same warnings as `run`."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import press
import pytest

CONFIG = Path(__file__).resolve().parents[2] / "config" / "million.yaml"
SMALL = Path(__file__).with_name("every_layout.yaml")
LIMIT_S = 5
LIMIT_MIB = 200
# Runs a command and prints its peak memory in KiB. A process of its own, because the peak of a child includes what its parent
# had when it started it: here as much as the tests before needed.
MEASURE = """
import os, subprocess, sys
process = subprocess.Popen(sys.argv[1:])
_, status, usage = os.wait4(process.pid, 0)
print(usage.ru_maxrss, file=sys.stderr)
sys.exit(os.waitstatus_to_exitcode(status))
"""


def plan(*arguments):
    """Runs plan. Returns its output, its wall time in s and its peak memory in MiB."""
    start_s = time.monotonic()
    line = [sys.executable, "-S", "-c", MEASURE, press.PROGRAM, "plan", *map(str, arguments)]
    done = subprocess.run(line, capture_output=True, text=True, timeout=press.TIME_LIMIT_S)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout, time.monotonic() - start_s, int(done.stderr.split()[-1]) / 1024


def assert_cheap(text, wall_s, memory_mib):
    assert re.search(r"^all .* 1000000 ", text, re.M), text
    if not press.IS_SANITIZED:
        assert wall_s < LIMIT_S and memory_mib < LIMIT_MIB, (wall_s, memory_mib)


def check_million(setting):
    text, wall_s, memory_mib = plan("--config", CONFIG, "--set", setting, "--ranks", 64)
    assert_cheap(text, wall_s, memory_mib)
    assert " on 64 ranks" in text and "not tried" not in text, text


@pytest.mark.alone
def test_million_simulated_pages():
    check_million("source={kind: simulated, records: 21800}")


@pytest.mark.alone
def test_million_real_pages(ptbxl):
    check_million(f"source.path={ptbxl}")


@pytest.mark.alone
def test_the_time_is_that_of_a_core_without_other_load():
    """Three processes on the same core make plan take several times as long, but not the run that it estimates."""
    core = min(os.sched_getaffinity(0))
    command = ["taskset", "-c", str(core), press.PROGRAM, "plan", "--config", SMALL]

    def seconds():
        done = subprocess.run(command, capture_output=True, text=True, timeout=press.TIME_LIMIT_S, check=True)
        return float(re.search(r"^time +about ([0-9.]+) s ", done.stdout, re.M).group(1))

    quiet = seconds()
    others = [subprocess.Popen(["taskset", "-c", str(core), sys.executable, "-c", "while True: pass"]) for _ in range(3)]
    try:
        busy = seconds()
    finally:
        for other in others:
            other.kill()
            other.wait()
    assert quiet / 2 < busy < 2 * quiet, (quiet, busy)


@pytest.mark.alone
def test_million_slow_pages_and_rare_layouts(tmp_path):
    slow = "\n  - ".join(f"""{{name: slow{i}, layouts: [3x1, 3x4, 3x4+1R, 3x4+2R, 3x4+3R, 6x2, 6x2+1R, 4x3, 4x2+4R, 12x1],
     count: 250000, datasets: [detection], looks: default, artifacts: default, style: {{dpi: 300}}}}""" for i in range(4))
    rare = "{name: rare, layouts: {3x4: 999999, 12x1: 1}, count: 1000000, datasets: [detection], style: {dpi: 90}}"
    for groups, tried in ((slow, False), (rare, True)):
        (tmp_path / "c.yaml").write_text(f"source: {{kind: simulated, records: 200}}\npages:\n  - {groups}\n")
        text, wall_s, _ = plan("--config", tmp_path / "c.yaml", "--set", "release.most_files=0")
        assert wall_s < 2 * LIMIT_S or press.IS_SANITIZED, wall_s  # some pages are rendered, which takes longer on a busy machine
        assert re.search(r"^all .* 1000000 ", text, re.M) and ("not tried" in text) != tried, text


def test_plan_names_the_output_and_warns_as_run_does(tmp_path):
    odd = ["--set", "style.pulse_gap_mm=3", "--set", "pages.plain.jpeg.quality=20"]
    odd += ["--set", "pages.plain.count=4", "--set", "pages.rhythm.count=1", "--set", "pages.small.count=2"]
    text = press.run(["plan", "--config", SMALL, "--out", tmp_path / "run", *odd])
    where = re.escape(f"{tmp_path}/run/shards, {tmp_path}/run/release")
    assert re.search(where + r": about .* and \d+ files at the peak \(shards and releases together\), .* free$", text, re.M), text
    warnings = re.findall(r"^warning +(.*)$", text, re.M)
    assert len(warnings) == 2 and "pulse is none" in warnings[1], text
    for command in ("generate", "merge"):
        log = press.run([command, "--out", tmp_path / "run"], 2)
        for warning in warnings:
            assert log.count(f"warning: {warning}") == 1, log
    assert "warning" not in press.run(["plan", "--config", SMALL])


FAULTS = os.environ.get("ECGPRESS_FAULTS", "")
needs_faults = pytest.mark.skipif(not Path(FAULTS).is_file(), reason="needs the library ecgpress_faults")


def space(nbytes, files):
    return {"LD_PRELOAD": FAULTS, "FAULT_ROOT": "/", "FAULT_SPACE": f"{nbytes}:{files}"}


@needs_faults
def test_million_pages_on_a_small_file_system(tmp_path):
    """The default of a million pages are archives; a folder of files is refused; plan and run compare with what is free."""
    million = ["--config", CONFIG, "--set", "source={kind: simulated, records: 21800}"]
    text = press.run(["plan", *million, "--set", "release.formats=[folder]", "--out", tmp_path / "run"], code=2)
    assert "release.most_files is 2000000" in text and "(folder)" in text and "(webdataset)" in text, text
    assert not (tmp_path / "run").exists()
    text = press.run(["plan", *million, "--out", tmp_path / "run"], environment=space(10**9, 1500))
    files, = re.findall(r" and (\d+) files at the peak", text)
    assert 1500 < int(files) < 100_000 and ", 1.0 GB and 1500 files free" in text, text
    assert "is too small" in text and "too few free files" in text, text
    text = press.run(["plan", *million], environment=space(10**15, 10**6))
    assert "too small" not in text and "too few" not in text, text


@needs_faults
def test_a_run_with_too_few_free_files_is_refused_before_it_draws(tmp_path):
    run = ["run", "--config", SMALL, "--out", tmp_path / "run"]
    text = press.run(run, 2, code=4, environment=space(10**12, 20))
    assert "free files (inodes)" in text and "(hdf5)" in text and not (tmp_path / "run").exists(), text


@pytest.mark.slow
def test_estimated_size_of_every_format(tmp_path):
    """Compares the estimate for each format and its archives with the size of a real run of those pages."""
    formats = ["folder", "yolo-seg", "yolo-pose", "yolo-obb", "coco", "nnunet", "webdataset", "wfdb", "hdf5"]
    settings = ["--set", "source={kind: simulated, records: 60}", "--set", "shard.pages=40"]
    packing = ["--set", "release.max_bytes=100000000"]

    def estimated(text, pattern):
        number, unit = re.search(pattern, text).groups()
        return float(number) * {"MB": 1e6, "GB": 1e9}[unit]

    config, out = tmp_path / "c.yaml", tmp_path / "run"
    config.write_text("pages:\n  - {name: all, layouts: [3x4, 6x2], count: 40, style: {dpi: 100},\n"
                      "     datasets: [digitization, detection, segmentation, overlap]}\n")
    press.run(["run", "--config", config, *settings, *packing, "--out", out, "--format", ",".join(formats)], 2)
    for name in formats:
        asked = ["plan", "--config", config, *settings, "--set", f"release.formats=[{name}]", "--out"]
        text, packed = press.run([*asked, tmp_path / name]), press.run([*asked, tmp_path / f"{name}-packed", *packing])
        planned, = re.findall(r"and (\d+) files at the peak", text)
        found = sum(len([path for path in folder.rglob("*") if path.is_file()]) for folder in
                    (out / "shards", out / ("release" if name == "folder" else f"release-{name}")))
        assert found <= int(planned) <= found + 12, f"{name}: {found} files, not {planned}"
        shards = estimated(text, r"shards +1 of 40 pages, about (\S+) (\w+)")
        needed, needed_packed = (estimated(each, r"about (\S+) (\w+) and \d+ files at the peak") for each in (text, packed))
        release = out / ("release" if name == "folder" else f"release-{name}")
        ratios = {"shards": shards / press.tree_size(out / "shards"),
                  "archives": (needed_packed - needed) / press.tree_size(Path(f"{release}-packed"))}
        if name == "hdf5":  # it links to the run's shards
            assert needed == shards, text
        else:
            ratios["release"] = (needed - shards) / press.tree_size(release)
        print(f"  {name}: estimated size / real size: {', '.join(f'{what} {ratio:.2f}' for what, ratio in ratios.items())}")
        assert all(0.85 < ratio < 1.15 for ratio in ratios.values()), f"{name}: {ratios}"
