"""Targets for training, and pages that are read from shards, need neither PyTorch nor the press."""

import os
import pickle
import subprocess
import sys

import pytest
import stored

np = pytest.importorskip("numpy")
pytest.importorskip("h5py")
ecgpress = pytest.importorskip("ecgpress", reason="the Python module is not built")
targets = pytest.importorskip("ecgpress.targets")


class Lead:
    def __init__(self, first, y, steep=None):
        self.columns = first, np.array(y, np.float32), np.zeros(len(y), bool) if steep is None else np.array(steep)


def test_columns_are_distributions_around_the_trace():
    y = 30 + 8 * np.sin(np.arange(50) / 7)
    y[10:13] = np.nan
    target = targets.columns([Lead(5, y), Lead(40, [20.25] * 10)], (80, 60), sigma=2)
    assert target.shape == (2, 80, 60) and target.dtype == np.float32
    crossed = np.zeros(60, bool)
    crossed[5:55] = ~np.isnan(y)
    assert np.allclose(target[0].sum(axis=0), crossed, atol=1e-6)
    centre = (target[0] * np.arange(80)[:, None]).sum(axis=0)
    assert np.abs(centre[crossed] - y[~np.isnan(y)]).max() < 0.02
    spread = np.sqrt((target[0] * (np.arange(80)[:, None] - centre) ** 2).sum(axis=0))[crossed]
    assert np.abs(spread - 2).max() < 0.05, "not the sigma that was asked for"
    assert target[1, :, 40:50].sum() == pytest.approx(10) and not target[1, :, :40].any()


def test_sparse_and_dense_targets_are_equal():
    leads = [Lead(0, np.linspace(2, 40, 30)), Lead(3, [np.nan] * 4), Lead(8, [41.5] * 12)]
    indices, values = targets.coo(leads, (44, 24), sigma=1.5)
    assert indices.shape == (3, len(values)) and indices.dtype == np.int64 and values.dtype == np.float32
    assert len({tuple(index) for index in indices.T}) == len(values), "an index occurs twice"
    dense = np.zeros((3, 44, 24), np.float32)
    dense[tuple(indices)] = values
    assert np.array_equal(dense, targets.columns(leads, (44, 24), sigma=1.5)) and (values > 0).all()
    assert not dense[1].any() and dense[2].sum() == pytest.approx(12, abs=1e-4)
    none, nothing = targets.coo([], (4, 4), sigma=1)
    assert none.shape == (3, 0) and nothing.shape == (0,)


def test_targets_of_a_crop_and_of_a_smaller_image():
    lead = Lead(10, np.linspace(100, 140, 80))
    page = targets.columns([lead], (200, 120), sigma=2)
    crop = targets.columns([lead], (60, 50), sigma=2, origin=(20, 90))
    assert np.allclose(crop[0], page[0, 90:150, 20:70], atol=1e-6)
    half = targets.columns([lead], (100, 60), sigma=2, scale=0.5)
    centre = (half[0] * np.arange(100)[:, None]).sum(axis=0)
    for column in range(8, 40):
        x = (column + 0.5) / 0.5 - 0.5  # the same place on the page
        assert abs(centre[column] - ((100 + 40 * (x - 10) / 79 + 0.5) * 0.5 - 0.5)) < 0.3
    steep = Lead(0, [10.0, 20.0, 30.0], [False, True, False])
    assert targets.columns([steep], (40, 3), sigma=1, steep=False)[0].sum(axis=0).round(5).tolist() == [1, 0, 1]


