"""Words, beats, semantic masks, the canonical frame and grid nodes, read by independent code: tables of shards and releases agree, words
are on ink, classes of pixels are those of their colours, the homography maps corners to corners, and the documented maps invert each other."""

import csv
import json
import re
from pathlib import Path

import press
import pytest

CONFIG = Path(__file__).with_name("page_truth.yaml")
SOURCE = Path(__file__).resolve().parents[2]
np = pytest.importorskip("numpy")
Image = pytest.importorskip("PIL.Image")
DESK, PAPER, MINOR, MAJOR, TEXT, PULSE, TRACE, HANDWRITING, FOREIGN = range(9)


@pytest.fixture(scope="module")
def run(once):
    def make(folder):
        press.run(["run", "--config", CONFIG, "--out", folder / "run"], ranks=2)
    return once("page-truth", make) / "run"


def table(run, name):
    with open(run / "release" / name, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def image_of(run, page):
    return np.asarray(Image.open(run / "release" / "detection-dataset" / "images" / f"{page['name']}.jpg").convert("RGB")).astype(int)


def mask_of(run, page, folder):
    return np.asarray(Image.open(run / "release" / folder / f"{page['name']}.png"))


def plan_of(run, page):
    h5py = pytest.importorskip("h5py")
    for path in sorted((run / "shards").glob("*.h5")):
        with h5py.File(path, "r") as file:
            where = np.flatnonzero(file["pages/index"][...] == int(page["index"]))
            if len(where):
                begin, end = file["pages/plan/offsets"][where[0]:where[0] + 2]
                return json.loads(file["pages/plan/bytes"][begin:end].tobytes())
    raise AssertionError("the page is in no shard")


def test_three_ranks_give_the_same_bytes(tmp_path, run):
    press.run(["run", "--config", CONFIG, "--out", tmp_path / "run", "--set", "shard.pages=3"], ranks=3)
    for release in ("release", "release-coco-text", "release-presidio", "release-webdataset", "release-nnunet"):
        press.assert_same_tree(run / release, tmp_path / "run" / release, release)


def test_verify_finds_no_problem(run):
    press.run(["verify", run])


def test_tables_are_those_of_the_shards(run):
    h5py = pytest.importorskip("h5py")
    for name, first, columns in (("words", "first_word", {"line": "line", "word": "word", "box_px": "box_x0_px"}),
                                 ("beats", "first_beat", {"beat": "beat", "number": "number", "px": "p_onset_x_px"})):
        rows, at = table(run, name + ".csv"), 0
        for path in sorted((run / "shards").glob("*.h5")):
            with h5py.File(path, "r") as file:
                offsets = file[f"pages/{first}"][...]
                for page, index in enumerate(file["pages/index"][...]):
                    for row in range(offsets[page], offsets[page + 1]):
                        assert int(rows[at]["page"]) == index
                        for column, cell in columns.items():
                            stored = np.ravel(file[f"{name}/{column}"][row])[0]
                            assert rows[at][cell] == "" and np.isnan(stored) or float(rows[at][cell]) == stored
                        at += 1
        assert at == len(rows) > 100


def test_words_are_on_ink_and_nothing_else_is_text(run):
    """On pages as drawn: each word's box has ink, and all pixels of text are in the box of a word, or are rules."""
    words = table(run, "words.csv")
    for page in table(run, "manifest.csv"):
        if page["preset"] != "clean":
            continue
        mask, boxed = mask_of(run, page, "semantic-masks"), None
        boxed = np.zeros(mask.shape, bool)
        own = [word for word in words if word["page"] == page["index"]]
        assert sum(word["role"] == "lead-name" and word["word"] != "0" for word in own) >= 12
        for word in own:
            x0, y0, x1, y1 = (float(word[f"box_{side}_px"]) for side in ("x0", "y0", "x1", "y1"))
            part = (slice(int(y0), int(np.ceil(y1))), slice(int(x0), int(np.ceil(x1))))
            # A trace may lie over a name.
            assert np.isin(mask[part], [TEXT, TRACE, PULSE]).any(), (page["name"], word["text"])
            boxed[part] = True
        text = (mask == TEXT) & ~boxed
        rows = np.flatnonzero(text.any(axis=1))
        # What is left are separators between leads and rules below headers: thin in one direction.
        assert text.sum() <= 0.02 * mask.size and len(rows) <= mask.shape[0]


def widened(pixels):
    """With all neighbours."""
    wide = np.pad(pixels, 1)
    return sum(np.roll(wide, step, axis) for axis in (0, 1) for step in (-1, 0, 1))[1:-1, 1:-1] > 0


def test_classes_are_those_of_colours(run):
    """On clean pages, a class's pixels are darker than half way between its colour and the paper's, apart from the soft edges of what is
    darker still: IoU of at least .95."""
    pages = [page for page in table(run, "manifest.csv") if page["group"] == "plain"]
    assert len(pages) == 3
    for page in pages:
        style = plan_of(run, page)["style"]
        luma = np.array([0.299, 0.587, 0.114])  # JPEG stores colours at half the resolution, but not luma (ITU-R BT.601)
        grey = {name: np.dot(style[f"{name}_colour"], luma) for name in ("paper", "grid_minor", "grid_major", "trace")}
        image, mask = image_of(run, page) @ luma, mask_of(run, page, "semantic-masks")
        edges = np.zeros(mask.shape, bool)
        for name, classes in (("trace", [TEXT, PULSE, TRACE]), ("grid_major", [MAJOR]), ("grid_minor", [MINOR])):
            found, expected = image < (grey[name] + grey["paper"]) / 2, np.isin(mask, classes)
            found, expected = found & ~edges, expected & ~edges
            iou = (found & expected).sum() / (found | expected).sum()
            assert iou >= 0.95, (page["name"], name, iou)
            edges |= widened(expected)


def test_soft_masks_agree_with_semantic_ones(run):
    for page in table(run, "manifest.csv"):
        soft, mask = mask_of(run, page, "soft-masks").astype(int), mask_of(run, page, "semantic-masks")
        assert (soft.sum(axis=-1) == 255).all()
        assert soft[..., 2][mask == TRACE].min(initial=255) >= (64 if page["preset"] == "clean" else 1)
        assert soft[..., 0][mask == DESK].min(initial=255) >= 127


def test_homography_maps_corners_to_the_canonical_frame(run):
    bent = 0
    for page in table(run, "manifest.csv"):
        matrix = np.array([float(page[f"homography_{i}{k}"]) for i in (1, 2, 3) for k in (1, 2, 3)]).reshape(3, 3)
        width, height, rms = (float(page[name]) for name in ("page_width_mm", "page_height_mm", "homography_rms_px"))
        truth = np.load(run / "release" / "trace-truth" / f"{page['name']}.npz")
        if "page_corners_px" in truth:
            corners = truth["page_corners_px"].astype(float)
        else:
            right, bottom = width * float(page["px_per_mm"]) - 0.5, height * float(page["px_per_mm"]) - 0.5
            corners = np.array([[-0.5, -0.5], [right, -0.5], [right, bottom], [-0.5, bottom]])
        u, v, w = matrix @ np.column_stack([corners, np.ones(4)]).T
        found = np.column_stack([u / w, v / w])
        half = np.array([width, height]) / 2 * 7.9
        middle = np.array([1099.5, 849.5])
        expected = middle + half * np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]])
        known = ~np.isnan(found).any(axis=1)
        away = np.hypot(*(found - expected)[known].T)
        # The corners are where a bent page is farthest from its homography: a few times its mean error.
        assert (away <= 0.01 + 6 * rms).all(), (page["name"], away, rms)
        bent += rms > 0.5
        if page["preset"] == "clean":
            assert rms < 1e-6
    assert bent > 0


