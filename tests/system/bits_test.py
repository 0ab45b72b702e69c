"""Every flipped bit is reported with file, page and kind. `repair` regenerates missing or corrupt files and no others.
Afterwards shards and release are byte-identical to those of an uninterrupted run."""

import os
import random
import re
import shutil
from pathlib import Path

import press
import pytest

CONFIG = Path(__file__).with_name("bits.yaml")
LEADS = ("I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6")
FLIPS = {"shards": 500, "release by bytes": 300, "release by files": 200}
IMAGES = {"pages/image": "page image", "pages/mask_overlap": "overlap mask",
          "pages/mask_semantic": "semantic mask", "pages/mask_soft": "soft mask", "leads/crop": "crop", "leads/mask_png": "PNG mask",
          "leads/mask_bmp": "BMP mask", "leads/mask_visible": "visible mask"}
KINDS = {"mask-png": "PNG mask", "mask-bmp": "BMP mask", "mask-visible": "visible mask", "image": "crop", "signal-json": "signal",
         "labels": "label", "images": "page image", "trace-truth": "trace truth", "overlap-masks": "overlap mask",
         "semantic-masks": "semantic mask", "soft-masks": "soft mask"}


@pytest.fixture
def whole(small_run):
    return small_run


@pytest.fixture
def run(whole, tmp_path):
    """A copy of the run, to be corrupted."""
    return Path(shutil.copytree(whole, tmp_path / "run"))


def flip(path, position, bit):
    with open(path, "r+b") as file:
        file.seek(position)
        byte = file.read(1)[0]
        file.seek(position)
        file.write(bytes([byte ^ 1 << bit]))


def images_of(path):
    """For each image in a shard: (offset of its first byte in the file, offset of its end, page, name)."""
    import h5py
    found = []
    with h5py.File(path) as shard:
        first_lead, index = shard["pages/first_lead"][:], shard["pages/index"][:]
        rows, columns = shard["pages/rows"][:], shard["pages/columns"][:]
        for stream, kind in IMAGES.items():
            data, offsets = shard[stream + "/bytes"], shard[stream + "/offsets"][:]
            if data.size == 0:
                continue
            assert data.id.get_num_chunks() == 1, "the shards of this test are small"
            start = data.id.get_chunk_info(0).byte_offset
            for item, (begin, end) in enumerate(zip(offsets, offsets[1:])):
                page, name = item, kind
                if stream.startswith("leads/"):
                    page = max(i for i in range(len(index)) if first_lead[i] <= item)
                    lead, number = LEADS[shard["leads/lead"][item]], shard["leads/number"][item]
                    name = f"{kind} of lead {lead} ({index[page]}_{rows[page]}by{columns[page]}_lead_{number})"
                found.append((start + int(begin), start + int(end), int(index[page]), name))
    return found


def expected_of_shard(name, images, position):
    """The expected start of a line of verify for a flip in a shard."""
    for begin, end, page, item in images:
        if begin <= position < end:
            return f"{name}: page {page}: {item} is corrupt"
    return f"{name}: "


def expected_of_file(path):
    """The same for a file of the release."""
    match = re.search(r"(\d+)_\d+by\d+(?:_lead_(\d+))?\.(\w+)$", path)
    if not match:
        return f"{path}: "
    kind = next((KINDS[part] for part in path.split("/")[:-1] if part in KINDS), "page image" if match[3] == "jpg" else "signal")
    of_lead = f" of lead {LEADS[int(match[2])]}" if match[2] else ""
    return f"{path}: page {match[1]}, {kind}{of_lead}: "


def draw_flips(whole, draw):
    """All flips as (file in the run, position, bit)."""
    sizes = {}
    for part in ("shards", "release"):
        files = sorted(path for path in (whole / part).rglob("*") if path.is_file())
        sizes[part] = {str(path.relative_to(whole)): path.stat().st_size for path in files if path.stat().st_size > 0}
    flips = []
    for how, count in FLIPS.items():
        files = sizes[how.split()[0]]
        weights = None if how.endswith("files") else list(files.values())
        for file in draw.choices(list(files), weights, k=count):
            flips.append((file, draw.randrange(files[file]), draw.randrange(8)))
    return flips


def image_at(images, position):
    """The image of a shard (first byte, page, name) at a position in the file, or None."""
    return next(((begin, page, name) for begin, end, page, name in images if begin <= position < end), None)


