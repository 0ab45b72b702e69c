"""The Python module in a process: no MPI, threads, forks, pickles, errors, documentation."""

import ast
import json
import multiprocessing.connection
import os
import pickle
import re
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import stored

np = pytest.importorskip("numpy")
ecgpress = pytest.importorskip("ecgpress", reason="the Python module is not built")

SOURCE = Path(__file__).resolve().parents[2]
SMALL = stored.SYSTEM / "bits.yaml"
LARGE = {"pages": [{"name": "large", "layouts": ["12x1"], "count": 4, "datasets": ["detection"], "style": {"dpi": 300}}],
         "seed": 1, "source": {"kind": "simulated", "records": 20}}


def python(code, *arguments, code_expected=0):
    done = subprocess.run([sys.executable, "-c", code, *map(str, arguments)], capture_output=True, text=True, timeout=120)
    assert done.returncode == code_expected, done.stdout + done.stderr
    return done.stdout


def test_mpi_is_not_loaded():
    code = "import sys, ecgpress; ecgpress.Press(sys.argv[1])[0].jpeg; print(open('/proc/self/maps').read())"
    maps = python(code, SMALL)
    assert "_press" in maps and "libhdf5" in maps, "the module is not in the list of what is loaded"
    assert not re.search(r"libmpi|libopen-(rte|pal)", maps)


def test_module_works_beside_other_users_of_its_libraries():
    """h5py and OpenCV of the same process use the same shared libraries."""
    pytest.importorskip("h5py")
    pytest.importorskip("cv2")
    code = ("import sys, h5py, cv2, numpy as np, ecgpress\n"
            "page = ecgpress.Press(sys.argv[1])[0]\n"
            "file = h5py.File('x', 'w', driver='core', backing_store=False)\n"
            "file['image'] = page.image\n"
            "assert (file['image'][:] == page.image).all()\n"
            "ok, png = cv2.imencode('.png', page.image)\n"
            "assert ok and (cv2.imdecode(png, 1) == page.image).all()\n"
            "try: h5py.File('/no/such/file')\n"
            "except OSError as error: print('as usual:', error)\n"
            "try: cv2.cvtColor(np.zeros((2, 2, 2), np.uint8), cv2.COLOR_BGR2GRAY)\n"
            "except cv2.error as error: print('as usual:', error)\n")
    assert python(code, SMALL).count("as usual") == 2


@pytest.mark.parametrize("orders", ["ecgpress h5py", "h5py ecgpress"])
def test_recordings_in_hdf5_are_read_beside_h5py(tmp_path, orders):
    h5py = pytest.importorskip("h5py")
    with h5py.File(tmp_path / "records.h5", "w") as file:
        file["tracings"] = np.sin(np.arange(5000 * 12 * 20).reshape(20, 5000, 12) / 40) * 0.8
    config = {**LARGE, "source": {"kind": "hdf5", "path": str(tmp_path / "records.h5"), "rate_hz": 500, "unit": "mV"}}
    (tmp_path / "config.json").write_text(json.dumps(config))
    code = (f"import sys; import {orders.replace(' ', ', ')}\n"
            "file = h5py.File(sys.argv[1])\n"
            "press = ecgpress.Press(sys.argv[2], {'pages.large.style.dpi': 60})\n"
            "for page in press.pages(workers=3):\n"
            "    assert file['tracings'].shape == (20, 5000, 12)\n"
            "    print(page.leads[0].signal_mv.std())\n")
    lines = python(code, tmp_path / "records.h5", tmp_path / "config.json").split()
    assert len(lines) == 4 and all(0.3 < float(line) < 0.9 for line in lines), lines


def test_other_threads_run_while_a_page_is_made():
    press = ecgpress.Press(LARGE, {"pages.large.style.dpi": 300})
    press[0]
    steps, started, done = 0, threading.Event(), threading.Event()

    def make():
        started.set()
        press[1]
        done.set()

    thread = threading.Thread(target=make)
    switch = sys.getswitchinterval()
    sys.setswitchinterval(10)  # a thread that holds the GIL keeps it
    try:
        thread.start()
        started.wait()
        while not done.is_set():
            steps += 1
            time.sleep(0)
    finally:
        sys.setswitchinterval(switch)
        thread.join()
    assert steps > 20, steps