def test_documented_maps_invert_each_other(run):
    """The functions of docs/formats/release.md, to 0.1 px."""
    text = (SOURCE / "docs" / "formats" / "release.md").read_text()
    names = {}
    for block in re.findall(r"```python\n(.*?)```", text, re.S):
        if "def drawing_from_image" in block or "def image_from_drawing" in block:
            exec(block, names)
    warped = 0
    for page in table(run, "manifest.csv"):
        truth = np.load(run / "release" / "trace-truth" / f"{page['name']}.npz")
        if "warp" not in truth:
            continue
        warped += 1
        warp = truth["warp"]
        x, y = truth["sample_x_px"][::97], truth["sample_y_px"][::97]
        inside = (x > 0) & (x < float(page["width_px"]) - 1) & (y > 0) & (y < float(page["height_px"]) - 1)
        x, y = x[inside], y[inside]
        drawn = names["drawing_from_image"](warp, x, y)
        again = names["image_from_drawing"](warp, drawn[:, 0], drawn[:, 1])
        assert np.abs(again - np.column_stack([x, y])).max() < 0.1, page["name"]
    assert warped >= 3


def test_nodes_of_a_letter_page(run):
    page = table(run, "manifest.csv")[0]
    nodes = np.load(run / "release" / "trace-truth" / f"{page['name']}.npz")["grid_nodes"]
    assert nodes.shape == (int(page["grid_rows"]), int(page["grid_columns"]), 3)
    steps = np.diff(nodes[..., 0], axis=1), np.diff(nodes[..., 1], axis=0)
    for step in steps:
        assert np.allclose(step, 5 * float(page["px_per_mm"]), atol=1e-3)
    assert (nodes[..., 2] == 1).all()
    # Each node is on a line of the major grid, unless print lies on it.
    mask = mask_of(run, page, "semantic-masks")
    x, y = np.round(nodes[..., 0]).astype(int), np.round(nodes[..., 1]).astype(int)
    inside = (x < mask.shape[1]) & (y < mask.shape[0])
    assert np.isin(mask[y[inside], x[inside]], [MAJOR, TEXT, PULSE, TRACE]).mean() > 0.99