def rounds_of(flips, shards):
    """Divides flips into groups of which one verify names each. A group has at most one flip per file, or, in a shard, one per
    image: verify reads the other images of a shard whatever is wrong with one. A flip in SHA256SUMS is alone, because it hides
    others."""
    rounds = []
    images = {one: image_at(shards.get(Path(one[0]).name, ()), one[1]) for one in flips}
    for one in sorted(flips, key=lambda one: images[one] is not None):  # those in images fit into most groups
        image = images[one]
        for group in () if one[0] == "release/SHA256SUMS" else rounds:
            others = group.get(one[0], {})
            if "release/SHA256SUMS" not in group and (not others or image and None not in others and image not in others):
                break
        else:
            rounds.append(group := {})
        group.setdefault(one[0], {})[image] = one
    return [[one for of_file in group.values() for one in of_file.values()] for group in rounds]


@pytest.mark.slow
def test_thousand_flipped_bits_are_found_and_named(tmp_path):
    """With one page per shard, one verify can find flips in each of them. Flips in shards only are found without the release,
    and the reverse."""
    whole, copy = tmp_path / "whole", tmp_path / "copy"
    press.run(["run", "--config", CONFIG, "--out", whole, "--set", "shard.pages=1"])
    shutil.copytree(whole, copy)
    shards = {path.name: images_of(path) for path in (whole / "shards").glob("*.h5")}
    flips = draw_flips(whole, random.Random(41))
    found = in_images = 0
    for group in rounds_of(flips, shards):
        for file, position, bit in group:
            flip(copy / file, position, bit)
        parts = {file.split("/", 1)[0] for file, _, _ in group}
        lines = press.run(["verify", copy if len(parts) > 1 else copy / parts.pop()], code=3).splitlines()
        for file, position, bit in group:
            part, name = file.split("/", 1)
            expected = expected_of_shard(name, shards[name], position) if part == "shards" else expected_of_file(name)
            named = [line for line in lines if line.startswith(expected)]
            if name == "SHA256SUMS":
                named = [line for line in lines if "SHA256SUMS" in line]
            assert named, f"{file}, byte {position}, bit {bit}: no line begins with `{expected}`:\n" + "\n".join(lines[:20])
            found += 1
            in_images += part == "shards" and "page" in expected
            flip(copy / file, position, bit)
    print(f"  {found} of {len(flips)} found, {in_images} of them in a shard's images", flush=True)
    assert found == len(flips) == 1000 and in_images > 200
    press.run(["verify", copy])


def test_tables_show_which_of_two_files_changed(run):
    """An image differs from its line in SHA256SUMS: the image's CRC-32 in the tables shows which of them changed."""
    release = run / "release"
    mask = next((release / "segmentation" / "mask-png").iterdir())
    path = str(mask.relative_to(release))
    flip(mask, 60, 2)
    text = press.run(["verify", release], code=3)
    assert f"{path}: page" in text and "The file changed: its CRC-32 is" in text and "leads.csv has" in text, text
    lines = (release / "SHA256SUMS").read_text().splitlines()
    (release / "SHA256SUMS").write_text("".join(
        (press.tree_digest(mask.parent)[mask.name] + "  " + path if line.endswith("  " + path) else line) + "\n" for line in lines))
    text = press.run(["verify", release], code=3)  # a correct digest of a changed image
    assert re.search(re.escape(path) + ": page .*: its CRC-32 is [0-9a-f]{8}, leads.csv has [0-9a-f]{8}", text), text
    flip(mask, 60, 2)
    text = press.run(["verify", release], code=3)
    assert "SHA256SUMS changed: the file's CRC-32 matches leads.csv." in text, text


def assert_repaired(whole, run, what):
    for part in ("shards", "release"):
        press.assert_same_tree(whole / part, run / part, f"{what}: {part}")


