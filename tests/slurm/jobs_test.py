"""Runs as jobs of a real Slurm: submitted, cancelled, at the time limit, preempted, on a lost node, as an array. The bytes are
always the same."""

import os
import re
import signal
import tempfile
import time
from pathlib import Path

import press
import pytest
from cluster import Cluster, why_not

# One cluster for all tests. They mostly wait for Slurm's timers, so other tests run at the same time.
pytestmark = [pytest.mark.xdist_group("slurm"), pytest.mark.slow]

SOURCE = Path(__file__).resolve().parents[2]
CONFIG = Path(__file__).with_name("pages.yaml")


class Jobs:
    """The cluster, a reference run without Slurm, and operations on both."""

    def __init__(self, cluster, folder):
        self.cluster, self.folder = cluster, folder
        self.whole = folder / "whole"
        press.run(["run", "--config", CONFIG, "--out", self.whole], ranks=2)

    def submit(self, out, *options, config=CONFIG, check=True):
        """Runs slurm/submit and returns its output."""
        which = ["--config", config] if config else []
        environment = dict(self.cluster.environment, ECGPRESS_PROGRAM=press.PROGRAM)
        self.cluster.environment = environment
        return self.cluster.run([SOURCE / "slurm/submit", *which, "--out", out, *options], check=check, cwd=self.folder)

    def wait(self, printed, limit_s=150):
        numbers = job_numbers(printed)
        self.cluster.wait_jobs(numbers.values(), limit_s * press.PATIENCE)
        return numbers

    def is_whole(self, out, printed):
        """Asserts that both jobs succeeded and the release equals that of the run without Slurm."""
        for stage, number in job_numbers(printed).items():
            state = self.cluster.job(number)["JobState"]
            assert state == "COMPLETED", f"{stage} is {self.cluster.job(number)}\n{self.logs(out)}"
        for part in ("shards", "release"):
            press.assert_same_tree(self.whole / part, out / part, part)
        assert "complete" in press.run(["status", out]), press.run(["status", out])

    def shards(self, out):
        return len(list((out / "shards").glob("*.h5")))

    def wait_for_shards(self, out, count, limit_s=60):
        deadline = time.monotonic() + limit_s * press.PATIENCE
        while self.shards(out) < count:
            assert time.monotonic() < deadline, f"no {count} shards in time\n{self.logs(out)}"
            time.sleep(0.05)

    def wait_while_running(self, number, limit_s=30):
        deadline = time.monotonic() + limit_s * press.PATIENCE
        while self.cluster.job(number)["JobState"] == "RUNNING":
            assert time.monotonic() < deadline, f"job {number} goes on"
            time.sleep(0.1)

    def stamps(self, out):
        return {path.name: path.stat().st_mtime_ns for path in (out / "shards").glob("*.h5")}

    def logs(self, out):
        return "\n".join(f"--- {path.name}\n{path.read_text()[-3000:]}" for path in sorted((out / "logs").glob("*.out")))


@pytest.fixture(scope="module")
def jobs():
    if reason := why_not():
        pytest.skip(reason)
    with tempfile.TemporaryDirectory(prefix="ecgpress-slurm-") as place:  # on a disk: each node has its own /dev/shm
        place = Path(place)
        place.chmod(0o755)
        with Cluster(place / "cluster", nodes=4, cores=4) as cluster:
            yield Jobs(cluster, place)


def job_numbers(printed):
    return dict(re.findall(r"^(generate|merge): +job (\d+)", printed, re.MULTILINE))


