"""Law 1: release bytes are equal for any number of ranks and any shard size. Law 3: one feature on shifts no other stream."""

import json
from pathlib import Path

import press

CONFIG = Path(__file__).with_name("every_layout.yaml")


def make(out, ranks=1, *settings):
    press.run(["run", "--config", CONFIG, "--out", out, *(word for s in settings for word in ("--set", s))], ranks)
    return out / "release"


def ranks_and_shard_sizes():
    with press.Folder() as folder:
        first = make(folder / "alone")
        for ranks, pages in [(2, 5), (3, 1), (8, 2), (5, 7), (1, 1000)]:
            other = make(folder / f"{ranks}-{pages}", ranks, f"shard.pages={pages}")
            press.assert_same_tree(first, other, f"{ranks} ranks, {pages} pages a shard")


def shards_are_equal_run_to_run():
    with press.Folder() as folder:
        make(folder / "a")
        make(folder / "b", 3)
        press.assert_same_tree(folder / "a" / "shards", folder / "b" / "shards", "shards of 1 and 3 ranks")


def a_second_start_changes_nothing():
    with press.Folder() as folder:
        release = make(folder / "a")
        before = press.tree_digest(folder / "a" / "shards"), press.tree_digest(release)
        times = {path: path.stat().st_mtime_ns for path in (folder / "a" / "shards").iterdir()}
        make(folder / "a", 2)
        assert before == (press.tree_digest(folder / "a" / "shards"), press.tree_digest(release))
        assert times == {path: path.stat().st_mtime_ns for path in (folder / "a" / "shards").iterdir()}


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


def one_feature_shifts_no_other():
    """A range for one key changes that key in the plans and nothing else."""
    with press.Folder() as folder:
        make(folder / "a")
        make(folder / "b", 2, "pages.plain.style.font_size_mm=[2.5, 6]")
        before, after = plans(folder / "a"), plans(folder / "b")
        assert before.keys() == after.keys() and len(before) == 24
        changed = 0
        for index, plan in before.items():
            other = after[index]
            if plan["group"] == "plain":
                changed += plan["style"]["font_size_mm"] != other["style"]["font_size_mm"]
                other["style"]["font_size_mm"] = plan["style"]["font_size_mm"]
            assert plan == other, f"page {index}: {plan} became {other}"
        assert changed == 12


press.main([ranks_and_shard_sizes, shards_are_equal_run_to_run, a_second_start_changes_nothing,
            one_feature_shifts_no_other])
