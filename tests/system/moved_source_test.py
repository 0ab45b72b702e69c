"""A run finds its recordings from any folder, and `--source` states where they lie after a move."""

import json
import os
import subprocess

import press
import pytest

CONFIG = """
seed: 3
source: {kind: ptb-xl, path: recordings, rate_hz: 100}
style: {dpi: 60}
shard: {pages: 2}
pages:
  - name: plain
    layouts: 3x4
    count: 6
    datasets: [digitization]
"""
CONFIGURATION = 2


def run(folder, *arguments, code=0):
    done = subprocess.run([press.PROGRAM, *map(str, arguments)], capture_output=True, text=True, cwd=folder, timeout=press.TIME_LIMIT_S)
    assert done.returncode == code, f"{arguments}: exit {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def whole(once):
    def make(folder):
        run(folder, "simulate", "recordings", "--records", 40)
        (folder / "config.yaml").write_text(CONFIG)
        run(folder, "run", "--config", "config.yaml", "--out", "run")

    return once("moved-source", make)


def test_path_is_stored_absolute(whole, tmp_path):
    stored = json.loads((whole / "run" / "run.json").read_text())["config"]["source"]["path"]
    assert stored == os.fspath(whole / "recordings")
    first = run(tmp_path, "show", 2, "--run", whole / "run", "-o", "from-here.png")
    assert "read back" in first and (tmp_path / "from-here.png").stat().st_size > 0


def test_moved_recordings(whole, tmp_path):
    run(tmp_path, "simulate", "there", "--records", 40)
    run(tmp_path, "run", "--config", whole / "config.yaml", "--out", "run", "--set", "source.path=there")
    press.assert_same_tree(whole / "run" / "release", tmp_path / "run" / "release", "two places of the recordings")
    (tmp_path / "there").rename(tmp_path / "elsewhere")
    kept = sorted((tmp_path / "run" / "shards").glob("*.h5"))
    kept[1].unlink()
    for command in (["run", "--out", "run"], ["repair", "run"], ["show", 2, "--run", "run"]):
        assert "add --source DIR" in run(tmp_path, *command, code=CONFIGURATION)
    run(tmp_path, "show", 2, "--run", "run", "--source", "elsewhere", "-o", "page.png")
    run(tmp_path, "run", "--out", "run", "--source", "elsewhere")
    kept[2].unlink()
    run(tmp_path, "repair", "run", "--source", "elsewhere", "-j", 2)
    press.assert_same_tree(whole / "run" / "shards", tmp_path / "run" / "shards", "before and after the move")


def test_other_recordings_are_refused(whole, tmp_path):
    run(tmp_path, "simulate", "others", "--records", 42)
    text = run(tmp_path, "run", "--out", whole / "run", "--source", "others", code=CONFIGURATION)
    assert "contains another run" in text and "source_fingerprint" in text
