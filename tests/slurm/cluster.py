"""A real Slurm on this machine: munged, slurmctld and several slurmd as nodes, on loopback, in a separate folder.

Needs root and Debian's slurm-wlm and munge. Each node has its own host name, hosts file and /dev/shm (UTS and mount namespaces),
because Open MPI's shared memory of two "nodes" would collide otherwise. Nothing outside the folder is changed. Every process is
ended by its process ID.
"""

import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

import quick_mpi

PROGRAMS = ["munged", "slurmctld", "slurmd", "sbatch", "unshare"]

SLURM_CONF = """
ClusterName=ecgpress
SlurmctldHost={host}(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket={folder}/munge.sock
CommunicationParameters=NoCtldInAddrAny{any_address}
SlurmctldPort={port}
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd-%n.pid
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool/%n
# A folder a node: the steps of several slurmd on one machine would meet in mpi/pmix.
TmpFS={folder}/tmp/%n
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd-%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
# The nodes have the cores that are written here, whatever the machine has.
SlurmdParameters=config_overrides
MpiDefault=pmix
SchedulerParameters=sched_interval=1,bf_interval=1,batch_sched_delay=0
ReturnToService=2
JobRequeue=1
SlurmdTimeout=10
SlurmctldTimeout=10
KillWait=10
CompleteWait=0
MinJobAge=3600
MaxArraySize=8
PreemptType=preempt/partition_prio
PreemptMode=REQUEUE
NodeName=n[1-{nodes}] NodeHostname={host} NodeAddr=127.0.0.1 Port=[{first}-{last}] CPUs={cores} RealMemory={memory} State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES MaxTime=60 State=UP PriorityTier=1 PreemptMode=REQUEUE GraceTime=0
PartitionName=urgent Nodes=ALL Default=NO MaxTime=60 State=UP PriorityTier=10 PreemptMode=OFF
"""

NODE_SCRIPT = ('hostname "$1" && mount --bind "$2" /etc/hosts && mount -t tmpfs -o mode=1777,size=1g shm /dev/shm '
               '&& exec slurmd -D -N "$1"')


