"""A release's digest follows docs/formats/release.md; it is recomputed here from the files. Releases with different settings
are never mixed."""

import hashlib
import json
import shutil
from pathlib import Path

import press

CONFIG = Path(__file__).with_name("every_layout.yaml")


def make(out, ranks, *settings):
    return press.run(["run", "--config", CONFIG, "--out", out, *press.settings(*settings)], ranks)


def pixels_root(release):
    import csv
    import numpy as np
    from PIL import Image
    splits = {"train": [], "val": [], "test": []}
    for page in csv.DictReader(open(release / "manifest.csv", newline="", encoding="utf-8")):
        datasets = page["datasets"].split(";")
        if "digitization" in datasets:
            path = release / "digitization-dataset" / page["name"] / f"{page['name']}.jpg"
        elif "detection" in datasets:
            path = release / "detection-dataset" / "images" / f"{page['name']}.jpg"
        else:
            continue
        pixels = np.asarray(Image.open(path))
        leaf = hashlib.sha256(f"{pixels.shape[1]} {pixels.shape[0]} 3 ".encode() + pixels.tobytes()).hexdigest()
        splits[page["split"]].append(leaf.encode())
    assert all(splits.values())
    roots = "".join(press.merkle_root(leaves).hex() + "\n" for leaves in splits.values())
    return hashlib.sha256(roots.encode()).hexdigest()


def test_digest_follows_its_document(tmp_path):
    digests = []
    for ranks, pages in [(1, 8), (3, 5)]:
        out = tmp_path / f"{ranks}"
        text = make(out, ranks, f"shard.pages={pages}", "release.pixel_digest=true")
        digest = json.loads((out / "release" / "digest.json").read_text())
        assert digest["files_root"] == press.files_root(out / "release")
        assert digest["pixels_root"] == pixels_root(out / "release")
        card = (out / "release" / "README.md").read_text()
        for root in (digest["files_root"], digest["pixels_root"]):
            assert root in text and root in card
        press.run(["verify", out / "release"], ranks)
        digests.append(digest)
    assert digests[0] == digests[1]
    wrong = (out / "release" / "digest.json").read_text().replace(digest["pixels_root"], "0" * 64)
    (out / "release" / "digest.json").write_text(wrong)
    assert "pixels_root" in press.run(["verify", out / "release"], 2, code=3)


def test_other_pixels_have_another_digest(tmp_path):
    few = [f"pages.{group}.count=3" for group in ("plain", "rhythm", "small")] + ["pages.small.caps.with_overlap=1"]
    make(tmp_path / "a", 2, "release.pixel_digest=true", *few)
    make(tmp_path / "b", 2, "release.pixel_digest=true", "pages.plain.jpeg.quality=60", *few)
    a, b = (json.loads((tmp_path / name / "release" / "digest.json").read_text()) for name in "ab")
    assert a["pixels_root"] != b["pixels_root"] and a["files_root"] != b["files_root"]


def test_release_with_other_settings_is_refused(tmp_path, every_layout_run):
    out = tmp_path / "run"
    shutil.copytree(every_layout_run, out)
    before = press.tree_digest(out)
    text = press.run(["run", "--config", CONFIG, "--out", out, "--set", "release.pages_per_folder=7"], code=2)
    assert "release.pages_per_folder (0 there, 7 now)" in text.replace("/", "."), text
    after = press.tree_digest(out)
    assert {k: v for k, v in before.items() if k.startswith(("release", "shards"))} == \
        {k: v for k, v in after.items() if k.startswith(("release", "shards"))}
    shutil.rmtree(out / "release")
    # Shards do not depend on the settings of the release, so nothing is redrawn.
    assert "all 5 already complete" in make(out, 2, "release.pages_per_folder=7")
