"""Interrupts a real mpirun: tests the output, the kept pages and the job file, and that the same command resumes the run.

mpirun runs on a pseudo-terminal, because Ctrl-C reaches it only there.
"""

import fcntl
import json
import os
import pty
import re
import signal
import struct
import subprocess
import termios
import threading
import time

import press
import pytest
from stopped_runs_test import CONFIG, SETTINGS, STOPPED, assert_undisturbed, whole  # noqa: F401 (a fixture)

STOPPING = "stopping: finishing the current page"
LIMIT_S = 120 * press.PATIENCE
ENOUGH_S = "10"  # between mpirun's signals: longer than a page takes on a busy machine


class Terminal:
    """A run on a pseudo-terminal."""

    def __init__(self, arguments, ranks=2, mca=(), columns=120):
        self.outer, inner = pty.openpty()
        self.resize(columns)
        words = [option for name, value in mca for option in ("--mca", name, value)]
        line = press.command(arguments, ranks)
        line[1:1] = words

        def take_terminal():
            fcntl.ioctl(inner, termios.TIOCSCTTY, 0)

        self.process = press.started(subprocess.Popen(line, stdin=inner, stdout=inner, stderr=inner, start_new_session=True,
                                                      preexec_fn=take_terminal))
        os.close(inner)
        self.data = b""
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        try:
            while data := os.read(self.outer, 4096):
                self.data += data
        except OSError:  # no process has it open any more
            pass

    def text(self):
        return self.data.decode(errors="replace")

    def resize(self, columns):
        fcntl.ioctl(self.outer, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))

    def wait_for(self, pattern, start=0):
        """Waits for a pattern in the output from this position on."""
        deadline = time.monotonic() + LIMIT_S
        while not re.search(pattern, self.text()[start:]):
            assert self.process.poll() is None, f"the run ended before {pattern} was printed:\n{self.text()}"
            assert time.monotonic() < deadline, f"{pattern} was never printed:\n{self.text()}"
            time.sleep(0.005)

    def end(self):
        """Waits for the end of the run. @return the exit code and the complete output"""
        code = self.process.wait(LIMIT_S)
        assert press.end_session(self.process), "a rank went on"
        self.reader.join(10)
        os.close(self.outer)
        return code, self.text()


def start(out, mca=()):
    """A run on two ranks that has drawn at least one page."""
    run = Terminal(["run", "--config", CONFIG, "--out", out, *SETTINGS], 2, mca)
    run.wait_for(r"pages  [1-9]\d*/")
    return run


def interrupt(run, how):
    if how == "Ctrl-C":
        os.write(run.outer, b"\x03")
    else:
        run.process.send_signal(how)


@pytest.mark.parametrize("how", ["Ctrl-C", signal.SIGINT, signal.SIGTERM])
def test_interrupted_mpirun_keeps_all_pages(tmp_path, whole, how):
    """mpirun is set to give its ranks enough time, so that the result does not depend on the load of the machine."""
    out = tmp_path / "run"
    run = start(out, [("odls_base_sigkill_timeout", ENOUGH_S)])
    sent = len(run.text())
    interrupt(run, how)
    run.wait_for(STOPPING, sent)
    code, text = run.end()
    assert code == 1, f"exit code {code}: README and docs/howto/cluster.md say 1\n{text}"
    assert text.count(STOPPING) == 1, text
    assert "on request, no page is lost" in text, text
    left = [path.name for path in (out / "parts").iterdir()]
    assert left and all(name.endswith(".h5.kept") for name in left), left
    status = press.run(["status", out])
    assert ": STOPPED, " in status and "INTERRUPTED" not in status, status
    printed = press.run(["run", "--out", out], 2)
    assert int(re.search(r"restored +(\d+)", printed)[1]) > 0, printed
    assert_undisturbed(whole, out, str(how))


def test_ranks_stop_before_the_launcher_terminates_them(tmp_path):
    """The request is SIGCONT, which mpirun sends at once. The ranks stop before it sends SIGTERM."""
    run = start(tmp_path / "run", [("odls_base_sigkill_timeout", ENOUGH_S)])
    interrupt(run, signal.SIGTERM)
    press.wait_for(lambda: "STOPPED" in press.run(["status", tmp_path / "run"]), limit_s=0.8 * float(ENOUGH_S))
    code, text = run.end()
    assert code == 1 and "on request, no page is lost" in text, text


