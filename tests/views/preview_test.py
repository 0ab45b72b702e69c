"""Tests `ecgpress preview` in a real browser: the file is self-contained, its controls work, and what it draws over a page agrees
with the release's labels, read here independently, and with the ink."""

import csv
import io
import json
import re
from pathlib import Path

import browser
import press
import pytest

pytestmark = pytest.mark.xdist_group("preview")  # one browser for all tests
CONFIG = Path(__file__).with_name("pages.yaml")
NEAR_PX = 2
LAYERS = ["boxes", "names", "masks", "traces", "points", "words", "beats", "semantic", "overlap"]
SEEN = 1 | 2 | 4 | 8  # in the image, not hidden, ink left, darker than the paper


def make(root):
    press.run(["run", "--config", CONFIG, "--out", root / "run", "-q"])
    for source in ("run", "run/release"):
        press.run(["preview", root / source, "-o", root / f"{Path(source).name}.html"])


class Pages:
    """A small run with previews of its shards and of its release, and a browser."""

    def __init__(self, root, browser):
        self.root, self.browser = root, browser
        self.release = root / "run" / "release"
        self.file = root / "run.html"
        self.manifest = list(csv.DictReader(open(self.release / "manifest.csv")))
        self.leads = list(csv.DictReader(open(self.release / "leads.csv")))

    def named(self, group):
        return [row for row in self.manifest if row["group"] == group]

    def open(self, name):
        """Opens the web page and the viewer with a page, in a window that is large enough for 1:1."""
        row = next(row for row in self.manifest if row["name"] == name)
        self.browser.open(self.file, int(row["width_px"]) + 420, int(row["height_px"]) + 160)
        self.browser.run("document.querySelector(`.open[aria-label^='Open page ${arguments[0]}:']`).click()", name)
        self.browser.wait("return document.getElementById('viewer').open")

    def show(self, *layers):
        """Shows only these layers over the page."""
        for layer in LAYERS:
            pressed = self.browser.run("return document.getElementById(`toggle-${arguments[0]}`).getAttribute('aria-pressed')", layer)
            if (pressed == "true") != (layer in layers):
                self.browser.run("document.getElementById(`toggle-${arguments[0]}`).click()", layer)

    def picture(self):
        """Returns a screenshot of the page at 1:1, after all its images are decoded."""
        import numpy as np
        from PIL import Image
        self.browser.run("return Promise.all([...document.querySelectorAll('#stage image')].map((image) => image.decode()))")
        place = self.browser.run("const r = document.querySelector('#stage svg').getBoundingClientRect();"
                                 "return [r.x, r.y, r.width, r.height]")
        assert all(value == round(value) for value in place), place
        clip = dict(zip(("x", "y", "width", "height"), place))
        return np.asarray(Image.open(io.BytesIO(self.browser.picture(**clip))).convert("RGB")).astype(int)


@pytest.fixture(scope="module")
def pages(once):
    if reason := browser.missing():
        pytest.skip(reason)
    root = once("preview", make)
    with browser.Browser() as opened:
        yield Pages(root, opened)


def test_page_needs_nothing_but_its_file(pages):
    pages.browser.open(pages.file)
    pages.browser.run("document.querySelector('.open').click()")
    for layer in LAYERS:
        pages.browser.press({"boxes": "b", "names": "n", "masks": "m", "traces": "t", "points": "k", "words": "w",
                             "beats": "e", "semantic": "c", "overlap": "o"}[layer])
    pages.browser.picture()
    assert pages.browser.requests() == [pages.file.resolve().as_uri()]
    assert pages.browser.complaints() == []
    text = pages.file.read_text()
    assert not re.search(r"""(?:src|href)=["']?(?!data:)[a-z./]""", re.sub(r"data:[^\"' ]*", "data:", text)), "a link to another file"


def pages_of(path):
    """Returns the pages in a web page, as JSON."""
    scripts = re.findall(r'<script type="application/json" class="page">(.*?)</script>', path.read_text(), re.S)
    return [json.loads(script) for script in scripts]


def test_shards_and_release_show_the_same(pages):
    shards, release = pages_of(pages.root / "run.html"), pages_of(pages.root / "release.html")
    assert len(shards) == len(release) == len(pages.manifest)
    for a, b in zip(shards, release):
        assert isinstance(a.pop("plan"), dict) and b.pop("plan") is None
        assert a.keys() == b.keys()
        for key in a:
            assert a[key] == b[key], f"{a['name']}: {key} differs"


