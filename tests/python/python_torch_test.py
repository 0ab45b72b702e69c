"""Datasets and collate functions for PyTorch: the same pages with any workers, ranks and restarts."""

import multiprocessing
import os
import pickle
import re
from pathlib import Path

import pytest
import stored

np = pytest.importorskip("numpy")
torch = pytest.importorskip("torch", reason="python3-torch is not installed")
pytest.importorskip("h5py")
ecgpress = pytest.importorskip("ecgpress", reason="the Python module is not built")
from torch.utils.data import DataLoader, DistributedSampler  # noqa: E402

from ecgpress.torch import CropBatch, HeatmapBatch, IterablePages, Pages, Shards, YoloBatch  # noqa: E402

SOURCE = Path(__file__).resolve().parents[2]
SETTINGS = {"pages.0.count": 60}  # of small pages
SMALL = stored.SYSTEM / "bits.yaml"


def key(item):
    return item["index"], item["image"].tobytes(), [signal.tobytes() for signal in item["signals"]]


def keys(batches):
    return [key(item) for batch in batches for item in batch]


def indices(batches):
    return [item["index"] for batch in batches for item in batch]


@pytest.mark.parametrize("method", ["fork", "spawn"])
@pytest.mark.parametrize("kind", [Pages, Shards])
def test_workers_give_the_pages_of_one_process(small_run, kind, method):
    pages = Pages(SMALL, "train") if kind is Pages else Shards(small_run, "train")
    alone = keys(DataLoader(pages, 2, collate_fn=list))
    assert len(alone) == len(pages) > 2
    loader = DataLoader(pages, 2, num_workers=2, multiprocessing_context=method, collate_fn=list)
    assert keys(loader) == alone
    assert [item[0] for item in alone] == ([*ecgpress.Press(SMALL).indices("train")] if kind is Pages else
                                          [pages.stored[i].index for i in pages.indices])


def test_fields_and_transform():
    pages = Pages(SMALL, fields=["names", "crops", "jpeg"], transform=lambda item: {**item, "more": 1})
    item = pages[0]
    assert set(item) == {"index", "names", "crops", "jpeg", "more"}
    page = ecgpress.Press(SMALL)[0]
    assert item["names"] == [lead.name for lead in page.leads] and item["jpeg"] == page.jpeg
    assert len(item["crops"]) == sum(lead.crop is not None for lead in page.leads)
    with pytest.raises(ValueError, match='no field "picture"'):
        Pages(SMALL, fields=["picture"])


