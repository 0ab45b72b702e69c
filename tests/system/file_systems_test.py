"""File systems that refuse what others offer (hard links, syncing folders, locks), files that go stale, disks that fail in a
rename, a file size limit, and a standard output that takes nothing."""

import errno
import os
import resource
import signal
import subprocess
from pathlib import Path

import press
import pytest

CONFIG = Path(__file__).with_name("faults.yaml")
FAULTS = os.environ.get("ECGPRESS_FAULTS", "")
CONFIGURATION, DATA, IO = 2, 3, 4
SOURCE = ["--config", CONFIG, *press.settings("source.kind=simulated", "pages.0.count=4", "pages.1.count=2", "shard.pages=2")]
REFUSALS = ["EINVAL", "EOPNOTSUPP", "ENOSYS", "EBADF", "EROFS", "EACCES", "EPERM", "ENOTTY"]
LINK_REFUSALS = ["EPERM", "EOPNOTSUPP", "ENOSYS", "EMLINK", "EXDEV", "EACCES", "ENOTTY"]
LOCK_REFUSALS = ["EOPNOTSUPP", "ENOSYS", "EINVAL", "EPERM", "EACCES", "ENOTTY", "EBADF", "ENOLCK"]
needs_faults = pytest.mark.skipif(not Path(FAULTS).is_file(), reason="needs the library ecgpress_faults, which builds with a sanitizer lack")


def some(names):
    """All in the long form; otherwise three of them."""
    return names if "ECGPRESS_LONG" in os.environ else [names[0], names[2], names[-1]]


def faults(folder, **values):
    return {"LD_PRELOAD": FAULTS, "FAULT_ROOT": folder, **{f"FAULT_{name.upper()}": value for name, value in values.items()}}


@pytest.fixture(scope="module")
def whole(once):
    return once("file-systems-whole", lambda folder: press.run(["run", *SOURCE, "--out", folder / "run"])) / "run"


def assert_undisturbed(whole, out, case):
    for part in ("shards", "release"):
        press.assert_same_tree(whole / part, out / part, case)


@needs_faults
@pytest.mark.parametrize("call, name, warning", [
    *(("link", name, "has no hard links") for name in some(LINK_REFUSALS)),
    *(("fsync-folder", name, "does not sync folders") for name in some(REFUSALS)),
    *(("syncfs", name, "cannot be synced alone") for name in some(["ENOSYS", "EINVAL", "EOPNOTSUPP"]))])
def test_refused_calls_have_a_fallback(tmp_path, whole, call, name, warning):
    out = tmp_path / "run"
    refused = faults(tmp_path, refuse=f"{call}={getattr(errno, name)}")
    printed = press.run(["run", *SOURCE, "--out", out, "-q"], environment=refused)
    assert printed.count(warning) == 1, f"{call} {name}: one warning\n{printed}"
    assert_undisturbed(whole, out, f"{call} {name}")


@needs_faults
def test_without_any_atomic_name(tmp_path, whole):
    """Neither hard links nor a rename that replaces nothing: a claim file."""
    out = tmp_path / "run"
    refused = faults(tmp_path, refuse=f"link={errno.EPERM},renameat2={errno.EINVAL}")
    press.run(["run", *SOURCE, "--out", out, "-q"], environment=refused)
    assert_undisturbed(whole, out, "claim file")
    assert not list(out.glob("run.json?*"))
    claimed = tmp_path / "claimed"
    claimed.mkdir()
    (claimed / "run.json.claim").touch()
    printed = press.run(["run", *SOURCE, "--out", claimed, "-q"], environment=refused, code=(CONFIGURATION, IO))
    assert "claimed" in printed


@needs_faults
@pytest.mark.parametrize("name", some(LOCK_REFUSALS))
def test_refused_locks_must_be_allowed(tmp_path, whole, name):
    out = tmp_path / "run"
    refused = faults(tmp_path, refuse=f"lock={getattr(errno, name)}")
    printed = press.run(["run", *SOURCE, "--out", out, "-q"], environment=refused, code=IO)
    assert "cannot lock" in printed and os.strerror(getattr(errno, name)) in printed and "--no-lock" in printed, printed
    printed = press.run(["run", *SOURCE, "--out", out, "-q", "--no-lock"], environment=refused)
    assert printed.count("has no locks") == 1, printed
    assert_undisturbed(whole, out, f"locks refused with {name}")