def in_child(press, send):
    send.send(press[1].jpeg)
    send.close()


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_workers_make_the_same_pages(method):
    press = ecgpress.Press(SMALL)
    expected = press[1].jpeg
    context = multiprocessing.get_context(method)
    receive, send = context.Pipe(False)
    process = context.Process(target=in_child, args=(press, send), daemon=True)
    process.start()
    assert receive.poll(60) and receive.recv() == expected
    process.join(10)
    assert process.exitcode == 0


def test_fork_while_another_thread_makes_pages():
    press = ecgpress.Press(LARGE, {"pages.large.style.dpi": 100})
    expected = press[1].jpeg
    stop = threading.Event()

    def make():
        while not stop.is_set():
            press[0]

    thread = threading.Thread(target=make)
    thread.start()
    try:
        for _ in range(10):
            receive, send = os.pipe()
            child = os.fork()
            if child == 0:
                os.write(send, b"1" if press[1].jpeg == expected else b"0")
                os._exit(0)
            os.close(send)
            ready = multiprocessing.connection.wait([receive], timeout=60)
            assert ready, "the child waits for a lock of its parent"
            assert os.read(receive, 1) == b"1"
            os.close(receive)
            os.waitpid(child, 0)
    finally:
        stop.set()
        thread.join()


def test_pickle_gives_the_same_press():
    press = ecgpress.Press(SMALL, {"seed": 17})
    other = pickle.loads(pickle.dumps(press))
    assert other.fingerprint == press.fingerprint and other[2].jpeg == press[2].jpeg


def message_of_the_program(arguments, code):
    import press as program
    return program.run(arguments, code=code)


def test_a_wrong_configuration_is_reported_as_by_the_program(tmp_path):
    config = tmp_path / "config.yaml"
    config.write_text("seed: 1\nsource: {kind: simulated, record: 5}\npages: [{name: a, layouts: [3x5], count: 1}]\n")
    with pytest.raises(ecgpress.ConfigError) as error:
        ecgpress.Press(config)
    text = str(error.value)
    assert "record" in text and "datasets is missing" in text and text in message_of_the_program(["plan", "--config", config], 2)
    with pytest.raises(ecgpress.ConfigError, match="does not exist"):
        ecgpress.Press(tmp_path / "none.yaml")
    with pytest.raises(ecgpress.ConfigError, match="--set sead=1"):
        ecgpress.Press(SMALL, {"sead": 1})
    with pytest.raises(ecgpress.ConfigError, match="no split"):
        ecgpress.Press(SMALL).indices("training")


@pytest.fixture
def recordings(tmp_path):
    """A tree as PTB-XL's, and its configuration."""
    import press as program
    program.run(["simulate", tmp_path / "ptb-xl", "--records", 40])
    return tmp_path / "ptb-xl", {**LARGE, "source": {"kind": "ptb-xl", "path": str(tmp_path / "ptb-xl")}}


def test_bad_recordings_are_data_errors(recordings):
    root, config = recordings
    press = ecgpress.Press(config, {"pages.large.style.dpi": 50})
    for file in root.rglob("*.dat"):
        file.write_bytes(b"short")
    with pytest.raises(ecgpress.DataError, match=r"page 0 cannot be printed: .*\.dat"):
        press[0]


def test_a_source_that_is_lost_is_an_io_error(recordings):
    root, config = recordings
    press = ecgpress.Press(config, {"pages.large.style.dpi": 50})
    press[0]
    root.rename(root.with_name("elsewhere"))
    with pytest.raises(ecgpress.IoError, match=str(root)):
        press[1]
    root.with_name("elsewhere").rename(root)
    assert press[1].index == 1
    assert issubclass(ecgpress.IoError, ecgpress.Error) and not issubclass(ecgpress.IoError, ecgpress.DataError)
    assert repr(ecgpress.IoError) == "<class 'ecgpress.IoError'>"