def why_not():
    """The reason why no cluster can be started here; empty if one can."""
    missing = [name for name in PROGRAMS if shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/sbin") is None]
    if missing:
        return f"not installed: {' '.join(missing)} (Debian: slurm-wlm munge)"
    if os.geteuid() != 0:
        return "a cluster on one machine needs root"
    tried = subprocess.run(["unshare", "--uts", "--mount", "sh", "-c", "hostname x && mount -t tmpfs none /mnt"],
                           capture_output=True)
    return None if tried.returncode == 0 else "no namespaces of its own for each node (CAP_SYS_ADMIN)"


def free_ports(count):
    """The first of `count` consecutive unused ports."""
    for first in range(21000 + os.getpid() % 100 * 100, 32000, count):
        try:
            for port in range(first, first + count):
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", port))
            return first
        except OSError:
            continue
    raise RuntimeError("no free ports")


class Cluster:
    """A context manager: `with` starts the cluster, and its end stops it."""

    def __init__(self, folder, nodes, cores):
        self.folder, self.nodes, self.cores = Path(folder), nodes, cores
        self.daemons = {}
        self.environment = dict(
            quick_mpi.removed(os.environ), SLURM_CONF=str(self.folder / "slurm.conf"), PATH=f"{os.environ['PATH']}:/usr/sbin:/sbin",
            OMPI_ALLOW_RUN_AS_ROOT="1", OMPI_ALLOW_RUN_AS_ROOT_CONFIRM="1", OMPI_MCA_oob_tcp_if_include="lo",
            OMPI_MCA_btl_tcp_if_include="lo", OMPI_MCA_rmaps_base_oversubscribe="1",
            OMPI_MCA_mpi_yield_when_idle="1", OMPI_MCA_hwloc_base_binding_policy="none")
        self.environment.pop("OMPI_MCA_btl_vader_backing_directory", None)  # a node has its own /dev/shm

    def __enter__(self):
        try:
            self._write_files()
            self._start("munged", ["munged", "--force", "--foreground", f"--key-file={self.folder}/munge.key",
                                   f"--socket={self.folder}/munge.sock", f"--pid-file={self.folder}/munged.pid",
                                   f"--seed-file={self.folder}/munge.seed", f"--log-file={self.folder}/munged.log"])
            self._wait("munged", lambda: (self.folder / "munge.sock").exists())
            self._start("slurmctld", ["slurmctld", "-D", "-i", "-c"])
            for number in range(1, self.nodes + 1):
                self.start_node(f"n{number}")
            self._wait("the nodes", lambda: self.idle_nodes() == self.nodes)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if "slurmctld" in self.daemons:
            self.run(["scancel", "--user=root"], check=False)
            deadline = time.monotonic() + 15
            while self.run(["squeue", "-h"], check=False).strip() and time.monotonic() < deadline:
                time.sleep(0.1)
        for name in sorted(self.daemons, key=lambda name: (name == "munged", name == "slurmctld")):
            daemon = self.daemons[name]
            daemon.terminate()
            try:
                daemon.wait(5)
            except subprocess.TimeoutExpired:
                daemon.kill()
                daemon.wait()
        for process in self._processes_with_our_configuration():
            os.kill(process, signal.SIGKILL)

    def run(self, command, check=True, **options):
        """Runs a command on this cluster and returns its output."""
        done = subprocess.run(list(map(str, command)), env=self.environment, capture_output=True, text=True, timeout=60,
                              **options)
        assert not check or done.returncode == 0, f"{command}: exit {done.returncode}\n{done.stdout}{done.stderr}"
        return done.stdout + done.stderr

    def idle_nodes(self):
        return len(self.run(["sinfo", "-h", "-p", "main", "-N", "-t", "idle", "-o", "%N"], check=False).split())

    def start_node(self, name):
        for part in ("spool", "tmp"):
            (self.folder / part / name).mkdir(parents=True, exist_ok=True)
        self._start(name, ["unshare", "--uts", "--mount", "sh", "-c", NODE_SCRIPT, "slurmd", name,
                           str(self.folder / "hosts")])

    def crash_node(self, name):
        """Kills every process of a node at once, as a power cut does."""
        space = os.readlink(f"/proc/{self.daemons[name].pid}/ns/uts")
        assert space != os.readlink("/proc/self/ns/uts"), f"{name} has no namespace of its own"
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                if os.readlink(entry / "ns/uts") == space:
                    os.kill(int(entry.name), signal.SIGKILL)
            except OSError:
                continue
        self.daemons.pop(name).wait()

    def job(self, number):
        """Slurm's information on a job: JobState, Restarts, NodeList, Reason ..."""
        words = self.run(["scontrol", "show", "job", number]).split()
        return dict(word.split("=", 1) for word in words if "=" in word)

    def hosts_of(self, number):
        return self.run(["scontrol", "show", "hostnames", self.job(number)["NodeList"]]).split()

    def wait_jobs(self, numbers, limit_s=120):
        """Waits until none of the jobs is queued. Skips the two minutes that Slurm makes a job wait after a requeue."""
        deadline, held = time.monotonic() + limit_s, {}
        while True:
            lines = self.run(["squeue", "-h", "-o", "%i %T %r", "-j", ",".join(map(str, numbers))], check=False)
            left = [line.split(None, 2) for line in lines.splitlines() if line and not line.startswith("slurm")]
            if not left:
                return
            for number, state, *reason in left:
                if state != "PENDING" or reason != ["BeginTime"]:
                    held.pop(number, None)
                elif time.monotonic() - held.setdefault(number, time.monotonic()) > 3:  # its old steps have ended
                    self.run(["scontrol", "update", f"JobId={number}", "StartTime=now"], check=False)
            assert time.monotonic() < deadline, f"jobs last too long: {left}"
            time.sleep(0.3)

    def _write_files(self):
        for part in ("state", "spool", "tmp"):
            (self.folder / part).mkdir(parents=True, exist_ok=True)
        host = socket.gethostname().split(".")[0]
        first = free_ports(self.nodes + 1)
        memory = int(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**20 / self.nodes * 0.8)
        # Daemons listen at the address of their host name.
        loopback = subprocess.run(["getent", "ahostsv4", host], capture_output=True, text=True).stdout.startswith("127.")
        (self.folder / "slurm.conf").write_text(SLURM_CONF.format(
            host=host, folder=self.folder, port=first, first=first + 1, last=first + self.nodes, nodes=self.nodes,
            cores=self.cores, memory=memory, any_address=",NoInAddrAny" if loopback else ""))
        # slurmd always loads a plug-in for control groups; this one has no requirements.
        (self.folder / "cgroup.conf").write_text("CgroupPlugin=cgroup/v1\n")
        (self.folder / "hosts").write_text("".join(
            f"127.0.0.1 {name}\n" for name in ["localhost", host] + [f"n{i + 1}" for i in range(self.nodes)]))
        key = self.folder / "munge.key"
        key.write_bytes(os.urandom(128))
        key.chmod(0o400)

    def _start(self, name, command):
        log = open(self.folder / f"{name}.out", "ab")
        self.daemons[name] = subprocess.Popen(command, env=self.environment, stdin=subprocess.DEVNULL, stdout=log,
                                              stderr=log, start_new_session=True)
        log.close()

    def _wait(self, what, ready, limit_s=30):
        deadline = time.monotonic() + limit_s
        while not ready():
            if time.monotonic() > deadline:
                logs = "\n".join(path.read_text()[-1000:] for path in self.folder.glob("*.out"))
                raise RuntimeError(f"{what} did not come up\n{logs}")
            time.sleep(0.05)

    def _processes_with_our_configuration(self):
        """Step daemons have no parent process here. Those of this cluster are identified by SLURM_CONF in their environment."""
        mark, found = f"SLURM_CONF={self.folder}/slurm.conf".encode(), []
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                if int(entry.name) != os.getpid() and mark in (entry / "environ").read_bytes().split(b"\0"):
                    found.append(int(entry.name))
            except OSError:
                continue
        return found
