"""Release bytes are equal for any number of ranks and any shard size, and an additional random choice changes no other."""

import json
import shutil
from pathlib import Path

import press
import pytest

CONFIG = Path(__file__).with_name("every_layout.yaml")


def make(out, ranks=1, *values):
    press.run(["run", "--config", CONFIG, "--out", out, *press.settings(*values)], ranks)
    return out / "release"


@pytest.mark.slow
@pytest.mark.parametrize("ranks, pages", [(1, 1000), (3, 1), (8, 2), (5, 7)])
def test_release_is_equal_for_any_ranks_and_shard_size(tmp_path, every_layout_run, default_mpi, ranks, pages):
    release = make(tmp_path / "run", ranks, f"shard.pages={pages}")
    press.assert_same_tree(every_layout_run / "release", release, f"{ranks} ranks, {pages} pages a shard")


def test_shards_are_equal_for_any_ranks(tmp_path, every_layout_run):
    for ranks in (1, 3):
        press.run(["generate", "--config", CONFIG, "--out", tmp_path / f"{ranks}"], ranks)
        press.assert_same_tree(every_layout_run / "shards", tmp_path / f"{ranks}" / "shards", f"shards of 2 and {ranks} ranks")


def test_second_run_changes_nothing(tmp_path, every_layout_run):
    out = tmp_path / "run"
    shutil.copytree(every_layout_run, out)
    before = press.tree_digest(out / "shards"), press.tree_digest(out / "release")
    times = {path: path.stat().st_mtime_ns for path in (out / "shards").iterdir()}
    make(out, 2)
    assert before == (press.tree_digest(out / "shards"), press.tree_digest(out / "release"))
    assert times == {path: path.stat().st_mtime_ns for path in (out / "shards").iterdir()}


def plans(run):
    import h5py
    found = {}
    for path in sorted((run / "shards").glob("*.h5")):
        with h5py.File(path, "r") as shard:
            data, offsets = shard["pages/plan/bytes"], shard["pages/plan/offsets"][:]
            for begin, end in zip(offsets, offsets[1:]):
                plan = json.loads(bytes(data[begin:end]))
                found[plan["index"]] = plan
    return found


def test_range_of_one_key_changes_no_other_key(tmp_path, every_layout_run):
    """A range for one key changes only that key in the plans."""
    press.run(["generate", "--config", CONFIG, "--out", tmp_path / "run", "--set", "pages.plain.style.font_size_mm=[2.5, 6]"], 2)
    before, after = plans(every_layout_run), plans(tmp_path / "run")
    assert before.keys() == after.keys() and len(before) == 24
    changed = 0
    for index, plan in before.items():
        other = after[index]
        if plan["group"] == "plain":
            changed += plan["style"]["font_size_mm"] != other["style"]["font_size_mm"]
            other["style"]["font_size_mm"] = plan["style"]["font_size_mm"]
        assert plan == other, f"page {index}: {plan} became {other}"
    assert changed == 12