def test_beats_are_on_their_traces(run):
    """Positions of points are those of their samples in the trace truth, on all pages."""
    pages = {page["index"]: page for page in table(run, "manifest.csv")}
    leads = {(lead["page"], lead["number"]): lead for lead in table(run, "leads.csv")}
    truths, compared = {}, 0
    for beat in table(run, "beats.csv"):
        lead = leads[beat["page"], beat["number"]]
        truth = truths.setdefault(beat["page"], np.load(run / "release" / "trace-truth" / f"{pages[beat['page']]['name']}.npz"))
        place = list(truth["number"]).index(int(beat["number"]))
        begin, end = truth["sample_offsets"][place:place + 2]
        for point in ("p_peak", "r_peak", "t_offset"):
            if not beat[point + "_x_px"]:
                continue
            sample = int(beat[point + "_sample"]) - int(lead["first_sample"])
            assert 0 <= sample < end - begin
            assert abs(truth["sample_x_px"][begin + sample] - float(beat[point + "_x_px"])) < 0.01
            assert abs(truth["sample_y_px"][begin + sample] - float(beat[point + "_y_px"])) < 0.01
            compared += 1
    assert compared > 500


def test_python_gives_the_same_rows(run):
    ecgpress = pytest.importorskip("ecgpress", reason="the Python module is not built")
    pages = ecgpress.Press(CONFIG)
    words, beats = table(run, "words.csv"), table(run, "beats.csv")
    for row in table(run, "manifest.csv")[::5]:
        page = pages[int(row["index"])]
        own = [word for word in words if word["page"] == row["index"]]
        assert [word["text"] for word in page.words] == [word["text"] for word in own]
        assert [word["role"] for word in page.words] == [word["role"] for word in own]
        assert [float(word["box_x0_px"]) for word in own] == [word["box_px"][0] for word in page.words]
        own = [beat for beat in beats if beat["page"] == row["index"]]
        assert [int(beat["number"]) for beat in own] == [beat["number"] for beat in page.beats]
        assert [int(beat["r_peak_sample"] or -1) for beat in own] == [beat["sample"][4] for beat in page.beats]
        assert (page.semantic() == mask_of(run, row, "semantic-masks")).all()
    plain = ecgpress.Press(CONFIG, {"truth.words": False, "release.formats": ["folder"]})
    with pytest.raises(ecgpress.ConfigError, match="truth.words"):
        plain[0].words


def test_word_formats_need_words(tmp_path):
    text = press.run(["run", "--config", CONFIG, "--out", tmp_path / "run", "--set", "truth.words=false"], code=2)
    assert "release.formats has coco-text, but truth.words is false" in text
