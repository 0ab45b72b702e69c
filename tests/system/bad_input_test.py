"""Invalid input gives a clear message and the right exit code. Invalid records are replaced in the same way on any number of
ranks, an invalid configuration writes nothing, and a full disk loses no finished work."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import press
import pytest

CONFIG = Path(__file__).with_name("every_layout.yaml")
CONFIGURATION, DATA, IO = 2, 3, 4


def simulate(folder, records=40):
    press.run(["simulate", folder, "--records", records, "--seed", 5])
    return folder


def run_on(root, out, *settings, ranks=1, code=0):
    values = press.settings(f"source.path={root}", "source.kind=ptb-xl", *settings)
    return press.run(["run", "--config", CONFIG, "--out", out, *values], ranks, code)


@pytest.mark.parametrize("ranks", [1, 3])
def test_wrong_configuration_writes_nothing(tmp_path, ranks):
    text = press.run(["run", "--config", CONFIG, "--out", tmp_path / "run", "--set", "sede=3", "--set",
                      "pages.plain.layouts=[3x9]"], ranks, CONFIGURATION)
    assert '"seed"' in text and '"3x1"' in text, text
    assert text.count("3x9") <= 2, f"said more than once:\n{text}"
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("others", [["list", "looks", "--bogus"], ["plan", "--config", CONFIG], []])
def test_ranks_with_different_arguments_are_refused(others):
    line = [*press.command(["list", "looks"], ranks=2), ":", "-n", "1", press.PROGRAM, *map(str, others)]
    done = subprocess.run(line, capture_output=True, text=True, timeout=press.TIME_LIMIT_S)
    assert done.returncode == CONFIGURATION, done.stderr
    assert "rank 2 was started with other arguments" in done.stderr, done.stderr


def test_ranks_of_another_build_are_refused(tmp_path):
    """A program with other bytes, as of other sources with the same version."""
    other = tmp_path / "ecgpress"
    shutil.copy(press.PROGRAM, other)
    with open(other, "ab") as file:
        file.write(b"\0")
    line = [*press.command(["list", "looks"], ranks=2), ":", "-n", "1", other, "list", "looks"]
    done = subprocess.run(line, capture_output=True, text=True, timeout=press.TIME_LIMIT_S)
    assert done.returncode == CONFIGURATION, done.stderr
    assert "rank 2 runs another build of version" in done.stderr, done.stderr


def test_missing_or_incomplete_root_is_refused(tmp_path):
    text = run_on(tmp_path / "nowhere", tmp_path / "run", code=CONFIGURATION)
    assert "nowhere" in text and not (tmp_path / "run").exists(), text
    root = simulate(tmp_path / "root")
    shutil.rmtree(root / "records500")
    text = run_on(root, tmp_path / "run", code=CONFIGURATION)
    assert "records500" in text and not (tmp_path / "run").exists(), text


def damage_records(root):
    """Corrupts many records, each in a different way. Returns their names and the number of ways."""
    headers = sorted((root / "records500").rglob("*.hea"))
    ways = [
        lambda hea, dat: dat.write_bytes(dat.read_bytes()[:1000]),                          # truncated
        lambda hea, dat: dat.unlink(),                                                      # missing
        lambda hea, dat: hea.write_text(hea.read_text().replace(" 5000", " 1000000000", 1)),  # a billion samples
        lambda hea, dat: hea.write_text(hea.read_text().replace(hea.stem + ".dat", "../../x.dat")),
        lambda hea, dat: dat.write_bytes(b"\x01\x00" + dat.read_bytes()[2:]),               # checksum
        lambda hea, dat: hea.write_text(hea.read_text().replace(" AVR", " XYZ")),           # a missing lead
        lambda hea, dat: hea.write_bytes(b"\x00\xff garbage"),
        lambda hea, dat: hea.write_text(""),
    ]
    bad = []
    for i, hea in enumerate(headers[::3]):
        ways[i % len(ways)](hea, hea.with_suffix(".dat"))
        bad.append(hea.stem)
    return bad, len(ways)


def test_bad_records_are_replaced_alike_on_any_ranks(tmp_path):
    root = simulate(tmp_path / "root", 60)
    bad, ways = damage_records(root)
    text = run_on(root, tmp_path / "one")
    assert "replaced" in text, text
    run_on(root, tmp_path / "three", "shard.pages=2", ranks=3)
    press.assert_same_tree(tmp_path / "one" / "release", tmp_path / "three" / "release", "bad records on 1 and 3 ranks")
    log = json.loads((tmp_path / "one" / "release" / "logs.json").read_text())
    failures = log["failures"]
    assert failures and all(failure["record"] in bad and failure["reason"] for failure in failures), failures
    replaced = [(failure["record"], failure["reason"]) for failure in failures if failure["replaced"]]
    assert len(set(replaced)) == len(replaced), "a failure is listed for each page"
    assert str(tmp_path) not in json.dumps(log), "the release names a folder of this machine"
    manifest = (tmp_path / "one" / "release" / "manifest.csv").read_text()
    assert manifest.count("\n") == 25, "pages were lost to bad records"
    assert not any(f",{name}," in manifest for name in bad)
    press.run(["verify", tmp_path / "one"])


@pytest.mark.parametrize("ranks", [1, 3])
def test_run_without_any_valid_record_ends_at_once(tmp_path, ranks):
    """64 attempts fail: no further page is tried, on any number of ranks."""
    root = simulate(tmp_path / "root", 30)
    for hea in (root / "records500").rglob("*.hea"):
        hea.write_text(re.sub(r"(\.dat .* )(\S+)$", r"\1MDC_\2", hea.read_text(), flags=re.MULTILINE))
    text = run_on(root, tmp_path / "run", "pages.plain.count=3000", "shard.pages=100", ranks=ranks, code=DATA)
    attempts = re.search(r"no page can be drawn\. (\d+) attempts .* failed:\n +(\d+) x record has no lead", text)
    assert attempts and attempts[1] == attempts[2] and 64 <= int(attempts[1]) < 128, text
    assert not list((tmp_path / "run" / "shards").glob("shard-00000*")), "the first shard was written"


def test_gap_breaks_the_trace(tmp_path):
    """A WFDB gap value is null in the JSON and has no ink in the mask."""
    import numpy as np
    from PIL import Image
    root = simulate(tmp_path / "root", 30)
    for hea in (root / "records500").rglob("*.hea"):
        dat = hea.with_suffix(".dat")
        samples = np.fromfile(dat, "<i2").reshape(-1, 12)
        samples[700:1000] = -32768
        samples.tofile(dat)
        lines = hea.read_text().splitlines()
        for i in range(12):
            words = lines[i + 1].split()
            total = int(samples[:, i].sum(dtype=np.int64))
            words[6] = str((total + 32768) % 65536 - 32768)
            lines[i + 1] = " ".join(words)
        hea.write_text("\n".join(lines) + "\n")
    run_on(root, tmp_path / "run", "pages.plain.layouts=[12x1]")
    release = tmp_path / "run" / "release"
    name = "0_12by1_lead_0"
    signal = json.loads((release / "segmentation" / "signal-json" / f"{name}.json").read_text())
    assert len(signal) == 5000 and signal[699] is not None and signal[1000] is not None
    assert all(value is None for value in signal[700:1000])
    mask = np.asarray(Image.open(release / "segmentation" / "mask-png" / f"{name}.png"))
    empty = np.nonzero(mask.sum(axis=0) == 0)[0]
    px_per_s = 25 * 100 / 25.4
    assert len(empty[(empty > 1.4 * px_per_s) & (empty < 2.1 * px_per_s)]) > 0.5 * px_per_s, "there is ink in the gap"


def test_folder_of_another_run_is_refused(tmp_path, every_layout_run):
    shutil.copytree(every_layout_run, tmp_path / "run")
    before = press.tree_digest(tmp_path / "run")
    for ranks in (1, 2):
        text = press.run(["run", "--config", CONFIG, "--out", tmp_path / "run", "--set", "seed=12"], ranks, CONFIGURATION)
        assert "seed" in text, text
    assert press.tree_digest(tmp_path / "run") == before
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("precious")
    press.run(["run", "--config", CONFIG, "--out", tmp_path / "mine"], 1, CONFIGURATION)
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["thesis.txt"]


def test_unwritable_folder_is_an_io_error(tmp_path):
    (tmp_path / "file").write_text("")
    press.run(["run", "--config", CONFIG, "--out", tmp_path / "file" / "run"], 2, IO)


def test_full_disk_keeps_finished_shards(tmp_path, every_layout_run):
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=9m", "tmpfs", str(disk)], capture_output=True)
    if mounted.returncode != 0:
        pytest.skip("needs the right to mount a small file system")
    try:
        # There is space for one shard, which is generated first. With two in progress, it would depend on chance which one is
    # complete before the disk is full.
        press.run(["generate", "--config", CONFIG, "--out", disk / "run", "--part", "0/5"])
        kept = {path.name: path.stat().st_mtime_ns for path in (disk / "run" / "shards").glob("*.h5")}
        assert len(kept) == 1, kept
        text = press.run(["run", "--config", CONFIG, "--out", disk / "run"], 2, IO)
        assert "space" in text.lower(), text
        subprocess.run(["mount", "-o", "remount,size=200m", str(disk)], check=True)
        press.run(["run", "--config", CONFIG, "--out", disk / "run"], 2)
        after = {path.name: path.stat().st_mtime_ns for path in (disk / "run" / "shards").glob("*.h5")}
        assert all(after[name] == stamp for name, stamp in kept.items()), "a finished shard was drawn again"
        press.assert_same_tree(every_layout_run / "release", disk / "run" / "release", "after a full disk")
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)  # the failed processes may still be exiting


def test_cap_above_the_number_of_leads_is_named_before_a_page_is_drawn(tmp_path):
    """Each setting of the message works."""
    asked = ["run", "--config", CONFIG, "--out", tmp_path / "run", "--set", "pages.small.caps.with_overlap=1000"]
    text = press.run(asked, code=CONFIGURATION)
    assert not (tmp_path / "run").exists() and "pages.small.caps.with_overlap is 1000" in text and "72 leads on 6 pages" in text, text
    settings = re.findall(r"(pages[.]small[.]\S+=\w+)", text.split("one of:")[1])
    assert [setting.split("=")[0].split(".", 2)[2] for setting in settings] == ["count", "caps.with_overlap", "caps.required"], text
    for setting in settings:
        press.run(["plan", *asked[1:3], *asked[5:], "--set", setting])


def test_cap_that_cannot_be_filled_says_how_many_pages_are_missing(tmp_path):
    asked = ["run", "--config", CONFIG, "--out", tmp_path / "run", "--set", "pages.small.caps.with_overlap=72"]
    text = press.run(asked, 2, DATA)
    assert "more pages" in text and "small" in text and "72" in text and "caps.required" in text, text
    lenient = press.run([*asked[:4], tmp_path / "lenient", *asked[5:], "--set", "pages.small.caps.required=false"], 2)
    assert re.search("warning.* group small: caps.with_overlap is 72", lenient), lenient


def test_missing_shards_are_listed(tmp_path, every_layout_run):
    shutil.copytree(every_layout_run, tmp_path / "run")
    shutil.rmtree(tmp_path / "run" / "release")
    victim = sorted((tmp_path / "run" / "shards").glob("*.h5"))[1]
    victim.unlink()
    text = press.run(["merge", "--config", CONFIG, "--out", tmp_path / "run"], 2, DATA)
    assert victim.name in text and "missing" in text, text


def test_foreign_release_cannot_name_files_outside(tmp_path, small_run):
    """A pipe or an external link in place of any file that verify, preview and report read is reported and not opened."""
    release = Path(shutil.copytree(small_run / "release", tmp_path / "release"))
    (tmp_path / "secret").write_text("the secret of somebody else")
    page = str(next((release / "detection-dataset/images").rglob("*.jpg")).relative_to(release))
    label = page.replace("images", "labels").replace(".jpg", ".txt")
    assert (release / page).exists() and (release / label).exists()
    for name in ("logs.json", "digest.json", "manifest.csv", "leads.csv", page, label, "SHA256SUMS"):
        file = release / name
        whole = file.read_bytes()
        for replace in (lambda: os.mkfifo(file), lambda: file.symlink_to(tmp_path / "secret")):
            file.unlink(missing_ok=True)
            replace()
            for verb in ("verify", "preview", "report"):
                out = [] if verb == "verify" else ["--output", tmp_path / "view.html"]
                reads = verb == "verify" or name != "SHA256SUMS" and (verb, name) != ("preview", "digest.json")
                text = press.run([verb, release, *out], code=DATA if reads else 0)
                assert "secret of" not in text, text
                assert not reads or Path(name).name in text and "not opened" in text, f"{verb}, {name}: {text}"
                view = tmp_path / "view.html"
                assert not view.exists() or "secret of" not in view.read_text(), f"{verb} shows it"
                view.unlink(missing_ok=True)
        file.unlink()
        file.write_bytes(whole)
    press.run(["verify", release])
