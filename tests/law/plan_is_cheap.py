"""`ecgpress plan` of a million pages takes seconds and little memory, whatever the pages are like; it says where they will lie,
and warns of what makes no sense, as `run` does."""

import os
import re
import subprocess
import time
from pathlib import Path

import press

CONFIG = Path(__file__).resolve().parents[2] / "config" / "million.yaml"
SMALL = Path(__file__).with_name("every_layout.yaml")
LIMIT_S = 5
LIMIT_MIB = 200
SANITIZED = b"__asan_init" in Path(press.PROGRAM).read_bytes()


def plan(*arguments):
    """Runs plan; returns what it says, its wall time in s and its largest memory in MiB."""
    start_s = time.monotonic()
    process = subprocess.Popen([press.PROGRAM, "plan", *map(str, arguments)], stdout=subprocess.PIPE, text=True)
    text = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, text
    return text, time.monotonic() - start_s, usage.ru_maxrss / 1024


def assert_cheap(text, wall_s, memory_mib):
    assert re.search(r"^all .* 1000000 ", text, re.M), text
    if not SANITIZED:
        assert wall_s < LIMIT_S and memory_mib < LIMIT_MIB, (wall_s, memory_mib)


def a_million_pages_are_planned_at_once():
    settings = ["source={kind: simulated, records: 21800}"]
    if "ECGPRESS_PTBXL" in os.environ:
        settings.append(f"source.path={os.environ['ECGPRESS_PTBXL']}")
    for setting in settings:
        text, wall_s, memory_mib = plan("--config", CONFIG, "--set", setting, "--ranks", 64)
        assert_cheap(text, wall_s, memory_mib)
        assert " on 64 ranks" in text and "not tried" not in text, text


def slow_pages_and_rare_layouts_do_not_hold_it_up():
    slow = "\n  - ".join(f"""{{name: slow{i}, layouts: [3x1, 3x4, 3x4+1R, 3x4+2R, 3x4+3R, 6x2, 6x2+1R, 4x3, 4x2+4R, 12x1],
     count: 250000, datasets: [detection], looks: default, artifacts: default, style: {{dpi: 300}}}}""" for i in range(4))
    rare = "{name: rare, layouts: {3x4: 999999, 12x1: 1}, count: 1000000, datasets: [detection], style: {dpi: 90}}"
    with press.Folder() as folder:
        for groups, tried in ((slow, False), (rare, True)):
            (folder / "c.yaml").write_text(f"source: {{kind: simulated, records: 200}}\npages:\n  - {groups}\n")
            text, wall_s, _ = plan("--config", folder / "c.yaml")
            assert wall_s < 2 * LIMIT_S or SANITIZED, wall_s  # pages are tried, which a busy machine draws out
            assert re.search(r"^all .* 1000000 ", text, re.M) and ("not tried" in text) != tried, text


def it_says_where_and_warns_as_run_does():
    with press.Folder() as folder:
        odd = ["--set", "style.pulse_gap_mm=3", "--set", "pages.plain.jpeg.quality=20"]
        odd += ["--set", "pages.plain.count=4", "--set", "pages.rhythm.count=1", "--set", "pages.small.count=2"]
        text = press.run(["plan", "--config", SMALL, "--out", folder / "run", *odd])
        assert f"{folder}/run/shards, {folder}/run/release: about " in text and " free there" in text, text
        warnings = re.findall(r"^warning +(.*)$", text, re.M)
        assert len(warnings) == 2 and "pulse is none" in warnings[1], text
        for command in ("generate", "merge"):
            log = press.run([command, "--out", folder / "run"], 2)
            for warning in warnings:
                assert log.count(f"warning: {warning}") == 1, log
        assert "warning" not in press.run(["plan", "--config", SMALL])


def size_of(folder):
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def it_knows_the_size_of_every_format():
    """What is told of each format and of its archives, against what a run of those pages made."""
    formats = ["folder", "yolo-seg", "yolo-pose", "yolo-obb", "coco", "nnunet", "webdataset", "wfdb", "hdf5"]
    settings = ["--set", "source={kind: simulated, records: 60}", "--set", "shard.pages=40"]
    packing = ["--set", "release.max_bytes=100000000"]

    def told(text, words):
        number, unit = re.search(words, text).groups()
        return float(number) * {"MB": 1e6, "GB": 1e9}[unit]

    with press.Folder() as folder:
        config, out = folder / "c.yaml", folder / "run"
        config.write_text("pages:\n  - {name: all, layouts: [3x4, 6x2], count: 40, style: {dpi: 100},\n"
                          "     datasets: [digitization, detection, segmentation, overlap]}\n")
        press.run(["run", "--config", config, *settings, *packing, "--out", out, "--format", ",".join(formats)], 2)
        for name in formats:
            asked = ["plan", "--config", config, *settings, "--set", f"release.formats=[{name}]", "--out"]
            text, packed = press.run([*asked, folder / name]), press.run([*asked, folder / f"{name}-packed", *packing])
            shards = told(text, r"shards +1 of 40 pages, about (\S+) (\w+)")
            needed, needed_packed = (told(each, r"about (\S+) (\w+) needed in all") for each in (text, packed))
            release = out / ("release" if name == "folder" else f"release-{name}")
            ratios = {"shards": shards / size_of(out / "shards"),
                      "archives": (needed_packed - needed) / size_of(Path(f"{release}-packed"))}
            if name == "hdf5":  # its shards are the run's
                assert needed == shards, text
            else:
                ratios["release"] = (needed - shards) / size_of(release)
            print(f"  {name}: told of what is made: {', '.join(f'{what} {ratio:.2f}' for what, ratio in ratios.items())}")
            assert all(0.85 < ratio < 1.15 for ratio in ratios.values()), f"{name}: {ratios}"


press.main([a_million_pages_are_planned_at_once, slow_pages_and_rare_layouts_do_not_hold_it_up,
            it_says_where_and_warns_as_run_does, it_knows_the_size_of_every_format])
