"""`-j N|auto`: a command starts its own ranks with mpirun. Output, exit codes and signals are as under mpirun, or better."""

import os
import re
import shutil
import signal
import subprocess
from pathlib import Path

import press
import pytest

CONFIG = Path(__file__).with_name("damaged.yaml")
SETTINGS = press.settings("shard.pages=9", "pages.photos.count=17", "seed=3", "source.rate_hz=100")
CORES = len(os.sched_getaffinity(0))
CONFIGURATION, DATA, STOPPED = 2, 3, 75
RUN = ["--config", CONFIG, *SETTINGS]


@pytest.fixture(autouse=True)
def mpirun_on_path(monkeypatch):
    folder = str(Path(shutil.which(press.MPIRUN)).parent)
    monkeypatch.setenv("PATH", os.pathsep.join([folder, os.environ["PATH"]]))


@pytest.fixture(scope="module")
def whole(once):
    """The run of one rank. What it printed is in `said`."""
    def make(folder):
        (folder / "said").write_text(press.run(["run", *RUN, "--out", folder / "run"]))

    return once("own-ranks", make)


def test_same_bytes(whole, tmp_path):
    printed = press.run(["generate", *RUN, "--out", tmp_path / "run", "-j", 3])
    assert "3 ranks, to" in printed and f"using 3 {'of' if CORES >= 3 else 'ranks on'} {CORES} core" in printed
    assert "3 ranks" in press.run(["merge", "--out", tmp_path / "run", "--jobs=3"])
    for part in ("shards", "release"):
        press.assert_same_tree(whole / "run" / part, tmp_path / "run" / part, "-j 3 and one rank")
    assert "no problems" in press.run(["verify", tmp_path / "run", "-j2"])
    assert "already complete" in press.run(["run", "--out", tmp_path / "run", "-j", 2])


def test_auto_is_every_usable_core(whole, tmp_path):
    text = press.run(["verify", whole / "run", "-j", "auto"])
    if CORES > 1:
        assert f"using {CORES} of {CORES} cores" in text
    done = subprocess.run(["taskset", "-c", str(min(os.sched_getaffinity(0))), press.PROGRAM, "run", "--out", whole / "run", "-j", "auto"],
                          capture_output=True, text=True)
    assert done.returncode == 0 and "1 rank, to" in done.stderr and "using" not in done.stderr


def test_quiet(whole):
    assert press.run(["run", "--out", whole / "run", "-j", 2, "--quiet"]) == ""


@pytest.mark.skipif(CORES == 1, reason="needs two cores")
def test_one_rank_says_how_to_use_all_cores(whole, monkeypatch, tmp_path):
    hint = f"using 1 of {CORES} cores. To use all, add -j auto."
    assert hint in (whole / "said").read_text()
    assert "using 1 of" not in press.run(["run", "--out", whole / "run", "-j", 1]) + press.run(["run", "--out", whole / "run"], 2)
    one = subprocess.run(["taskset", "-c", str(min(os.sched_getaffinity(0))), press.PROGRAM, "run", "--out", whole / "run"],
                         capture_output=True, text=True)
    assert one.returncode == 0 and "using 1 of" not in one.stderr
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "To use all, install mpirun (Debian: openmpi-bin) and add -j auto." in press.run(["run", "--out", whole / "run"])


def test_errors(whole, tmp_path, monkeypatch):
    """Exit codes are those of the ranks."""
    assert "is not a folder" in press.run(["verify", tmp_path / "none", "-j", 2], code=DATA)
    assert "unknown key" in press.run(["run", *RUN, "--set", "sede=1", "--out", tmp_path / "run", "-j", 2], code=CONFIGURATION)
    for wrong in ("0", "-1", "two", "1.5"):
        assert "whole number" in press.run(["verify", whole / "run", f"--jobs={wrong}"], code=CONFIGURATION), wrong
    assert "a launcher has already started 2 ranks" in press.run(["verify", whole / "run", "-j", 2], 2, code=CONFIGURATION)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "-j needs mpirun, which is not on PATH" in press.run(["verify", whole / "run", "-j", 2], code=CONFIGURATION)


def test_root(whole, monkeypatch):
    if os.geteuid() != 0:
        pytest.skip("needs root")
    monkeypatch.delenv("OMPI_ALLOW_RUN_AS_ROOT_CONFIRM")
    text = press.run(["verify", whole / "run", "-j", 2], code=CONFIGURATION)
    assert "does not run as root" in text and "OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1" in text
    press.run(["verify", whole / "run", "-j", 1])