@pytest.mark.parametrize("times", [1, 2])
def test_status_shows_a_stop_even_if_ranks_are_killed(tmp_path, whole, times):
    """With mpirun's default times, and with a second Ctrl-C after the message, which ends mpirun at once."""
    out = tmp_path / "run"
    run = start(out)
    for _ in range(times):
        interrupt(run, "Ctrl-C")
        if run.process.poll() is None and times == 2:
            run.wait_for(STOPPING)
    code, text = run.end()
    assert code == 1 and text.count(STOPPING) == 1, text
    status = press.run(["status", out])
    assert ": STOPPED, " in status and "INTERRUPTED" not in status, status
    press.run(["run", "--out", out], 2)
    press.assert_same_tree(whole / "shards", out / "shards", f"{times} times Ctrl-C")


def test_sigusr1_has_its_own_exit_code(tmp_path):
    out = tmp_path / "run"
    run = start(out)
    interrupt(run, signal.SIGUSR1)
    code, text = run.end()
    assert code == STOPPED and text.count(STOPPING) == 1 and "on request, no page is lost" in text, text
    assert ": STOPPED, " in press.run(["status", out])


def test_sigcont_of_others_stops_nothing(tmp_path):
    """A shell's `fg`, a debugger and Slurm's resume send SIGCONT, too."""
    run = start(tmp_path / "run")
    with press.held(press.ranks_of(run.process)):
        pass
    code, text = run.end()
    assert code == 0 and STOPPING not in text, text


@pytest.mark.parametrize("ranks", [1, 2])
def test_bar_fits_the_terminal(tmp_path, ranks):
    """No line is as wide as the terminal, and the bar follows a change of its size."""
    narrow, wide = 24, 100
    run = Terminal(["generate", "--config", CONFIG, "--out", tmp_path / "run", *SETTINGS], ranks, columns=narrow)
    run.wait_for(r"pages  [1-9]")
    before = run.text()
    run.resize(wide)
    run.wait_for(r"\[[#.]{24}\] pages  ", len(before))
    code, text = run.end()
    assert code == 0, text
    drawn = re.findall(r"\r\x1b\[K((?:\[[#.]+\] )?pages[^\r\n]*)", before)
    assert drawn and max(map(len, drawn)) < narrow, drawn
    assert all(len(line) < wide for line in re.findall(r"\r\x1b\[K(\[[#.]+\][^\r\n]*)", text)), text


def json_lines(process):
    return [json.loads(line) for line in process.stderr.splitlines() if line.startswith("{")]


@pytest.mark.parametrize("ranks", [1, 2])
def test_progress_for_other_programs(tmp_path, ranks):
    out = tmp_path / "run"
    line = press.command(["run", "--config", CONFIG, "--out", out, "--progress", "json", *SETTINGS], ranks)
    done = subprocess.run(line, capture_output=True, text=True, timeout=LIMIT_S, check=True)
    assert "{" not in done.stdout
    lines = json_lines(done)
    assert {tuple(each) for each in lines} == {("stage", "state", "done", "total", "restored", "rate_per_s", "left_s", "elapsed_s")}
    for stage in ("pages", "pages merged"):
        of_stage = [each for each in lines if each["stage"] == stage]
        assert [each["state"] for each in of_stage] == ["running"] * (len(of_stage) - 1) + ["done"], of_stage
        counts = [each["done"] for each in of_stage]
        assert counts == sorted(counts) and counts[0] == 0 and counts[-1] == of_stage[-1]["total"] > 0, of_stage
        assert of_stage[-1]["rate_per_s"] > 0 and of_stage[-1]["left_s"] is None


def test_restored_pages_do_not_count_for_the_rate(tmp_path):
    """The final rate of a resumed run counts only the pages that it drew itself."""
    out = tmp_path / "run"
    run = start(out)
    interrupt(run, signal.SIGUSR1)
    run.end()
    line = press.command(["generate", "--out", out, "--progress", "json", "--quiet"])
    lines = json_lines(subprocess.run(line, capture_output=True, text=True, timeout=LIMIT_S, check=True))
    last = lines[-1]
    assert last["restored"] > 0, last
    assert last["rate_per_s"] == pytest.approx((last["done"] - last["restored"]) / last["elapsed_s"], rel=0.01), last