@pytest.mark.parametrize("world, workers", [(1, 0), (1, 3), (3, 0), (2, 2)])
def test_ranks_and_workers_share_the_pages(world, workers):
    taken = []
    for rank in range(world):
        pages = IterablePages(SMALL, "train", settings=SETTINGS, fields=["names"], rank=rank, world_size=world)
        own = indices(DataLoader(pages, 4, num_workers=workers, collate_fn=list))
        assert len(own) == len(pages)
        taken += own
    expected = ecgpress.Press(SMALL, SETTINGS).indices("train")
    assert len(expected) > 40
    assert sorted(taken) == expected[:len(expected) // world * world].tolist()


@pytest.mark.parametrize("workers", [0, 1, 2, 3])
@pytest.mark.parametrize("stop", [1, 5])
def test_a_stream_continues_after_a_state(workers, stop):
    def stream():
        return IterablePages(SMALL, "train", settings=SETTINGS, fields=["names"])

    def loader(pages):
        return DataLoader(pages, 3, num_workers=workers, collate_fn=list)

    pages = stream()
    pages.set_epoch(4)
    complete = [indices([batch]) for batch in loader(pages)]
    first, reader = [], iter(loader(pages))
    for _ in range(stop):
        first.append(indices([next(reader)]))
    state = pickle.loads(pickle.dumps(pages.state_dict(stop, batch_size=3, workers=workers)))
    del reader
    later = stream()
    later.load_state_dict(state)
    assert later.epoch == 4
    rest = [indices([batch]) for batch in loader(later)]
    assert sorted(sum(first + rest, [])) == sorted(sum(complete, [])), "a page is missing or given twice"
    assert sorted(map(tuple, first + rest)) == sorted(map(tuple, complete))
    # A second stop, in the continued epoch.
    again = stream()
    again.load_state_dict(later.state_dict(1, batch_size=3, workers=workers))
    last = [indices([batch]) for batch in loader(again)]
    assert sorted(sum(first + rest[:1] + last, [])) == sorted(sum(complete, []))
    later.set_epoch(5)
    assert len(indices(loader(later))) == len(later), "the state is used in another epoch"


def test_a_stream_without_workers_counts_itself():
    pages = IterablePages(SMALL, "train", settings=SETTINGS, fields=["names"])
    expected = [item["index"] for item in pages]
    reader = iter(pages)
    taken = [next(reader)["index"] for _ in range(7)]
    later = IterablePages(SMALL, "train", settings=SETTINGS, fields=["names"])
    later.load_state_dict(pages.state_dict())
    assert taken + [item["index"] for item in later] == expected


def test_a_state_of_other_workers_is_refused():
    pages = IterablePages(SMALL, "train", fields=["names"])
    pages.load_state_dict(pages.state_dict(2, batch_size=1, workers=2))
    with pytest.raises(ValueError, match="of 2 workers, and 1 read"):
        next(iter(pages))
    with pytest.raises(ValueError, match="belong together"):
        IterablePages(SMALL, rank=1)


@pytest.mark.parametrize("persistent", [False, True])
@pytest.mark.parametrize("kind", [Pages, IterablePages])
def test_epochs_have_pages_of_their_own(kind, persistent):
    varied = {"style.trace_width_mm": [0.2, 0.6]}
    pages = kind(SMALL, "train", settings=varied, epoch_seed=40)
    loader = DataLoader(pages, 1, num_workers=2, persistent_workers=persistent, collate_fn=list)
    seen = []
    for epoch in (0, 1, 2):
        pages.set_epoch(epoch)
        seen.append(keys(loader))
        press = ecgpress.Press(SMALL, {**varied, "seed": 40 + epoch})
        for index, image, _ in seen[-1]:
            assert press[index].image.tobytes() == image
    images = [image for epoch in seen for _, image, _ in epoch]
    assert len(set(images)) == 3 * len(pages), "an image is given twice"
    same = Pages(SMALL, "train", settings=varied)
    first = key(same[0])
    same.set_epoch(1)
    assert key(same[0]) == first


def rank_of(rank, folder, results):
    torch.distributed.init_process_group("gloo", init_method=f"file://{folder}/meeting", rank=rank, world_size=2)
    stream = IterablePages(SMALL, "train", settings=SETTINGS, fields=["names"])
    by_stream = [indices(DataLoader(stream, 4, num_workers=2, multiprocessing_context=method, collate_fn=list))
                 for method in ("fork", "spawn")]
    numbered = Pages(SMALL, "train", settings=SETTINGS, fields=["names"])
    by_number = indices(DataLoader(numbered, 4, sampler=DistributedSampler(numbered, drop_last=True), collate_fn=list))
    results.put((rank, by_stream, by_number))
    torch.distributed.destroy_process_group()


@pytest.mark.slow
def test_ranks_of_torch_distributed(tmp_path):
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    ranks = [context.Process(target=rank_of, args=(rank, tmp_path, results)) for rank in (0, 1)]
    for process in ranks:
        process.start()
    found = sorted(results.get(timeout=200) for _ in ranks)
    for process in ranks:
        process.join(30)
        assert process.exitcode == 0
    expected = ecgpress.Press(SMALL, SETTINGS).indices("train")
    for method in (0, 1):
        assert sorted(found[0][1][method] + found[1][1][method]) == expected[:len(expected) // 2 * 2].tolist()
    assert not set(found[0][2]) & set(found[1][2]) and len(found[0][2]) == len(expected) // 2


def labels_of(run):
    """The YOLO labels that the run has stored, {index: (n, 5)}."""
    import h5py
    labels = {}
    for path in sorted((run / "shards").glob("*.h5")):
        with h5py.File(path) as file:
            for i, index in enumerate(file["pages/index"][:].tolist()):
                text = stored.item(file["pages/label"], i, "bytes").tobytes().decode()
                labels[index] = np.array([line.split() for line in text.splitlines()], float).reshape(-1, 5)
    return labels


def test_yolo_batches_have_the_boxes_of_the_release(damaged_run):
    batch, labels = YoloBatch(320), labels_of(damaged_run)
    pages = Pages(stored.SYSTEM / "damaged.yaml", fields=batch.fields)
    items = [pages[number] for number in (0, 4, 9, 14)]
    images, boxes = pickle.loads(pickle.dumps(batch))(items)
    assert images.shape == (4, 3, 320, 320) and images.dtype == torch.float32
    assert 0 <= float(images.min()) < 0.2 and float(images.max()) == 1
    for number, item in enumerate(items):
        height, width = item["image"].shape[:2]
        scale = 320 / max(height, width)
        own = boxes[boxes[:, 0] == number, 1:].numpy()
        expected = labels[item["index"]]
        own[:, 1::2] *= 320 / (width * scale)
        own[:, 2::2] *= 320 / (height * scale)
        assert len(own) == len(expected) > 10
        for row in expected:
            assert np.abs(own - row).max(axis=1).min() < 2e-6, row
        rows, columns = round(height * scale), round(width * scale)
        assert (images[number, :, rows:] == 1).all() and (images[number, :, :, columns:] == 1).all()
        assert abs(images[number, :, :rows, :columns].mean() * 255 - item["image"].mean()) < 1


def test_crop_batches():
    batch = CropBatch(48, 200)
    pages = Pages(SMALL, fields=("image", "boxes", *batch.fields))
    items = [pages[0], pages[1]]
    images, masks = batch(items)
    crops = [crop for item in items for crop in item["crops"]]
    assert images.shape == (len(crops), 3, 48, 200) and masks.shape == (len(crops), 1, 48, 200)
    for number, (image, mask) in enumerate(crops):
        height, width = min(48, mask.shape[0]), min(200, mask.shape[1])
        assert np.array_equal((images[number, :, :height, :width] * 255).round().numpy().transpose(1, 2, 0), image[:height, :width])
        assert np.array_equal((masks[number, 0, :height, :width] * 255).round().numpy(), mask[:height, :width]) and mask.any()
        assert (images[number, :, height:] == 1).all() and not masks[number, :, :, width:].any()
    wide = Pages(SMALL, settings={"pages.0.mask.columns_per_px": 2}, fields=batch.fields)
    with pytest.raises(ValueError, match="columns_per_px"):
        batch([wide[0]])


def test_heatmap_batches():
    batch = HeatmapBatch(256, stride=4, sigma=6)
    pages = Pages(SMALL, fields=batch.fields)
    images, maps = batch([pages[0], pages[1]])
    assert images.shape == (2, 3, 256, 256) and maps.shape == (2, 13, 64, 64)
    item = pages[1]
    scale = 256 / max(item["image"].shape[:2])
    for name, box in zip(item["names"], item["name_boxes"]):
        if not np.isnan(box[0]):
            x, y = ((box[:2] + box[2:]) / 2 * scale - 0.5 - 1.5) / 4
            lead_class = 1 + stored.LEADS.index(name)
            assert maps[1, lead_class, round(float(y)), round(float(x))] > 0.9
    assert maps.max() <= 1 and maps[1, 0].max() > 0.9


def test_shards_give_the_items_of_the_press(damaged_run):
    fields = ("names", "boxes", "name_boxes", "signals", "positions", "columns", "jpeg")
    stored_pages, press = Shards(damaged_run, "train", fields=fields), ecgpress.Press(stored.SYSTEM / "damaged.yaml")
    from ecgpress.fields import item_of
    assert len(stored_pages) > 5
    for item in stored_pages:
        made = item_of(press[item["index"]], fields)
        assert item["names"] == made["names"] and item["jpeg"] == made["jpeg"]
        for name in ("boxes", "name_boxes"):
            assert np.array_equal(item[name], made[name], equal_nan=True)
        for name in ("signals", "positions"):
            assert all(np.array_equal(a, b, equal_nan=True) for a, b in zip(item[name], made[name]))
    assert CropBatch(64, 64)([Shards(damaged_run, fields=["crops"])[0]])[1].any()


def test_code_of_the_document_runs(monkeypatch):
    """docs/python.md, with the configuration of the demo."""
    monkeypatch.chdir(SOURCE)
    text = (SOURCE / "docs" / "python.md").read_text()
    blocks = re.findall(r"```python\n(.*?)```", text, re.S)
    assert len(blocks) == 3
    names = {"__name__": "document"}
    for block in blocks:
        exec(compile(block, "docs/python.md", "exec"), names)
    assert names["page"].image.ndim == 3 and names["targets"] and sum(names["state"]["taken"]) > 0
    assert names["rows"].shape[0] == len(names["page"].leads) and names["heat"].max() > 0.5
    assert os.getcwd() == str(SOURCE)
