"""A release verifies, and one flipped bit anywhere in it is reported. So are a missing file, an unexpected file, a label that
violates its rule and a wrong count, even if the checksums were recomputed."""

import hashlib
import json
import random
import shutil
import tempfile
from pathlib import Path

import press
import pytest

@pytest.fixture
def copy(small_run, tmp_path):
    """copy("release") or copy("shards"): a new copy of a part of the run, to be corrupted."""
    def get(part):
        target = Path(tempfile.mkdtemp(dir=tmp_path)) / part
        shutil.copytree(small_run / part, target)
        return target
    return get


def flip_bit(path, draw):
    data = bytearray(path.read_bytes())
    data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
    path.write_bytes(data)


def write_sums(release):
    lines = (release / "SHA256SUMS").read_text().splitlines()
    paths = [line.split("  ", 1)[1] for line in lines]
    (release / "SHA256SUMS").write_text("".join(
        f"{hashlib.sha256((release / path).read_bytes()).hexdigest()}  {path}\n" for path in paths if (release / path).exists()))


def rewrite_sums(release):
    """Rewrites the digests as a merge of the changed files would."""
    write_sums(release)
    digest = json.loads((release / "digest.json").read_text())
    (release / "digest.json").write_text(json.dumps({**digest, "files_root": press.files_root(release)}))
    write_sums(release)


def refuses(folder, word, ranks=1):
    text = press.run(["verify", folder], ranks, code=3)
    assert word in text, f"{word} is not named in:\n{text[-3000:]}"


@pytest.mark.parametrize("ranks", [1, 3])
@pytest.mark.parametrize("part", ["", "release", "shards"])
def test_undamaged_run_verifies(every_layout_run, part, ranks):
    press.run(["verify", every_layout_run / part], ranks)


def test_flipped_bit_in_a_release_is_found(small_run, copy):
    """In one file of each kind, and in five others."""
    draw = random.Random(6)
    whole = small_run / "release"
    files = sorted(path.relative_to(whole) for path in whole.rglob("*") if path.is_file())
    kinds = {}
    for path in files:
        kinds.setdefault((path.parts[0], path.suffix), []).append(path)
    release = copy("release")
    for path in [draw.choice(paths) for paths in kinds.values()] + draw.sample(files, 5):
        flip_bit(release / path, draw)
        refuses(release, path.name, draw.choice([1, 2]))
        shutil.copy(whole / path, release / path)


def test_flipped_bit_in_a_shard_is_found(small_run, copy):
    import h5py
    draw = random.Random(7)
    shards = copy("shards")
    for _ in range(6):
        path = draw.choice(sorted(shards.glob("*.h5")))
        with h5py.File(path, "r") as shard:
            data = shard[draw.choice(["pages/image/bytes", "leads/mask_png/bytes", "leads/crop/bytes", "leads/signal/bytes"])]
            if data.size == 0:
                continue
            place = data.id.get_chunk_info(0).byte_offset + draw.randrange(min(data.size, 1 << 20))
        content = bytearray(path.read_bytes())
        content[place] ^= 1 << draw.randrange(8)
        path.write_bytes(content)
        refuses(shards, path.name)
        shutil.copy(small_run / "shards" / path.name, path)


def test_missing_and_extra_files_are_found(copy):
    release = copy("release")
    victim = sorted((release / "segmentation" / "mask-bmp").iterdir())[3]
    victim.unlink()
    refuses(release, victim.name)
    release = copy("release")
    (release / "segmentation" / "image" / "stray.png").write_bytes(b"x")
    refuses(release, "stray.png")


def test_label_that_breaks_its_rule_is_found(copy):
    release = copy("release")
    label = sorted((release / "detection-dataset" / "labels").glob("*.txt"))[2]
    good = label.read_text()
    first = good.splitlines()[0]
    for bad in (first.replace("0 ", "13 ", 1), " ".join([*first.split()[:4], "1.500000"]), " ".join(first.split()[:4]),
                " ".join([first.split()[0], "0.999000", *first.split()[2:]]), ""):
        label.write_text(good.replace(first, bad, 1))
        rewrite_sums(release)
        refuses(release, label.name)


def test_mask_that_breaks_its_rule_is_found(copy):
    release = copy("release")
    masks = sorted((release / "segmentation" / "mask-bmp").iterdir())
    data = bytearray(masks[0].read_bytes())
    data[-5] ^= 0x10
    masks[0].write_bytes(data)
    rewrite_sums(release)
    refuses(release, masks[0].stem)


def test_wrong_count_is_found(copy):
    release = copy("release")
    page = sorted((release / "digitization-dataset").iterdir())[0]
    shutil.rmtree(page)
    rewrite_sums(release)
    refuses(release, page.name)
    release = copy("release")
    manifest = release / "manifest.csv"
    lines = manifest.read_text().splitlines(keepends=True)
    manifest.write_text("".join(lines[:-1]))
    rewrite_sums(release)
    refuses(release, "logs.json")
    release = copy("release")
    signal = sorted((release / "segmentation" / "signal-json").iterdir())[0]
    signal.write_text(signal.read_text().replace(",", "", 1))
    rewrite_sums(release)
    refuses(release, signal.name)


def test_wrong_digest_is_found(copy):
    release = copy("release")
    digest = (release / "digest.json").read_text()
    root = json.loads(digest)["files_root"]
    (release / "digest.json").write_text(digest.replace(root, root[::-1]))
    write_sums(release)
    refuses(release, "digest.json")


def test_page_in_the_wrong_list_is_found(copy):
    release = copy("release")
    lists = release / "detection-dataset"
    train = (lists / "train.txt").read_text().splitlines(keepends=True)
    (lists / "val.txt").write_text((lists / "val.txt").read_text() + train[0])
    rewrite_sums(release)
    refuses(release, "val.txt")