def flip_image(path, page, kind):
    """Flips a bit in the middle of one image of a shard. @return the image's name"""
    begin, end, _, name = next(image for image in images_of(path) if image[2] == page and image[3].startswith(kind) and image[0] < image[1])
    flip(path, (begin + end) // 2, 3)
    return name


def damage_much(run):
    """Corrupts the run in every way. @return the lines that the report must contain"""
    shards, release = run / "shards", run / "release"
    names = [f"page 2: {flip_image(shards / 'shard-00001.h5', 2, 'crop')}",
             f"page 5: {flip_image(shards / 'shard-00002.h5', 5, 'page image')}"]
    (shards / "shard-00000.h5").unlink()
    content = (shards / "shard-00003.h5").read_bytes()
    (shards / "shard-00003.h5").write_bytes(content[:len(content) * 2 // 3])
    next((release / "segmentation" / "mask-bmp").iterdir()).unlink()
    shutil.rmtree(next((release / "digitization-dataset").iterdir()))
    flip(release / "manifest.csv", 500, 0)
    flip(release / "SHA256SUMS", 5, 0)
    return names + ["shard-00000.h5: 2 of 2 pages redrawn, 0 kept", "shard-00001.h5: 1 of 2 pages redrawn, 1 kept",
                    "shard-00002.h5: 1 of 2 pages redrawn, 1 kept", "shard-00003.h5: 2 of 2 pages redrawn, 0 kept",
                    "repaired  4 of 5 shards (6 pages redrawn, 2 kept), 1 of 1 release"]


def times(run):
    """When each file of a run was written, except for the lock, which each job signs."""
    return {path: path.stat().st_mtime_ns for path in run.rglob("*") if path.is_file() and path.name != "run.lock"}


@pytest.mark.parametrize("ranks", [1, 2])
def test_damage_of_every_kind_is_repaired(whole, run, ranks):
    expected = damage_much(run)
    press.run(["verify", run], code=3)
    before = press.tree_digest(run)
    dry = press.run(["repair", "--dry-run", run], code=3)
    assert "6 pages to redraw, 2 kept" in dry, dry
    assert press.tree_digest(run) == before, "--dry-run wrote something"
    text = press.run(["repair", run], ranks)
    for word in expected:
        assert word in text, f"`{word}` is not reported:\n{text}"
    assert_repaired(whole, run, f"{ranks} ranks")
    press.run(["verify", run])
    before = times(run)
    text = press.run(["repair", run], ranks)
    assert "0 of 5 shards (0 pages redrawn, 0 kept), 0 of 1 release" in text and "no problems left" in text, text
    assert before == times(run), "it wrote something"


def test_repair_leaves_undamaged_parts_alone(whole, run):
    release = run / "release"
    victims = [next((release / "segmentation" / "mask-png").glob("0_*")), next((release / "trace-truth").glob("1_*")),
               release / "logs.json", release / "digest.json"]
    for victim in victims:
        flip(victim, victim.stat().st_size // 2, 6)
    others = {path: path.stat().st_mtime_ns for path in release.rglob("[2-9]_*") if path.is_file()}
    text = press.run(["repair", run])
    assert "except 4 complete parts" in text and "0 of 5 shards" in text, text
    assert_repaired(whole, run, "two pages of a release")
    assert others and all(path.stat().st_mtime_ns == time_ns for path, time_ns in others.items()), "a whole part was written"


def test_a_missing_release_is_written(whole, run):
    shutil.rmtree(run / "release")
    assert "release: was asked for" in press.run(["verify", run], code=3)
    before = press.tree_digest(run)
    text = press.run(["repair", "--dry-run", run], code=3)
    assert "release: is missing, although run.json requests it" in text and "no problems left" not in text, text
    assert press.tree_digest(run) == before, "--dry-run wrote something"
    text = press.run(["repair", run])
    assert "release: was missing" in text and "no problems left" in text, text
    assert_repaired(whole, run, "without a release")


def test_repaired_release_keeps_its_own_settings(run):
    shutil.rmtree(run / "release")
    press.run(["merge", "--config", CONFIG, "--set", "release.pages_per_folder=4", "--out", run])
    undamaged = press.tree_digest(run / "release")
    next((run / "release" / "segmentation").rglob("*.png")).unlink()
    press.run(["repair", run])
    assert press.tree_digest(run / "release") == undamaged
    logs = run / "release" / "logs.json"
    flip(logs, 1, 7)  # invalid JSON, so the settings are lost
    text = press.run(["repair", run], code=3)
    assert "written with settings that differ" in text, text


def test_foreign_file_is_named_and_left(whole, run):
    stray = run / "release" / "segmentation" / "image" / "notes.txt"
    stray.write_text("mine")
    text = press.run(["repair", run], code=3)
    assert "notes.txt" in text and stray.read_text() == "mine"
    (run / "release" / "leads.csv").unlink()
    text = press.run(["repair", run], code=3)
    assert "notes.txt" in text and stray.read_text() == "mine"
    stray.unlink()
    assert_repaired(whole, run, "beside a stray file")


@pytest.mark.parametrize("share", [0, 0.25, 0.5, 0.8])
def test_killed_repair_continues(whole, run, share):
    """kill -9 when this share of the shards' bytes is written; the release is repaired after the shards."""
    damage_much(run)
    process = press.start(["repair", run])
    assert press.wait_until_written(process, share * press.tree_size(whole / "shards")), "repair ended before it was killed"
    process.kill()
    press.end_session(process)
    press.run(["repair", run], 1 if share < 0.5 else 2)
    assert_repaired(whole, run, f"after a kill with {share:.0%} written")


def test_repair_says_what_it_cannot_repair(whole, run):
    text = press.run(["repair", run / "release"], code=2)
    assert "contains no run.json" in text, text
    os.rename(run / "shards" / "shard-00000.h5", run / "shards" / "shard-00001.h5")
    text = press.run(["repair", run])
    assert "the file contains a different shard of this run" in text, text
    assert_repaired(whole, run, "a shard under another's name")