def ranks_of(out):
    """Process IDs of the program itself in the run in `out`."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if words[0].endswith(b"ecgpress") and str(out).encode() in words:
            found.append(int(process.name))
    assert found, f"no rank works on {out}"
    return sorted(found)


def test_submitted_run(jobs):
    """submit, generate, merge and verify; and requests that submit rejects."""
    out = jobs.folder / "submitted"
    wrong = jobs.submit(jobs.folder / "wrong", "--set", "pages.photos.count=many", check=False)
    assert "pages.photos.count" in wrong and "job" not in wrong, wrong
    assert not (jobs.folder / "wrong").exists(), "a wrong configuration left a folder"
    printed = jobs.submit(out, "--nodes", "2", "--ntasks", "4", "--launcher", "srun")
    jobs.wait_for_shards(out, 4)
    with press.held(ranks_of(out)):
        again = jobs.submit(out, "--nodes", "2", check=False)
        assert "is in use by job" in again, again
        time.sleep(6)  # rank 0 writes the job file every 5 s, and at once when it continues
    with press.held(ranks_of(out), when=lambda: "4 ranks on 2 nodes" in press.run(["status", out])):
        status = press.run(["status", out])
    assert re.search(r"[1-9]\d* in progress", status) and "RUNNING" in status and "wait" in status, status
    assert len(re.findall(r"^  n\d +[1-3] ", status, re.MULTILINE)) == 2, f"four ranks on two nodes\n{status}"
    jobs.wait(printed)
    jobs.is_whole(out, printed)
    assert "nothing is queued" in jobs.submit(out, config=None)
    assert "no problems" in jobs.cluster.run(["srun", "--mpi=pmix", "-n", "2", press.PROGRAM, "verify", str(out / "release")])


def test_plain_sbatch(jobs):
    """The scripts submitted with plain sbatch, from the checkout, under mpirun."""
    environment = dict(jobs.cluster.environment, ECGPRESS_OUT=str(jobs.folder / "plain"), ECGPRESS_HOME=str(SOURCE),
                       ECGPRESS_PROGRAM=press.PROGRAM, ECGPRESS_LAUNCHER="mpirun")
    press.run(["plan", "--config", CONFIG, "--out", jobs.folder / "plain"])
    jobs.cluster.environment, kept = environment, jobs.cluster.environment
    try:
        printed = ""
        for stage, dependency in (("generate", []), ("merge", ["--dependency=singleton"])):
            number = jobs.cluster.run(["sbatch", "--parsable", "--job-name=plain", "--nodes=2", "--ntasks=3", *dependency,
                                       f"--output={jobs.folder}/plain/logs/{stage}.out", SOURCE / f"slurm/{stage}.sbatch"])
            printed += f"{stage}: job {number.strip()}\n"
    finally:
        jobs.cluster.environment = kept
    jobs.wait(printed)
    jobs.is_whole(jobs.folder / "plain", printed)


def test_cancelled_job(jobs):
    """scancel during the run: the ranks keep their pages, the job stays cancelled, and a second submission resumes it."""
    out = jobs.folder / "cancelled"
    printed = jobs.submit(out, "--nodes", "4", "--ntasks", "4", "--launcher", "mpirun", "--scratch", "/dev/shm")
    jobs.wait_for_shards(out, 6)
    numbers = job_numbers(printed)
    with press.held(ranks_of(out)):
        jobs.cluster.run(["scancel", numbers["generate"]])
    jobs.wait(printed)
    for stage, number in numbers.items():
        assert jobs.cluster.job(number)["JobState"] == "CANCELLED", f"{stage}: {jobs.cluster.job(number)}"
    before = jobs.stamps(out)
    assert 6 <= len(before) < 25, f"{len(before)} shards"
    assert "slurm/submit --out" in press.run(["status", out])
    printed = jobs.submit(out, "--nodes", "4", "--ntasks", "4", "--launcher", "mpirun", "--scratch", "/dev/shm", config=None)
    jobs.wait(printed)
    jobs.is_whole(out, printed)
    after = jobs.stamps(out)
    assert all(after[name] == stamp for name, stamp in before.items()), "a finished shard was made twice"


def test_time_limit(jobs):
    """At the time limit, the ranks get a signal and stop without loss, and the job requeues itself."""
    out = jobs.folder / "cut"
    printed = jobs.submit(out, "--ntasks", "1", "--time", "1", "--signal=B:USR1@50", "--launcher", "srun")
    press.wait_for(lambda: any((out / "parts").glob("*.h5.*")), limit_s=60)
    (rank,) = ranks_of(out)
    with press.held([rank], when=press.WithinAShard(out)):
        press.wait_for(lambda: press.has_pending(rank, signal.SIGUSR1), limit_s=90)  # Slurm checks time limits every 30 s
    jobs.wait(printed)
    jobs.is_whole(out, printed)
    log = jobs.logs(out)
    assert int(jobs.cluster.job(job_numbers(printed)["generate"])["Restarts"]) >= 1, f"never cut off\n{log}"
    assert "no page is lost" in log and "restored " in log, log


def test_preempted_job(jobs):
    """A job in a partition of higher priority takes the nodes for some time."""
    out = jobs.folder / "preempted"
    printed = jobs.submit(out, "--nodes", "4", "--ntasks", "4", "--launcher", "srun")
    jobs.wait_for_shards(out, 4)
    with press.held(ranks_of(out)):
        urgent = jobs.cluster.run(["sbatch", "--parsable", "-p", "urgent", "--nodes=4", "--exclusive", "--output=/dev/null",
                                   "--wrap", "sleep 1"]).strip()
        jobs.wait_while_running(job_numbers(printed)["generate"])
    jobs.cluster.wait_jobs([urgent])
    jobs.wait(printed)
    jobs.is_whole(out, printed)
    assert int(jobs.cluster.job(job_numbers(printed)["generate"])["Restarts"]) >= 1, jobs.logs(out)


def test_lost_node(jobs):
    """A node crashes. The job continues on the others, from the complete shards."""
    out = jobs.folder / "lost"
    printed = jobs.submit(out, "--nodes", "2", "--ntasks", "4", "--launcher", "mpirun")
    jobs.wait_for_shards(out, 6)
    with press.held(ranks_of(out)):
        before = jobs.stamps(out)
        node = jobs.cluster.hosts_of(job_numbers(printed)["generate"])[-1]
        jobs.cluster.crash_node(node)
    try:
        jobs.wait(printed)
        jobs.is_whole(out, printed)
    finally:
        jobs.cluster.start_node(node)
    after = jobs.stamps(out)
    assert all(after[name] == stamp for name, stamp in before.items()), "a finished shard was made twice"
    assert "a node is lost" in jobs.logs(out), jobs.logs(out)


def test_killed_rank(jobs):
    """A rank is killed (as when out of memory). The program restarts in the same job."""
    out = jobs.folder / "rank"
    printed = jobs.submit(out, "--nodes", "2", "--ntasks", "4", "--launcher", "srun")
    jobs.wait_for_shards(out, 6)
    os.kill(ranks_of(out)[0], signal.SIGKILL)
    jobs.wait(printed)
    jobs.is_whole(out, printed)
    assert "(try 1 of" in jobs.logs(out), jobs.logs(out)


def test_job_array(jobs):
    """Independent jobs for parts of the shards. A failed job affects only its own part, and only this part is submitted again."""
    out = jobs.folder / "array"
    printed = jobs.submit(out, "--array", "20", "--ntasks", "2", "--launcher", "srun")
    assert "--array 8" in printed, f"arrays of this cluster have at most 8 jobs\n{printed}"
    numbers = job_numbers(printed)
    jobs.cluster.run(["scancel", f"{numbers['generate']}_3"])
    jobs.wait(printed)
    assert jobs.cluster.job(numbers["merge"])["JobState"] == "CANCELLED", "a merge without all shards"
    before = jobs.stamps(out)
    printed = jobs.submit(out, "--array", "8", "--ntasks", "2", "--launcher", "srun", config=None)
    assert "--array=3 " in printed, printed
    jobs.wait(printed)
    jobs.is_whole(out, printed)
    after = jobs.stamps(out)
    assert all(after[name] == stamp for name, stamp in before.items()), "a finished shard was made twice"
