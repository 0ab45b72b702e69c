"""The PyTorch Dataset of docs/howto/train.md: its code runs as it is in the document, with and without workers, and gives the images and
signals of the release. Where PyTorch is not installed, a module with the three names that the code uses takes its place."""

import csv
import hashlib
import importlib.util
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

np = pytest.importorskip("numpy")
h5py = pytest.importorskip("h5py")
Image = pytest.importorskip("PIL.Image")

SOURCE = Path(__file__).resolve().parents[2]

# Workers are processes; worker w reads the batches w, w + num_workers, ...; batches arrive in order.
STAND_IN = '''
import multiprocessing, random

class Dataset:
    pass

def _work(dataset, batches, collate, pipe):
    for batch in batches:
        pipe.send(collate([dataset[i] for i in batch]))

class DataLoader:
    def __init__(self, dataset, batch_size=1, shuffle=False, num_workers=0, collate_fn=None):
        self.dataset, self.size, self.shuffle, self.workers, self.collate = dataset, batch_size, shuffle, num_workers, collate_fn
    def __iter__(self):
        order = list(range(len(self.dataset)))
        if self.shuffle:
            random.shuffle(order)
        batches = [order[i:i + self.size] for i in range(0, len(order), self.size)]
        if not self.workers:
            yield from (self.collate([self.dataset[i] for i in batch]) for batch in batches)
            return
        pipes = []
        for worker in range(self.workers):
            mine, theirs = multiprocessing.Pipe(False)
            given = (self.dataset, batches[worker::self.workers], self.collate, theirs)
            multiprocessing.get_context("fork").Process(target=_work, args=given, daemon=True).start()
            theirs.close()
            pipes.append(mine)
        for number in range(len(batches)):
            yield pipes[number % self.workers].recv()
'''

# Runs after the document's code. The first loader opens files in this process, before workers are started.
CHECK = '''
import hashlib, json, pickle
sha256 = lambda values: hashlib.sha256(np.ascontiguousarray(values).tobytes()).hexdigest()
found = []
for workers in (0, 2):
    pages = Pages("shards", "train") if not found else pages
    batches = list(DataLoader(pages, batch_size=2, num_workers=workers, collate_fn=list))
    found.append([[list(image.shape), sha256(image.numpy() if hasattr(image, "numpy") else image), boxes.tolist(),
                   [sha256(signal) for signal in signals]] for batch in batches for image, boxes, signals in batch])
assert len(pages.files) == len({path for path, _ in pages.pages})
assert pickle.loads(pickle.dumps(pages)).files == {}
print(json.dumps(found))
'''


@pytest.fixture
def stand_in(tmp_path):
    (tmp_path / "torch" / "utils").mkdir(parents=True)
    (tmp_path / "torch" / "__init__.py").write_text("def from_numpy(array):\n    return array\n")
    (tmp_path / "torch" / "utils" / "__init__.py").touch()
    (tmp_path / "torch" / "utils" / "data.py").write_text(STAND_IN)
    return tmp_path


def rows_of(run):
    """The pages of train with an image, and their leads, from the release's tables."""
    tables = [list(csv.DictReader((run / "release" / name).read_text().splitlines())) for name in ("manifest.csv", "leads.csv")]
    pages = [row for row in tables[0] if row["split"] == "train" and row["image_crc32"]]
    return [(page, [lead for lead in tables[1] if lead["page"] == page["index"]]) for page in pages]


def sha256(values):
    return hashlib.sha256(np.ascontiguousarray(values).tobytes()).hexdigest()


def run_document(run, environment):
    code, = re.findall(r"^```python\n(.*?)^```", (SOURCE / "docs" / "howto" / "train.md").read_text(), re.S | re.M)
    done = subprocess.run([sys.executable, "-c", code + CHECK], cwd=run, capture_output=True, text=True, timeout=120,
                          env={**os.environ, **environment}, check=False)
    assert done.returncode == 0, done.stderr
    alone, workers = json.loads(done.stdout)
    expected = rows_of(run)
    assert alone == workers and len(alone) == len(expected) > 2
    for (shape, image, boxes, signals), (page, leads) in zip(alone, expected):
        name = f"{page['index']}_{page['rows']}by{page['columns']}"
        folder = run / "release" / "digitization-dataset" / name
        pixels = np.array(Image.open(folder / f"{name}.jpg"))
        assert shape == list(pixels.shape) and image == sha256(pixels), name
        assert len(boxes) == len(leads) == len(signals), name
        for box, signal, lead in zip(boxes, signals, leads):
            assert np.allclose(box, [float(lead[f"box_{side}_px"]) for side in ("x0", "y0", "x1", "y1")], atol=0.01), lead["name"]
            exact = json.loads((folder / f"{lead['name']}.json").read_text())
            assert signal == sha256(np.array(exact, float).astype(np.float32)), lead["name"]


def test_dataset_of_the_document_with_a_stand_in_for_pytorch(small_run, stand_in):
    run_document(small_run, {"PYTHONPATH": str(stand_in)})


def test_dataset_of_the_document_with_pytorch(small_run):
    if importlib.util.find_spec("torch") is None:
        pytest.skip("needs PyTorch (Debian: python3-torch)")
    run_document(small_run, {})


def test_offsets_stay_whole_numbers(small_run):
    """`offsets[i] + 4` is a whole number with any NumPy, for all offsets of a shard."""
    with h5py.File(next((small_run / "shards").glob("*.h5"))) as file:
        names = ["pages/first_lead"]
        file.visit(lambda name: names.append(name) if name.endswith("/offsets") else None)
        assert len(names) > 15
        for name in names:
            assert file[name].dtype == np.dtype("<i8") and isinstance(file[name][0] + 4, np.integer), name