def test_indices_outside_are_index_errors():
    press = ecgpress.Press(SMALL)
    assert press[-1].index == len(press) - 1 and press[np.int64(0)].index == 0
    for index in (len(press), -len(press) - 1, 2**70):
        with pytest.raises(IndexError, match=f"pages 0 to {len(press) - 1}"):
            press[index]
    with pytest.raises(TypeError):
        press["0"]
    with pytest.raises(ValueError, match="workers"):
        press.pages(workers=0)


def test_pages_that_are_not_taken_are_not_made():
    """An iterator that is dropped ends, without making the remaining pages."""
    press = ecgpress.Press(SMALL, {"pages.0.count": 100000})
    for page in press.pages(workers=2):
        assert page.index == 0
        break
    started = time.monotonic()
    del page
    assert time.monotonic() - started < 30 and threading.active_count() < 5


def class_items(tree, name):
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and node.name == name:
            return {item.name for item in node.body if isinstance(item, ast.FunctionDef) and not item.name.startswith("_")}
    raise AssertionError(f"no class {name}")


def test_stubs_and_docstrings_are_complete():
    from ecgpress import _press
    tree = ast.parse((SOURCE / "python" / "ecgpress" / "_press.pyi").read_text())
    stated = {node.name for node in tree.body if isinstance(node, ast.ClassDef)}
    assert stated == {name for name in vars(_press) if not name.startswith("_")}
    for name in ("Page", "Lead", "Warp", "PageMaker"):
        cls = getattr(_press, name)
        items = {item for item in vars(cls) if not item.startswith("_")}
        assert items == class_items(tree, name), name
        for item in items if name != "PageMaker" else ():
            assert (getattr(cls, item).__doc__ or "").strip(), f"{name}.{item} is not documented"
    assert {"image", "jpeg", "leads", "plan", "warp"} <= class_items(tree, "Page")
    assert (Path(ecgpress.__file__).parent / "py.typed").exists()
    for name in ("Press", "Page", "Lead", "Warp"):
        assert getattr(ecgpress, name).__doc__


CLIENT = """
import ecgpress
import numpy as np
from ecgpress import targets

press = ecgpress.Press("config.yaml", {"seed": 7})
page: ecgpress.Page = press[0]
lead = page.leads[0]
height: int = page.image.shape[0]
centre = (lead.box[0] + lead.box[2]) / 2 if lead.box is not None else np.nan
rows = targets.columns(page.leads, (height, 10), sigma=2)
reveal_type(lead.name)
page.image = 3
lead.names
"""


@pytest.mark.slow
def test_types_are_checked(tmp_path):
    """The package is typed without gaps, and mistakes of a program that uses it are found."""
    pytest.importorskip("mypy", reason="mypy is not installed")
    mypy = [sys.executable, "-m", "mypy", "--cache-dir", tmp_path / "cache", "--ignore-missing-imports"]
    package = SOURCE / "python" / "ecgpress"
    files = [package / name for name in ("__init__.py", "press.py", "fields.py", "shards.py", "targets.py", "_press.pyi")]
    done = subprocess.run([*mypy, "--strict", *files], capture_output=True, text=True, timeout=200, cwd=package.parent)
    assert done.returncode == 0, done.stdout
    (tmp_path / "client.py").write_text(CLIENT)
    done = subprocess.run([*mypy, tmp_path / "client.py"], capture_output=True, text=True, timeout=200, cwd=tmp_path,
                          env={**os.environ, "MYPYPATH": str(package.parent)})
    for expected in ('client.py:12: note: Revealed type is "builtins.str"', 'client.py:13: error: Property "image"',
                     'client.py:14: error: "Lead" has no attribute "names"', "Found 3 errors"):
        assert expected in done.stdout, done.stdout
