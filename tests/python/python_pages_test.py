"""Pages made in Python are those of a run: bytes, signals, boxes, positions, masks, plans."""

import csv
import hashlib
import io

import pytest
import stored

np = pytest.importorskip("numpy")
pytest.importorskip("h5py")
ecgpress = pytest.importorskip("ecgpress", reason="the Python module is not built")

CONFIGS = ["every_layout.yaml", "damaged.yaml", "bits.yaml"]


@pytest.fixture(scope="module", params=CONFIGS)
def run(request):
    """A run's folder and a press of its configuration."""
    name = {"every_layout.yaml": "every_layout_run", "damaged.yaml": "damaged_run", "bits.yaml": "small_run"}[request.param]
    return request.getfixturevalue(name), ecgpress.Press(stored.SYSTEM / request.param)


def test_jpeg_is_that_of_the_release(run):
    folder, press = run
    with open(folder / "release" / "manifest.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    compared = 0
    for row in rows:
        page = press[int(row["index"])]
        assert (page.index, page.record, page.patient, page.split) == (
            int(row["index"]), row["record"], row["patient"], row["split"])
        assert (page.group, page.layout, page.look, page.preset) == (row["group"], row["layout"], row["look"], row["preset"])
        assert page.image.shape == (int(row["height_px"]), int(row["width_px"]), 3)
        for path in ("digitization-dataset/{0}/{0}.jpg", "detection-dataset/images/{0}.jpg"):
            file = folder / "release" / path.format(row["name"])
            if file.exists():
                assert file.read_bytes() == page.jpeg, row["name"]
                compared += 1
    assert len(rows) == len(press) and compared > 0


def test_content_is_that_of_the_shards(run):
    folder, press = run
    leads = masks = 0
    for stored_page in stored.pages(folder):
        page = press[stored_page["index"]]
        assert page.plan == stored_page["plan"]
        assert press.fingerprint == stored_page["fingerprint"]
        assert len(page.leads) == len(stored_page["leads"])
        assert page.px_per_mm == stored_page["px_per_mm"]
        nodes = np.zeros(0, np.int32) if page.warp is None else page.warp.nodes
        assert np.array_equal(nodes.ravel(), stored_page["warp"])
        for lead, row in zip(page.leads, stored_page["leads"]):
            leads += 1
            assert [lead.name, lead.number, lead.rhythm, lead.inverted, lead.derived] == [
                row[name] for name in ("name", "number", "rhythm", "inverted", "derived")]
            assert [lead.start_s, lead.rate_hz, lead.px_per_s, lead.px_per_mv, lead.baseline_y_px, lead.line_width_px] == [
                row[name] for name in ("start_s", "rate_hz", "px_per_s", "px_per_mv", "baseline_y_px", "line_width_px")]
            signal = [None if np.isnan(value) else value for value in lead.signal_mv]
            assert signal == row["signal"]
            assert np.array_equal(lead.positions_px.astype(np.float32), row["positions"], equal_nan=True)
            assert np.array_equal(lead.flags, row["flags"])
            first, y, steep = lead.columns
            assert first == row["first_column"] and np.array_equal(y, row["column_y_px"], equal_nan=True)
            assert np.array_equal(steep, row["column_steep"]) and steep.dtype == bool
            assert np.array_equal(lead.box if lead.box is not None else [0] * 4, row["box_px"])
            assert np.array_equal(lead.name_box if lead.name_box is not None else [0] * 4, row["name_box_px"])
            assert list(lead.crop or [0] * 4) == row["crop_px"]
            if row["mask"] is not None:
                masks += 1
                assert np.array_equal(lead.crop_mask(), row["mask"])
    assert leads > 50 and masks > 10, (leads, masks)


def test_mask_of_the_page_is_that_of_the_crop():
    press = ecgpress.Press(stored.SYSTEM / "damaged.yaml")
    for index in (0, 4, 9):
        page = press[index]
        for lead in page.leads:
            mask = lead.mask()
            assert mask.shape == page.image.shape[:2] and mask.dtype == np.uint8
            if lead.crop is None:
                assert lead.crop_mask() is None and not mask.any()
                continue
            x, y, width, height = lead.crop
            assert np.array_equal(mask[y:y + height, x:x + width], lead.crop_mask())
            assert mask.any()


def test_image_is_that_of_show(tmp_path):
    from PIL import Image
    import press as program
    press = ecgpress.Press(stored.SYSTEM / "damaged.yaml", {"pages.scans.style.dpi": 90, "seed": 5})
    program.run(["show", 1, "--config", stored.SYSTEM / "damaged.yaml", "--set", "pages.scans.style.dpi=90", "--set", "seed=5",
                 "--plain", "-o", tmp_path / "page.png"])
    assert np.array_equal(np.asarray(Image.open(tmp_path / "page.png")), press[1].image)


def test_warp_maps_positions():
    press = ecgpress.Press(stored.SYSTEM / "damaged.yaml")
    page = next(page for page in press.pages() if page.warp is not None)
    lead = page.leads[0]
    drawing = page.warp.drawing_from_image(lead.positions_px)
    seen = ~np.isnan(lead.positions_px[:, 0])
    assert seen.sum() > 100
    y = lead.baseline_y_px - lead.signal_mv * lead.px_per_mv
    assert np.abs(drawing[seen, 1] - y[seen]).max() < 0.01
    assert np.abs(page.warp.image_from_drawing(drawing[seen]) - lead.positions_px[seen]).max() < 0.01
    with pytest.raises(ValueError, match=r"\(n, 2\)"):
        page.warp.drawing_from_image(np.zeros(3))


def test_other_seeds_give_other_pages():
    press = ecgpress.Press(stored.SYSTEM / "bits.yaml")
    other = press.reseeded(99)
    assert other.config["seed"] == 99 and press.config["seed"] != 99
    assert other[0].jpeg != press[0].jpeg
    assert other.fingerprint == ecgpress.Press(stored.SYSTEM / "bits.yaml", {"seed": 99}).fingerprint
    assert other[0].jpeg == ecgpress.Press(stored.SYSTEM / "bits.yaml", {"seed": 99})[0].jpeg
    with pytest.raises(ecgpress.ConfigError, match="too large"):
        press.reseeded(2**64 - 1)


def test_indices_of_splits():
    press = ecgpress.Press(stored.SYSTEM / "every_layout.yaml")
    splits = [page.split for page in press.pages()]
    assert press.indices().tolist() == list(range(len(press)))
    for split in ("train", "val", "test"):
        expected = [i for i, name in enumerate(splits) if name == split]
        assert press.indices(split).tolist() == expected
        assert press.indices(split, 3, 9).tolist() == [i for i in expected if 3 <= i < 9]
        assert [page.index for page in press.pages(split, 2, 8, workers=2)] == [i for i in expected if 2 <= i < 8]
    assert press.indices(stop=10**9).tolist() == list(range(len(press)))


def test_a_mapping_is_a_configuration():
    pages = {"name": "one", "layouts": ["3x4"], "count": 3, "datasets": ["detection"], "style": {"dpi": 60}}
    press = ecgpress.Press({"seed": 3, "source": {"kind": "simulated", "records": 20}, "pages": [pages]}, {"source.seed": 4})
    assert len(press) == 3 and press.config["source"]["seed"] == 4 and press[2].layout == "3x4"
    assert ecgpress.Press(press.config).fingerprint == press.fingerprint


def digest(page):
    return hashlib.sha256(page.jpeg).hexdigest()


def test_any_order_and_number_of_threads_gives_the_same_pages():
    press = ecgpress.Press(stored.SYSTEM / "damaged.yaml")
    first = [digest(press[i]) for i in range(len(press))]
    assert [digest(page) for page in ecgpress.Press(stored.SYSTEM / "damaged.yaml").pages(workers=4)] == first
    assert [digest(press[i]) for i in reversed(range(len(press)))] == first[::-1]
    assert len(set(first)) == len(first)


def test_images_stay_when_other_pages_are_made():
    from PIL import Image
    press = ecgpress.Press(stored.SYSTEM / "bits.yaml")
    page = press[0]
    image, signal, positions, flags = page.image, page.leads[0].signal_mv, page.leads[0].positions_px, page.leads[0].flags
    kept = [array.copy() for array in (image, signal, positions, flags)]
    jpeg = page.jpeg
    del page
    for _ in range(2):
        for other in press.pages(workers=2):
            assert other.image is not None
    del press
    for array, copy in zip((image, signal, positions, flags), kept):
        assert np.array_equal(array, copy, equal_nan=array.dtype.kind == "f") and not array.flags.writeable
    difference = np.abs(np.asarray(Image.open(io.BytesIO(jpeg))).astype(int) - image)
    assert difference.mean() < 8, "the file is of another image"