def test_heatmap_of_points():
    points = [(10, 5), (12.5, 5), (np.nan, np.nan), (39, 29), (-50, 3)]
    heat = targets.heatmap(points, (30, 40), sigma=2)
    y, x = np.mgrid[:30, :40]
    expected = np.max([np.exp(-0.5 * ((x - px) ** 2 + (y - py) ** 2) / 4) for px, py in (points[0], points[1], points[3])], axis=0)
    assert heat.shape == (30, 40) and heat.dtype == np.float32 and heat[5, 10] == 1 and heat[29, 39] == 1
    assert np.abs(heat - expected).max() < np.exp(-0.5 * targets.REACH**2) + 1e-6
    # A map's pixel is at the centre of the pixels of the page that it covers.
    coarse = targets.heatmap([(13.5, 9.5)], (30, 40), sigma=3, stride=4)
    assert coarse.shape == (8, 10) and np.unravel_index(coarse.argmax(), coarse.shape) == (2, 3) and coarse[2, 3] == 1


def test_wrong_arguments_are_refused():
    with pytest.raises(ValueError, match="sigma"):
        targets.columns([], (4, 4), sigma=0)
    with pytest.raises(ValueError, match="stride"):
        targets.heatmap([], (4, 4), sigma=1, stride=0)


@pytest.fixture(params=["every_layout", "damaged"])
def shards_and_press(request):
    from ecgpress.shards import Shards
    run = request.getfixturevalue(f"{request.param}_run")
    return Shards(run), ecgpress.Press(stored.SYSTEM / f"{request.param}.yaml")


def test_stored_pages_are_those_of_the_press(shards_and_press):
    shards, press = shards_and_press
    assert len(shards) > 10
    masks = 0
    for number in range(len(shards)):
        page = shards[number]
        made = press[page.index]
        assert (page.split, page.record, page.layout) == (made.split, made.record, made.layout)
        assert page.jpeg == made.jpeg and page.image.shape == made.image.shape
        assert len(page.leads) == len(made.leads)
        for lead, drawn in zip(page.leads, made.leads):
            for name in ("name", "number", "rhythm", "inverted", "crop"):
                assert getattr(lead, name) == getattr(drawn, name), name
            for name in ("signal_mv", "positions_px", "flags"):
                assert np.array_equal(getattr(lead, name), getattr(drawn, name).astype(getattr(lead, name).dtype), equal_nan=True)
            for name in ("box", "name_box"):
                assert np.array_equal(getattr(lead, name) is None, getattr(drawn, name) is None)
                assert getattr(lead, name) is None or np.array_equal(getattr(lead, name), getattr(drawn, name))
            assert all(np.array_equal(a, b, equal_nan=True) for a, b in zip(map(np.asarray, lead.columns), map(np.asarray, drawn.columns)))
            if (mask := lead.crop_mask()) is not None:
                masks += 1
                assert np.array_equal(mask, drawn.crop_mask())
    assert masks > 10
    for split in ("train", "val", "test"):
        assert [shards[i].split for i in shards.indices(split)] == [split] * len(shards.indices(split))
    assert sum(len(shards.indices(split)) for split in ("train", "val", "test")) == len(shards) == len(shards.indices())


def test_no_file_is_open_in_another_process(small_run):
    from ecgpress.shards import Shards
    shards = Shards(small_run)
    expected = shards[0].jpeg
    assert pickle.loads(pickle.dumps(shards))[0].jpeg == expected
    assert pickle.loads(pickle.dumps(shards))._open == {}
    receive, send = os.pipe()
    child = os.fork()
    if child == 0:
        same = shards[0].jpeg == expected
        opened = [key for key in shards._open if key[0] == os.getpid()]
        os.write(send, b"1" if same and len(opened) == 1 else b"0")
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(receive, 1) == b"1"


def test_a_folder_without_shards_is_a_data_error(tmp_path):
    from ecgpress.shards import Shards
    with pytest.raises(ecgpress.DataError, match="no shards"):
        Shards(tmp_path)


def test_torch_is_not_needed(small_run):
    code = ("import sys; sys.modules['torch'] = None\n"
            "import ecgpress, ecgpress.targets, ecgpress.fields, ecgpress.shards\n"
            "print(sorted(ecgpress.fields.item_of(ecgpress.shards.Shards(sys.argv[1])[0], ecgpress.fields.USUAL)))")
    done = subprocess.run([sys.executable, "-c", code, str(small_run)], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0 and "signals" in done.stdout, done.stderr