def test_words_and_beats_are_those_of_the_tables(pages):
    words = list(csv.DictReader(open(pages.release / "words.csv", encoding="utf-8")))
    beats = list(csv.DictReader(open(pages.release / "beats.csv", encoding="utf-8")))
    for page, row in zip(pages_of(pages.file), pages.manifest):
        own = [word for word in words if word["page"] == row["index"] and word["word"] != "0"]
        assert [word["text"] for word in page["words"]] == [word["text"] for word in own]
        assert [word["phi"] for word in page["words"]] == [word["phi"] == "1" for word in own]
        for shown, word in zip(page["words"], own):
            assert abs(shown["quad"][0][0] - float(word["quad_left_top_x_px"])) < 0.01
        points = sum(value != "" for beat in beats if beat["page"] == row["index"] for name, value in beat.items() if name.endswith("_x_px"))
        assert len(page["beats"]) == points > 0
        assert (page["semantic"] != "") == (row["group"] == "crowded")


def test_filters_agree_with_the_manifest(pages):
    page = pages.browser
    page.open(pages.file)
    shown = ("return [...document.querySelectorAll('.card')].filter((card) => card.offsetParent !== null)"
             ".map((card) => card.querySelector('b').textContent)")
    choose = ("const select = document.querySelector(`select[name=${arguments[0]}]`); select.value = `=${arguments[1]}`;"
              "select.dispatchEvent(new Event('change', {bubbles: true}))")
    everything = [row["name"] for row in pages.manifest]
    assert page.run(shown) == everything
    for name in ("split", "layout", "preset", "look"):
        for value in sorted({row[name] for row in pages.manifest}):
            page.run(choose, name, value)
            assert page.run(shown) == [row["name"] for row in pages.manifest if row[name] == value], (name, value)
        page.click("#filters [type=reset]")
        page.wait(f"return document.getElementById('count').textContent === '{len(everything)} pages'")
        assert page.run(shown) == everything
    page.run(choose, "split", "val")
    page.run(choose, "preset", "phone-photo")
    assert page.run(shown) == [] and page.run("return document.getElementById('none').offsetParent !== null")


def test_keys_close_and_turn_pages(pages):
    page = pages.browser
    page.open(pages.file)
    name = "return document.getElementById('viewer-name').textContent"
    names = [row["name"] for row in pages.manifest]
    page.run("document.querySelectorAll('.open')[1].click()")
    assert page.run(name) == names[1]
    page.press("ArrowRight")
    assert page.run(name) == names[2]
    for _ in names:
        page.press("ArrowLeft")
    assert page.run(name) == names[0] and page.run("return document.getElementById('previous').disabled")
    page.press("Escape")
    page.wait("return !document.getElementById('viewer').open")
    # The browser's close event comes some time after the dialog closes. Only then does the card have the focus.
    page.wait("return document.activeElement.closest('.card')?.querySelector('b').textContent === arguments[0]", names[0])
    page.press("Enter")  # a card is a button
    page.wait("return document.getElementById('viewer').open")
    page.press("Escape")
    page.wait("return !document.getElementById('viewer').open")


def test_page_opened_at_once_stays_open(pages):
    """Closes a dialog and opens it again before the close event."""
    page = pages.browser
    page.open(pages.file)
    closed = page.run("""const viewer = document.getElementById('viewer'), cards = document.querySelectorAll('.open');
        cards[0].click();
        const closed = new Promise((done) => viewer.addEventListener('close', () => done(viewer.open)));
        viewer.close();
        cards[1].click();
        return closed;""")
    assert closed is True, "the close event came before the dialog was opened again, so this test checks nothing"
    assert page.run("return document.querySelector('#stage svg')?.getAttribute('aria-label')") == f"Page {pages.manifest[1]['name']}"


def test_toggles_show_and_hide(pages):
    pages.open(pages.named("crowded")[0]["name"])
    visible = "return [...document.querySelectorAll('.layer')].filter((g) => g.getBoundingClientRect().width > 0).map((g) => g.dataset.layer)"
    for layer in LAYERS:
        pages.show(layer)
        assert pages.browser.run(visible) == [layer], layer
    pages.open(pages.named("clean")[0]["name"])
    pages.show()
    assert pages.browser.run(visible) == []
    disabled = "return document.getElementById(`toggle-${arguments[0]}`).disabled"
    for row in pages.named("clean") + pages.named("photos"):
        pages.open(row["name"])
        assert pages.browser.run(disabled, "overlap") != masks_of(pages, row)[1].any(), row["name"]
    pages.open(pages.named("crops")[0]["name"])
    assert not pages.browser.run(disabled, "masks")


