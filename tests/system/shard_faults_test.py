"""Shards alone: what a shard says twice must agree. A wrong value is planted in each shard of a run, in items of every kind and in the
tables, with all checksums computed again; verify must name each with its shard and its page or lead. Sound shards have no problem."""

import random
import shutil
from pathlib import Path

import press
import pytest

pytest.importorskip("h5py")
pytest.importorskip("numpy")
pytest.importorskip("PIL")
import shard_plant  # noqa: E402 (needs them)

CONFIG = Path(__file__).with_name("bare_release.yaml")


@pytest.fixture(scope="module")
def shards(once):
    """A shard for each page."""
    def make(folder):
        press.run(["generate", "--config", CONFIG, "--out", folder / "run", *press.settings("shard.pages=1")], 2)
    return once("shard-a-page", make) / "run" / "shards"


def plant_all(folder, draw):
    """One fault in each shard; kinds take turns. @return {name of the shard: (page or lead, what was changed)}"""
    planted, next_kind = {}, draw.randrange(1000)
    for path in sorted(folder.glob("*.h5")):
        kinds = sorted(shard_plant.kinds_of(path), key=str)
        fault = None
        while fault is None:
            how, group = kinds[next_kind % len(kinds)]
            next_kind += 7  # coprime to the number of kinds in most shards, so that neighbours differ
            fault = shard_plant.plant_fault(path, draw, how, group)
            if fault is None:
                next_kind += 1
        planted[path.name] = fault
    return planted


def is_named(shard, where, text):
    """A value that no shard can have names the shard only, because it cannot be read."""
    lines = [line for line in text.splitlines() if line.startswith(shard + ": ")]
    if any("The file is corrupt or" in line for line in lines):
        return True
    page = where.split("_lead_")[0]
    index = page.split("_")[0]
    return any(where in line or f"page {index}" in line or page in line for line in lines)


@pytest.mark.parametrize("seed", [1, 2, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(3, 12))])
def test_each_planted_fault_is_named(shards, tmp_path, seed):
    folder = Path(shutil.copytree(shards, tmp_path / "shards"))
    planted = plant_all(folder, random.Random(f"shards {seed}"))
    text = press.run(["verify", folder], 1 + seed % 2, code=3)
    missed = {shard: fault for shard, fault in planted.items() if not is_named(shard, fault[0], text)}
    assert not missed, f"{len(missed)} of {len(planted)} faults are not named: {missed}\n{text[-6000:]}"


def test_faults_are_found_in_a_run_and_in_its_hdf5_release(small_run, tmp_path):
    run = Path(shutil.copytree(small_run, tmp_path / "run"))
    press.run(["merge", "--out", run, "--format", "hdf5"])
    path = run / "shards" / "shard-00001.h5"
    lead, _ = shard_plant.plant_fault(path, random.Random(5), "exchange", "leads/signal")
    text = press.run(["verify", run], 2, code=3)
    assert any(line.startswith("shard-00001.h5: ") and lead in line for line in text.splitlines()), text
    assert any(line.startswith("release-hdf5/shards/shard-00001.h5: ") for line in text.splitlines()), text


def test_sound_shards_have_no_problem(shards, small_run, damaged_run, every_layout_run):
    for folder in (shards, small_run / "shards", damaged_run / "shards", every_layout_run / "shards"):
        text = press.run(["verify", folder], 2)
        assert "no problems" in text, text


def test_facts_of_a_record_are_compared_over_shards_and_ranks(tmp_path):
    """Pages of one record in different shards: another patient on one of them."""
    import h5py
    press.run(["generate", "--config", CONFIG.with_name("bits.yaml"), "--out", tmp_path / "run",
               *press.settings("source.records=8", "shard.pages=1")])
    folder = tmp_path / "run" / "shards"
    pages = {}
    for path in sorted(folder.glob("*.h5")):
        with h5py.File(path) as file:
            pages.setdefault(bytes(file["pages/record"][0]), []).append(path)
    first, second = next(paths for paths in pages.values() if len(paths) > 1)[:2]
    with h5py.File(second, "r+") as file:
        file["pages/patient"][...] = b"stranger"
    for ranks in (1, 3):
        text = press.run(["verify", folder], ranks, code=3)
        assert "patient of record" in text and (second.name in text or first.name in text), text
