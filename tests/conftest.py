"""Fixtures of all Python tests: the build that is tested, temporary folders, and runs that several tests read.

The tests run with any number of pytest-xdist workers. Files that the workers share are in one root folder
(ECGPRESS_TESTS_ROOT), which the main process creates and removes.
"""

import fcntl
import os
import re
import shutil
import signal
import sys
import tempfile
import threading
from pathlib import Path

import pytest
import quick_mpi

sys.dont_write_bytecode = True
SOURCE = Path(__file__).resolve().parents[1]
ROOT = "ECGPRESS_TESTS_ROOT"
NEEDED_BYTES = 4 << 30


def pytest_addoption(parser):
    group = parser.getgroup("ecgpress")
    group.addoption("--build", default=os.environ.get("ECGPRESS_BUILD", "build/release"),
                    help="build folder of the program under test (default: %(default)s)")
    group.addoption("--long", action="store_true", default=bool(os.environ.get("ECGPRESS_LONG")),
                    help="long forms of the tests: more pages, kills and seeds")


def memory_disk():
    """A file system in memory with enough space, or None. TMPDIR overrides it. fsync is fast there."""
    place = "/dev/shm"
    if "TMPDIR" in os.environ or not os.access(place, os.W_OK):
        return None
    space = os.statvfs(place)
    return place if space.f_bavail * space.f_frsize >= NEEDED_BYTES else None


def is_worker(config):
    return hasattr(config, "workerinput")


def pytest_configure(config):
    build = SOURCE / config.getoption("--build")
    # Written by tests/CMakeLists.txt: the program, mpirun, and the settings of sanitizers. The caller's values take precedence.
    variables = build / "tests" / "environment.txt"
    for line in variables.read_text().splitlines() if variables.is_file() else []:
        name, _, value = line.partition("=")
        os.environ.setdefault(name, value)
    for name, value in quick_mpi.SETTINGS.items():
        os.environ.setdefault(name, value)
    if "ECGPRESS_PYTHON_PATH" in os.environ:  # the package ecgpress, also for programs that tests start
        sys.path.insert(0, os.environ["ECGPRESS_PYTHON_PATH"])
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [os.environ["ECGPRESS_PYTHON_PATH"], os.environ.get("PYTHONPATH")]))
    if config.getoption("--long"):
        os.environ["ECGPRESS_LONG"] = "1"
    # SIGTERM raises KeyboardInterrupt, so that fixtures clean up. execnet may run a worker's session in another
    # thread, where no handler can be set.
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    if not is_worker(config):
        place = memory_disk()
        os.environ[ROOT] = tempfile.mkdtemp(prefix="ecgpress-tests-", dir=place)
        if place:  # where files of Open MPI's shared memory would remain after a kill -9
            os.environ.setdefault("OMPI_MCA_btl_vader_backing_directory", os.environ[ROOT])


def pytest_unconfigure(config):
    if not is_worker(config) and ROOT in os.environ:
        shutil.rmtree(os.environ.pop(ROOT), ignore_errors=True)


def pytest_collection_modifyitems(config, items):
    for item in items:
        if item.get_closest_marker("long") and not os.environ.get("ECGPRESS_LONG"):
            item.add_marker(pytest.mark.skip(reason="long form: runs with --long"))
    # Tests that run alone come last, so that all workers are busy until then. Slow tests, and groups that one worker runs one
    # after another, come first, so that none prolongs the end.
    def turn(item):
        is_slow = item.get_closest_marker("slow") or item.get_closest_marker("xdist_group")
        return 2 if item.get_closest_marker("alone") else 0 if is_slow else 1

    items.sort(key=turn)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session, exitstatus):
    """A session in which every test was skipped must not pass, because nothing was tested."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or is_worker(session.config) or session.config.option.collectonly:
        return
    if exitstatus == 0 and not reporter.stats.get("passed"):
        reporter.write_line("\nno test ran: all were skipped", red=True)
        session.exitstatus = pytest.ExitCode.NO_TESTS_COLLECTED


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item, nextitem):
    """While a test marked `alone` runs, no other worker runs a test.

    Every test holds the lock `machine`; a test that runs alone holds it exclusively. `turn` gives a waiting test precedence
    over later ones.
    """
    alone = item.get_closest_marker("alone") is not None
    root = Path(os.environ[ROOT])
    with open(root / "turn", "w") as turn, open(root / "machine", "w") as machine:
        fcntl.flock(turn, fcntl.LOCK_EX)
        fcntl.flock(machine, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        fcntl.flock(turn, fcntl.LOCK_UN)
        yield


@pytest.fixture(scope="session")
def is_long():
    return bool(os.environ.get("ECGPRESS_LONG"))


@pytest.fixture
def tmp_path(request):
    """As in pytest, but in memory if there is enough, and removed as soon as the test has ended."""
    name = re.sub(r"\W+", "_", request.node.name)[:40]
    path = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=os.environ[ROOT]))
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def default_mpi(monkeypatch):
    """Open MPI as users run it, without the settings of quick_mpi."""
    for name in quick_mpi.SETTINGS:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def end_processes():
    """Kills processes that a failed test left running."""
    yield
    if press := sys.modules.get("press"):
        press.end_started()


@pytest.fixture(scope="session")
def once():
    """once(name, make): the folder `name`, filled by make(folder) in the first worker that asks for it. Read-only for tests."""
    def get(name, make):
        maker = f"{make.__code__.co_filename}:{make.__code__.co_firstlineno}"
        root = Path(os.environ[ROOT]) / "shared"
        root.mkdir(exist_ok=True)
        folder, done = root / name, root / f"{name}.done"
        with open(root / f"{name}.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not done.exists():
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                make(folder)
                done.write_text(maker)
        assert done.read_text() == maker, f"two tests share the name '{name}': {done.read_text()} and {maker}"
        return folder
    return get


def shared_run(once, config):
    """A run of a configuration of tests/system on two ranks, with its release."""
    import press
    file = SOURCE / "tests" / "system" / config
    return once(config, lambda folder: press.run(["run", "--config", file, "--out", folder / "run"], 2)) / "run"


@pytest.fixture(scope="session")
def every_layout_run(once):
    """Every layout and all four datasets."""
    return shared_run(once, "every_layout.yaml")


@pytest.fixture(scope="session")
def damaged_run(once):
    """Pages with artifacts, of every preset."""
    return shared_run(once, "damaged.yaml")


@pytest.fixture(scope="session")
def small_run(once):
    """A few small pages of all four datasets with every kind of mask; verified in milliseconds."""
    return shared_run(once, "bits.yaml")


@pytest.fixture(scope="session")
def ptbxl():
    """The root of the real PTB-XL."""
    root = os.environ.get("ECGPRESS_PTBXL")
    if not root:
        pytest.skip("needs ECGPRESS_PTBXL, the root of PTB-XL")
    return root