def grown(where, pixels):
    """Returns all positions within a number of pixels of the given ones."""
    import numpy as np
    result = np.zeros_like(where)
    height, width = where.shape
    for dy in range(-pixels, pixels + 1):
        for dx in range(-pixels, pixels + 1):
            if dx * dx + dy * dy <= pixels * pixels + 1:
                result[max(dy, 0):height + min(dy, 0), max(dx, 0):width + min(dx, 0)] |= \
                    where[max(-dy, 0):height - max(dy, 0), max(-dx, 0):width - max(dx, 0)]
    return result


def share(part, whole):
    return (part & whole).sum() / max(1, whole.sum())


def yolo_boxes(pages, row, wanted):
    import numpy as np
    boxes = np.loadtxt(pages.release / "detection-dataset" / "labels" / f"{row['name']}.txt", ndmin=2)
    size = np.array([int(row["width_px"]), int(row["height_px"])])
    chosen = boxes[(boxes[:, 0] == 0) == (wanted == "boxes")]
    low, high = (chosen[:, 1:3] - chosen[:, 3:] / 2) * size, (chosen[:, 1:3] + chosen[:, 3:] / 2) * size
    return np.hstack([low, high])


def drawn_boxes(boxes, shape):
    """Returns the pixels on the edges of boxes, and those inside."""
    import numpy as np
    edge, inside = np.zeros(shape, bool), np.zeros(shape, bool)
    for x0, y0, x1, y1 in np.clip(np.rint(boxes - 0.5), 0, [shape[1] - 1, shape[0] - 1] * 2).astype(int):
        inside[y0:y1 + 1, x0:x1 + 1] = True
        edge[[y0, y1], x0:x1 + 1] = True
        edge[y0:y1 + 1, [x0, x1]] = True
    return edge, inside


def traces_of(pages, row):
    """Returns all pixels of the page's traces, and those of clearly visible samples, from the stored positions."""
    import numpy as np
    truth = np.load(pages.release / "trace-truth" / f"{row['name']}.npz")
    shape = int(row["height_px"]), int(row["width_px"])
    every, seen = np.zeros(shape, bool), np.zeros(shape, bool)
    for begin, end in zip(truth["sample_offsets"], truth["sample_offsets"][1:]):
        points = np.stack([truth["sample_x_px"][begin:end], truth["sample_y_px"][begin:end]], 1)
        steps = np.linspace(0, 1, 12, endpoint=False)[:, None, None]
        line = (points[:-1] * (1 - steps) + points[1:] * steps).reshape(-1, 2)
        for places, target in ((line, every), (points[(truth["sample_flags"][begin:end] & SEEN) == SEEN], seen)):
            x, y = np.rint(places[~np.isnan(places).any(1)]).astype(int).T
            there = (x >= 0) & (y >= 0) & (x < shape[1]) & (y < shape[0])
            target[y[there], x[there]] = True
    return every, seen


def masks_of(pages, row):
    """Returns the largest and second largest coverage of each pixel by any lead."""
    import numpy as np
    from PIL import Image
    most = np.zeros((int(row["height_px"]), int(row["width_px"])), int)
    second = most.copy()
    for lead in pages.leads:
        if lead["page"] != row["index"]:
            continue
        mask = np.asarray(Image.open(pages.release / "segmentation" / "mask-png" / f"{lead['name']}.png")).astype(int)
        y, x = int(lead["crop_y_px"]), int(lead["crop_x_px"])
        part = np.s_[y:y + mask.shape[0], x:x + mask.shape[1]]
        second[part] = np.maximum(second[part], np.minimum(most[part], mask))
        most[part] = np.maximum(most[part], mask)
    return most, second