def test_mpirun_of_another_mpi(whole, tmp_path, monkeypatch):
    """Its ranks would each do the whole run."""
    (tmp_path / "mpirun").write_text("#!/bin/sh\nshift 2\n\"$@\"\n")
    (tmp_path / "mpirun").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    text = press.run(["verify", whole / "run", "-j", 2], code=CONFIGURATION)
    assert f"mpirun on PATH ({tmp_path}/mpirun) belongs to another MPI" in text


def start(out, *before):
    """A run of two ranks, once both draw."""
    line = [*before, press.PROGRAM, "generate", *map(str, RUN), "--out", str(out), "-j", "2"]
    process = press.started(subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True))
    press.wait_for(lambda: any((out / "parts").glob("*")), process)
    return process


def ranks_of(process):
    return [pid for pid in press.ranks_of(process) if pid != process.pid]


def is_pending(pid, number):
    """Whether a process has not yet taken a signal that was sent to it."""
    waiting = re.search(r"^ShdPnd:\s*(\w+)", Path(f"/proc/{pid}/status").read_text(), re.M)[1]
    return bool(int(waiting, 16) >> (number - 1) & 1)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGUSR1, signal.SIGHUP], ids=lambda number: number.name)
def test_signal_stops_without_loss(whole, tmp_path, number):
    out = tmp_path / "run"
    process = start(out)
    with press.held(ranks_of(process), when=press.WithinAShard(out)):
        # A terminal sends Ctrl-C and hangups to the whole process group.
        (os.killpg if number in (signal.SIGINT, signal.SIGHUP) else os.kill)(process.pid, number)
    said = process.communicate(timeout=60 * press.PATIENCE)[1]
    assert process.returncode == STOPPED, said
    assert press.end_session(process), "a rank went on"
    left = [path.name for path in (out / "parts").iterdir()]
    assert left and all(name.endswith(".h5.kept") for name in left), left
    assert "mpirun" not in said and "---" not in said, said
    printed = press.run(["run", "--out", out, "-j", 2])
    assert int(re.search(r"restored +(\d+)", printed)[1]) > 0
    for part in ("shards", "release"):
        press.assert_same_tree(whole / "run" / part, out / part, number.name)


def test_second_interrupt_ends_the_job(tmp_path):
    """Also while ranks do not react."""
    process = start(tmp_path / "run")
    ranks = ranks_of(process)
    for rank in ranks:
        os.kill(rank, signal.SIGSTOP)
    os.kill(process.pid, signal.SIGINT)
    press.wait_for(lambda: not is_pending(process.pid, signal.SIGINT), process)
    os.kill(process.pid, signal.SIGINT)
    process.communicate(timeout=60 * press.PATIENCE)
    assert process.returncode != 0
    press.wait_for(lambda: not ranks_of(process))


def test_killed_rank_is_reported(tmp_path):
    process = start(tmp_path / "run")
    os.kill(ranks_of(process)[-1], signal.SIGKILL)
    said = process.communicate(timeout=60 * press.PATIENCE)[1]
    assert process.returncode == 128 + signal.SIGKILL
    assert "exit code 137 (a rank was killed" in said and "mpirun -n 2" in said
    assert press.end_session(process)


def test_mpirun_that_fails_is_reported(whole, tmp_path, monkeypatch):
    (tmp_path / "mpirun").write_text("#!/bin/sh\nexit 132\n")
    (tmp_path / "mpirun").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    assert "exit code 132. " in press.run(["verify", whole / "run", "-j", 2], code=132)


def test_killed_parent_takes_its_ranks_along(whole, tmp_path):
    out = tmp_path / "run"
    process = start(out)
    with press.held(ranks_of(process), when=press.WithinAShard(out)):
        process.kill()
    process.communicate()
    press.wait_for(lambda: not press.processes_of(process.pid))
    assert " 0 missing" not in press.run(["status", out]), "the ranks went on to the end"
    press.run(["run", "--out", out, "-j", 2])
    press.assert_same_tree(whole / "run" / "release", out / "release", "after kill -9 of the parent")


def test_hangup_is_ignored_under_nohup(whole, tmp_path):
    out = tmp_path / "run"
    process = start(out, "nohup")
    os.kill(process.pid, signal.SIGHUP)
    process.communicate(timeout=press.TIME_LIMIT_S)
    assert process.returncode == 0
    press.assert_same_tree(whole / "run" / "shards", out / "shards", "nohup")