@needs_faults
@pytest.mark.parametrize("match, number", [("/shard-00001.h5", 1), ("/run.json", 1), ("/SHA256SUMS", 1), (".sums", 1)])
def test_failing_renames(tmp_path, whole, match, number):
    out = tmp_path / "run"
    refused = {"link": f"link={errno.EPERM},renameat2={errno.EINVAL}"} if match == "/run.json" else {}
    broken = faults(tmp_path, rename=number, match=match, **({"refuse": refused["link"]} if refused else {}))
    printed = press.run(["run", *SOURCE, "--out", out, "-q"], environment=broken, code=IO)
    assert "Input/output error" in printed and match in printed, printed
    press.run(["run", *SOURCE, "--out", out, "-q"])
    assert_undisturbed(whole, out, f"rename of {match}")
    assert not list(out.rglob("*.part")), "parts are left"


@needs_faults
@pytest.mark.parametrize("call", ["open", "read"])
@pytest.mark.parametrize("verb, match", [
    ("status", "run.json"), ("verify", "shard-00001.h5"), ("verify", "manifest.csv"), ("verify", "SHA256SUMS"),
    ("preview", "shard-00000.h5")])
def test_stale_files_are_read_again(tmp_path, whole, call, verb, match):
    output = ["-o", tmp_path / "page.html"] if verb == "preview" else []
    press.run([verb, whole, *output], environment=faults(whole, stale=call, match=match))


def limited():
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))


def test_file_size_limit(tmp_path):
    done = subprocess.run(press.command(["run", *SOURCE, "--out", tmp_path / "run", "-q"]), capture_output=True, text=True,
                          preexec_fn=limited, timeout=press.TIME_LIMIT_S)
    assert done.returncode == IO and "ulimit -f" in done.stderr, done


def verbs(whole, folder):
    return [["--help"], ["--version"], ["list", "layouts"], ["explain"], ["explain", "seed"], ["plan", *SOURCE], ["status", whole],
            ["verify", whole], ["run", *SOURCE, "--out", folder / "run"], ["generate", *SOURCE, "--out", folder / "generated"],
            ["repair", whole, "--dry-run"], ["show", 0, "--run", whole]]


def test_output_that_takes_nothing(tmp_path, whole):
    for words in verbs(whole, tmp_path):
        with open("/dev/full", "wb") as full:
            done = subprocess.run(press.command(words), stdout=full, stderr=subprocess.PIPE, text=True, cwd=tmp_path,
                                  timeout=press.TIME_LIMIT_S)
        assert done.returncode == IO and "standard output: No space left" in done.stderr, f"{words}: {done}"
        done = subprocess.run(press.command(words), preexec_fn=lambda: os.close(1), stdout=None, stderr=subprocess.PIPE, text=True,
                              cwd=tmp_path, timeout=press.TIME_LIMIT_S)
        assert done.returncode == IO and "standard output is closed" in done.stderr, f"{words}: {done}"


def test_reader_that_ends_is_no_error(whole):
    done = subprocess.run(["bash", "-c", '"$0" explain | head -n 1', press.PROGRAM], capture_output=True, text=True,
                          preexec_fn=lambda: signal.signal(signal.SIGPIPE, signal.SIG_DFL), timeout=60)
    assert done.returncode == 0 and done.stderr == "", done


def test_closed_standard_error_takes_no_file(tmp_path, whole):
    out = tmp_path / "run"
    done = subprocess.run(press.command(["run", *SOURCE, "--out", out]), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                          preexec_fn=lambda: (os.close(0), os.close(2)), timeout=press.TIME_LIMIT_S)
    assert done.returncode == 0
    assert_undisturbed(whole, out, "closed standard input and error")


def test_status_shows_no_forged_line(tmp_path, whole):
    """Texts of a job file are shown on one line, without control characters."""
    import json
    import shutil
    out = Path(shutil.copytree(whole, tmp_path / "run"))
    job = json.loads(next((out / "logs").glob("job-*.json")).read_text())
    evil = "x\nnext      rm -rf /\x1b[2K\u202e\u0085"
    (out / "logs" / "job-evil.json").write_text(json.dumps({**job, "job": evil, "host": evil, "stage": evil, "end": "working",
                                                            "last_update_s": job["last_update_s"] + 1e9, "process": 1,
                                                            "nodes": {evil: next(iter(job["nodes"].values()))}}))
    printed = press.run(["status", out])
    assert sum(line.startswith("next") for line in printed.splitlines()) == 1, printed
    assert not any(mark in printed for mark in "\x1b\u202e\u0085") and "rm -rf" in printed, printed