def is_ink(picture):
    """Returns the pixels that are darker than their surroundings, in any illumination."""
    import numpy as np
    grey = picture.sum(2) / 3
    cell = 25
    rows, columns = -(-grey.shape[0] // cell), -(-grey.shape[1] // cell)
    padded = np.pad(grey, ((0, rows * cell - grey.shape[0]), (0, columns * cell - grey.shape[1])), mode="edge")
    paper = np.median(padded.reshape(rows, cell, columns, cell).transpose(0, 2, 1, 3).reshape(rows, columns, -1), 2)
    return grey < np.kron(paper, np.ones((cell, cell)))[:grey.shape[0], :grey.shape[1]] - 12


@pytest.mark.parametrize("group", ["clean", "crowded", "photos"])
def test_overlays_agree_with_labels_and_ink(pages, group):
    row = pages.named(group)[0]
    pages.open(row["name"])
    pages.browser.click("#whole")
    pages.browser.run("document.head.append(Object.assign(document.createElement('style'), {textContent: '.tag { display: none }'}))")
    pages.show()
    page = pages.picture()
    assert page.shape[:2] == (int(row["height_px"]), int(row["width_px"])), "1:1 is not one pixel to one"
    ink = grown(is_ink(page), NEAR_PX)

    def drawn(layer):
        pages.show(layer)
        return abs(pages.picture() - page).max(2) > 24

    def agree(what, shown, allowed, wanted, part=0.98):
        assert wanted.sum() > 20, f"{row['name']}: no {what}"
        beyond = (shown & ~grown(allowed, NEAR_PX)).sum()
        assert beyond == 0, f"{row['name']}: {beyond} px of {what} are more than {NEAR_PX} px off"
        there = share(grown(shown, NEAR_PX), wanted)
        assert there >= part, f"{row['name']}: {there:.3f} of {what} are drawn"

    boxes, (edge, _) = drawn("boxes"), drawn_boxes(yolo_boxes(pages, row, "boxes"), page.shape[:2])
    agree("lead boxes", boxes, edge, edge)
    names, (edge, inside) = drawn("names"), drawn_boxes(yolo_boxes(pages, row, "names"), page.shape[:2])
    agree("name boxes", names, inside, edge)
    every, seen = traces_of(pages, row)
    traces = drawn("traces")
    agree("trace positions", traces, every, every, 0.95)  # what is not seen is dotted
    assert share(ink, seen) >= 0.98, f"{row['name']}: {share(ink, seen):.3f} of the positions lie on ink"
    most, second = masks_of(pages, row)
    masks = drawn("masks")
    agree("masks", masks, most > 0, most >= 128, 0.95)
    assert share(ink, masks & grown(seen, 1)) >= 0.98, f"{row['name']}: masks beside the ink"
    if row["group"] == "crowded":
        agree("overlap", drawn("overlap"), second > 0, second >= 128)


def drawing_from_image(warp, x, y):
    """docs/formats/release.md, "Distorted pages"."""
    i, j = min(max(y / 16, 0), len(warp) - 1.001), min(max(x / 16, 0), len(warp[0]) - 1.001)
    r, c, v, u = int(i), int(j), i % 1, j % 1
    return ((1 - v) * ((1 - u) * warp[r, c] + u * warp[r, c + 1]) + v * ((1 - u) * warp[r + 1, c] + u * warp[r + 1, c + 1])) / 1024


def test_key_points_agree_with_the_labels(pages):
    import numpy as np
    places = """return [...document.querySelectorAll('[data-layer=points] .mark')].map((mark) => {
        const [x, y] = mark.style.transform.match(/-?[0-9.e]+(?=px)/g).map(Number);
        return [mark.dataset.kind, mark.parentNode.dataset.lead ?? null, x, y]; })"""
    for row in pages.named("clean")[:1] + pages.named("photos")[:1]:
        pages.open(row["name"])
        pages.show("points")
        found = {}
        for kind, lead, x, y in pages.browser.run(places):
            found.setdefault((kind, None if lead is None else int(lead)), []).append((x, y))
        truth = np.load(pages.release / "trace-truth" / f"{row['name']}.npz")
        leads = [lead for lead in pages.leads if lead["page"] == row["index"]]
        near = lambda a, b: np.allclose(a, b, atol=0.02)
        for i, lead in enumerate(leads):
            at = np.s_[truth["sample_offsets"][i]:truth["sample_offsets"][i + 1]]
            points = np.stack([truth["sample_x_px"][at], truth["sample_y_px"][at]], 1)
            points = points[~np.isnan(points).any(1)]
            assert near(found["trace start", i], points[0]) and near(found["trace end", i], points[-1])
            name = [float(lead[f"name_{edge}_px"]) for edge in ("x0", "y0", "x1", "y1")]
            assert near(found["name centre", i], [(name[0] + name[2]) / 2 - 0.5, (name[1] + name[3]) / 2 - 0.5])
            first, length = float(lead["first_x_px"]), (int(lead["sample_count"]) - 1) / float(row["rate_hz"]) * float(lead["px_per_s"])
            for kind, x in (("baseline start", first), ("baseline end", first + length)):
                (place,) = found[kind, i]
                there = drawing_from_image(truth["warp"], *place) if "warp" in truth else place
                assert near(there, [x, float(lead["baseline_y_px"])]), (row["name"], kind, there)
        pulses = truth["pulses_px"].reshape(-1, 2)
        assert len(pulses) > 0 and near(found["pulse corner", None], pulses)


def test_bad_requests_are_rejected(tmp_path, pages):
    text = press.run(["preview", pages.release, "-o", pages.release / "preview.html"], code=2)
    assert "would be inside the release" in text and not (pages.release / "preview.html").exists()
    assert "page 99 does not exist" in press.run(["preview", pages.root / "run", "--index", "1,99", "-o", tmp_path / "x.html"], code=2)
    assert "no release found" in press.run(["preview", pages.root, "-o", tmp_path / "x.html"], code=3)


def test_default_output_and_contact_sheet(tmp_path, pages):
    from PIL import Image
    for folder in ("run", "run/release"):
        press.run(["preview", pages.root / folder, "--index", "2,0"])
        page = pages.root / "run" / "preview.html"
        assert len(pages_of(page)) == 2
        page.unlink()
    for folder in ("run", "run/release"):
        press.run(["preview", pages.root / folder, "--contact-sheet", tmp_path / "sheet.png", "--count", "3"])
        with Image.open(tmp_path / "sheet.png") as sheet:
            assert sheet.width > 2000 and sheet.height > 400  # three pictures side by side, some cut to their traces
        assert not (pages.root / "run" / "preview.html").exists()
    press.run(["verify", pages.root / "run"])


def test_search_and_sort(pages):
    page = pages.browser
    page.open(pages.file)
    shown = ("return [...document.querySelectorAll('.card')].filter((card) => card.offsetParent !== null)"
             ".map((card) => card.querySelector('b').textContent)")
    find = "const search = document.querySelector('[name=search]'); search.value = arguments[0]; search.dispatchEvent(new Event('input'))"
    names = [row["name"] for row in pages.manifest]
    record = pages.manifest[1]["record"]
    page.run(find, record.upper())
    assert page.run(shown) == [row["name"] for row in pages.manifest if row["record"] == record]
    page.run(find, "no such record")
    assert page.run(shown) == []
    page.click("#filters [type=reset]")
    page.wait(f"return document.getElementById('count').textContent === '{len(names)} pages'")
    sort = "const sort = document.querySelector('[name=sort]'); sort.value = arguments[0]; sort.dispatchEvent(new Event('change'))"
    overlap = {row["name"]: max(float(lead["overlap_ratio"]) for lead in pages.leads
                                if lead["page"] == row["index"] and int(lead["target_ink_px"]) > 0) for row in pages.manifest}
    oracle = {row["name"]: float(row["oracle_columns_db"]) for row in pages.manifest if row["oracle_columns_db"]}
    for column, values, decimals in (("greatest overlap ratio", overlap, 4), ("oracle columns, dB", oracle, 2)):
        page.run(sort, column)
        rising = page.run(shown)
        assert [round(values[name], decimals) for name in rising] == sorted(round(value, decimals) for value in values.values()), column
        page.click("#descending")
        falling = page.run(shown)
        assert [values[name] for name in falling] == pytest.approx(sorted(values.values(), reverse=True), abs=1e-4)
        assert f"{column}: {values[falling[0]]:.4g}"[:len(column) + 5] in page.run("return document.querySelector('.card').textContent")
        page.click("#descending")
    # The next page in the viewer is the next one of this order.
    page.run("document.querySelector('.open').click()")
    page.press("ArrowRight")
    assert page.run("return document.getElementById('viewer-name').textContent") == rising[1]


def test_links_lead_to_files(pages):
    import urllib.parse
    for row in pages.manifest:
        pages.open(row["name"])
        links = [urllib.parse.unquote(link) for link in pages.browser.run("return [...document.querySelectorAll('.files a')].map((a) => a.getAttribute('href'))")]
        assert len(links) > 3 and all((pages.root / link).is_file() for link in links)
        stem = re.compile(rf"/{re.escape(row['name'])}(_lead_\d+)?\.\w+$")
        there = {path.relative_to(pages.root).as_posix() for path in pages.release.rglob("*") if stem.search(path.as_posix())}
        assert set(links) == there


def test_outlines_are_outside_and_names_are_not_repeated(pages):
    import numpy as np
    for group in ("clean", "crowded", "photos"):
        row = pages.named(group)[0]
        pages.open(row["name"])
        pages.browser.click("#whole")
        pages.browser.run("document.head.append(Object.assign(document.createElement('style'), {textContent: '.tag { display: none }'}))")
        for layer in ("boxes", "names"):
            pages.show()
            page = pages.picture()
            pages.show(layer)
            changed = abs(pages.picture() - page).max(2) > 24
            boxes = yolo_boxes(pages, row, layer)
            checked = 0
            for i, (x0, y0, x1, y1) in enumerate(boxes):
                inside = np.zeros_like(changed)
                inside[int(np.ceil(y0)) + 1:int(y1) - 1, int(np.ceil(x0)) + 1:int(x1) - 1] = True
                inside[[0, 1, 2, -3, -2, -1]] = inside[:, [0, 1, 2, -3, -2, -1]] = False  # what is beyond the image is drawn at its edge
                inside &= ~grown(drawn_boxes(np.delete(boxes, i, 0), changed.shape)[0], 3)  # outlines of other boxes may cross it
                checked += inside.sum()
                assert not (changed & inside).any(), (group, layer, i)
            assert changed.any() and checked > 1000
        nameless = [lead for lead in pages.leads if lead["page"] == row["index"] and float(lead["name_x1_px"]) <= float(lead["name_x0_px"])]
        assert pages.browser.run("return document.querySelectorAll('#stage .tag').length") == len(nameless), group


def test_full_images_of_many_pages_are_beside_the_file(tmp_path, pages):
    settings = press.settings("pages.clean.count=30", "pages.photos.count=1", "pages.crowded.count=1", "style.dpi=60")
    press.run(["run", "--config", CONFIG, *settings, "--out", tmp_path / "run", "-q"])
    assert "preview-pages/" in press.run(["preview", tmp_path / "run", "-n", 21])
    names = [page["name"] for page in pages_of(tmp_path / "run" / "preview.html")]
    images = sorted(path.stem for path in (tmp_path / "run" / "preview-pages").iterdir())
    assert len(names) == 21 and images == sorted(names)
    pages.browser.open(tmp_path / "run" / "preview.html")
    pages.browser.run("document.querySelector('.open').click()")
    pages.browser.run("return document.querySelector('#stage image').decode()")
    there = (tmp_path / "run").resolve()
    own = {uri for uri in pages.browser.requests() if uri.startswith(there.as_uri())}
    assert own == {(there / "preview.html").as_uri(), (there / "preview-pages" / f"{names[0]}.jpg").as_uri()}
    press.run(["verify", tmp_path / "run"])
    text = press.run(["preview", tmp_path / "run", "-n", 21, "--single-file", "-o", tmp_path / "one.html"])
    assert "-pages" not in text and all(page["image"].startswith("data:") for page in pages_of(tmp_path / "one.html"))
    press.run(["preview", tmp_path / "run", "-n", 20, "-o", tmp_path / "few.html"])
    assert not (tmp_path / "few-pages").exists()


def test_pages_of_a_sheet_are_side_by_side(tmp_path, pages):
    config = tmp_path / "pairs.yaml"
    config.write_text("source: {kind: simulated, records: 40}\nstyle: {dpi: 60}\nshard: {pages: 3}\npages:\n- name: pairs\n  layouts: 3x4\n"
                      "  count: 9\n  datasets: [detection]\n  artifacts: {paired: [clean, phone-photo]}\n")
    press.run(["run", "--config", config, "--out", tmp_path / "run", "-q"])
    for folder in ("run", "run/release"):
        press.run(["preview", tmp_path / folder, "-n", 3, "-o", tmp_path / "pairs.html"])
        found = pages_of(tmp_path / "pairs.html")
        assert len(found) == 6 and [dict(page["facts"])["preset"] for page in found] == 3 * ["clean", "phone-photo"]
        pages.browser.open(tmp_path / "pairs.html")
        pages.browser.run("document.querySelectorAll('.open')[3].click()")
        captions = "return [...document.querySelectorAll('#stage figcaption')].map((c) => c.textContent)"
        assert pages.browser.run(captions) == [f"{found[2]['name']}, clean", f"{found[3]['name']}, phone-photo"]
        widths = pages.browser.run("return [...document.querySelectorAll('#stage svg')].map((svg) => svg.getBoundingClientRect().width)")
        assert len(widths) == 2 and abs(widths[0] - widths[1]) < 0.25 * widths[0]
        pages.browser.press("p")
        assert pages.browser.run("return document.querySelectorAll('#stage svg').length") == 1
