"""Tests `ecgpress preview` in a real browser: the file is self-contained, its controls work, and what it draws over a page agrees
with the release's labels, read here independently, and with the ink."""

import csv
import io
import json
import re
from pathlib import Path

import browser
import press

CONFIG = Path(__file__).with_name("pages.yaml")
NEAR_PX = 2
LAYERS = ["boxes", "names", "masks", "traces", "points", "overlap"]
SEEN = 1 | 2 | 4 | 8  # in the image, not hidden, ink left, darker than the paper


class Pages:
    """A small run with previews of its shards and of its release, and a browser."""

    def __enter__(self):
        self.folder = press.Folder()
        self.root = self.folder.__enter__()
        press.run(["run", "--config", CONFIG, "--out", self.root / "run", "-q"])
        self.release = self.root / "run" / "release"
        for source in ("run", "run/release"):
            press.run(["preview", self.root / source, "-o", self.root / f"{Path(source).name}.html"])
        self.file = self.root / "run.html"
        self.manifest = list(csv.DictReader(open(self.release / "manifest.csv")))
        self.leads = list(csv.DictReader(open(self.release / "leads.csv")))
        self.browser = browser.Browser().__enter__()
        return self

    def __exit__(self, *arguments):
        self.browser.__exit__(*arguments)
        self.folder.__exit__(*arguments)

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


PAGES = Pages()


def needs_nothing_but_its_file():
    PAGES.browser.open(PAGES.file)
    PAGES.browser.run("document.querySelector('.open').click()")
    for layer in LAYERS:
        PAGES.browser.press({"boxes": "b", "names": "n", "masks": "m", "traces": "t", "points": "k", "overlap": "o"}[layer])
    PAGES.browser.picture()
    assert PAGES.browser.requests() == [PAGES.file.resolve().as_uri()]
    assert PAGES.browser.complaints() == []
    text = PAGES.file.read_text()
    assert not re.search(r"""(?:src|href)=["']?(?!data:)[a-z./]""", re.sub(r"data:[^\"' ]*", "data:", text)), "a link to another file"


def pages_of(path):
    """Returns the pages in a web page, as JSON."""
    scripts = re.findall(r'<script type="application/json" class="page">(.*?)</script>', path.read_text(), re.S)
    return [json.loads(script) for script in scripts]


def shards_and_release_show_the_same():
    shards, release = pages_of(PAGES.root / "run.html"), pages_of(PAGES.root / "release.html")
    assert len(shards) == len(release) == len(PAGES.manifest)
    for a, b in zip(shards, release):
        assert isinstance(a.pop("plan"), dict) and b.pop("plan") is None
        assert a.keys() == b.keys()
        for key in a:
            assert a[key] == b[key], f"{a['name']}: {key} differs"


def filters_show_what_the_manifest_says():
    page = PAGES.browser
    page.open(PAGES.file)
    shown = ("return [...document.querySelectorAll('.card')].filter((card) => card.offsetParent !== null)"
             ".map((card) => card.querySelector('b').textContent)")
    choose = ("const select = document.querySelector(`select[name=${arguments[0]}]`); select.value = `=${arguments[1]}`;"
              "select.dispatchEvent(new Event('change', {bubbles: true}))")
    everything = [row["name"] for row in PAGES.manifest]
    assert page.run(shown) == everything
    for name in ("split", "layout", "preset", "look"):
        for value in sorted({row[name] for row in PAGES.manifest}):
            page.run(choose, name, value)
            assert page.run(shown) == [row["name"] for row in PAGES.manifest if row[name] == value], (name, value)
        page.click("#filters [type=reset]")
        page.wait(f"return document.getElementById('count').textContent === '{len(everything)} pages'")
        assert page.run(shown) == everything
    page.run(choose, "split", "val")
    page.run(choose, "preset", "phone-photo")
    assert page.run(shown) == [] and page.run("return document.getElementById('none').offsetParent !== null")


def keys_close_and_go_on():
    page = PAGES.browser
    page.open(PAGES.file)
    name = "return document.getElementById('viewer-name').textContent"
    names = [row["name"] for row in PAGES.manifest]
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


def a_page_opened_at_once_stays_open():
    """Closes a dialog and opens it again before the close event."""
    page = PAGES.browser
    page.open(PAGES.file)
    closed = page.run("""const viewer = document.getElementById('viewer'), cards = document.querySelectorAll('.open');
        cards[0].click();
        const told = new Promise((done) => viewer.addEventListener('close', () => done(viewer.open)));
        viewer.close();
        cards[1].click();
        return told;""")
    assert closed is True, "the close event came before the dialog was opened again, so this test checks nothing"
    assert page.run("return document.querySelector('#stage svg')?.getAttribute('aria-label')") == f"Page {PAGES.manifest[1]['name']}"


def toggles_show_and_hide():
    PAGES.open(PAGES.named("crowded")[0]["name"])
    visible = "return [...document.querySelectorAll('.layer')].filter((g) => g.getBoundingClientRect().width > 0).map((g) => g.dataset.layer)"
    for layer in LAYERS:
        PAGES.show(layer)
        assert PAGES.browser.run(visible) == [layer], layer
    PAGES.open(PAGES.named("clean")[0]["name"])
    PAGES.show()
    assert PAGES.browser.run(visible) == []
    disabled = "return document.getElementById(`toggle-${arguments[0]}`).disabled"
    for row in PAGES.named("clean") + PAGES.named("photos"):
        PAGES.open(row["name"])
        assert PAGES.browser.run(disabled, "overlap") != masks_of(row)[1].any(), row["name"]
    PAGES.open(PAGES.named("crops")[0]["name"])
    assert not PAGES.browser.run(disabled, "masks")


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


def yolo_boxes(row, wanted):
    import numpy as np
    boxes = np.loadtxt(PAGES.release / "detection-dataset" / "labels" / f"{row['name']}.txt", ndmin=2)
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


def traces_of(row):
    """Returns all pixels of the page's traces, and those of clearly visible samples, from the stored positions."""
    import numpy as np
    truth = np.load(PAGES.release / "trace-truth" / f"{row['name']}.npz")
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


def masks_of(row):
    """Returns the largest and second largest coverage of each pixel by any lead."""
    import numpy as np
    from PIL import Image
    most = np.zeros((int(row["height_px"]), int(row["width_px"])), int)
    second = most.copy()
    for lead in PAGES.leads:
        if lead["page"] != row["index"]:
            continue
        mask = np.asarray(Image.open(PAGES.release / "segmentation" / "mask-png" / f"{lead['name']}.png")).astype(int)
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


def overlays_lie_on_labels_and_ink():
    for row in PAGES.named("clean")[:1] + PAGES.named("crowded")[:1] + PAGES.named("photos")[:1]:
        PAGES.open(row["name"])
        PAGES.browser.click("#whole")
        PAGES.browser.run("document.head.append(Object.assign(document.createElement('style'), {textContent: '.tag { display: none }'}))")
        PAGES.show()
        page = PAGES.picture()
        assert page.shape[:2] == (int(row["height_px"]), int(row["width_px"])), "1:1 is not one pixel to one"
        ink = grown(is_ink(page), NEAR_PX)

        def drawn(layer):
            PAGES.show(layer)
            return abs(PAGES.picture() - page).max(2) > 24

        def agree(what, shown, allowed, wanted, part=0.98):
            assert wanted.sum() > 20, f"{row['name']}: no {what}"
            beyond = (shown & ~grown(allowed, NEAR_PX)).sum()
            assert beyond == 0, f"{row['name']}: {beyond} px of {what} are more than {NEAR_PX} px off"
            there = share(grown(shown, NEAR_PX), wanted)
            assert there >= part, f"{row['name']}: {there:.3f} of {what} are drawn"

        boxes, (edge, _) = drawn("boxes"), drawn_boxes(yolo_boxes(row, "boxes"), page.shape[:2])
        agree("lead boxes", boxes, edge, edge)
        names, (edge, inside) = drawn("names"), drawn_boxes(yolo_boxes(row, "names"), page.shape[:2])
        agree("name boxes", names, inside, edge)
        every, seen = traces_of(row)
        traces = drawn("traces")
        agree("trace positions", traces, every, every, 0.95)  # hidden samples are drawn dotted
        assert share(ink, seen) >= 0.98, f"{row['name']}: {share(ink, seen):.3f} of the positions are on ink"
        most, second = masks_of(row)
        masks = drawn("masks")
        agree("masks", masks, most > 0, most >= 128, 0.95)
        assert share(ink, masks & grown(seen, 1)) >= 0.98, f"{row['name']}: masks are not on ink"
        if row["group"] == "crowded":
            agree("overlap", drawn("overlap"), second > 0, second >= 128)


def drawing_from_image(warp, x, y):
    """docs/formats/release.md, "Distorted pages"."""
    i, j = min(max(y / 16, 0), len(warp) - 1.001), min(max(x / 16, 0), len(warp[0]) - 1.001)
    r, c, v, u = int(i), int(j), i % 1, j % 1
    return ((1 - v) * ((1 - u) * warp[r, c] + u * warp[r, c + 1]) + v * ((1 - u) * warp[r + 1, c] + u * warp[r + 1, c + 1])) / 1024


def key_points_are_the_labels():
    import numpy as np
    places = """return [...document.querySelectorAll('[data-layer=points] .mark')].map((mark) => {
        const [x, y] = mark.style.transform.match(/-?[0-9.e]+(?=px)/g).map(Number);
        return [mark.dataset.kind, mark.parentNode.dataset.lead ?? null, x, y]; })"""
    for row in PAGES.named("clean")[:1] + PAGES.named("photos")[:1]:
        PAGES.open(row["name"])
        PAGES.show("points")
        found = {}
        for kind, lead, x, y in PAGES.browser.run(places):
            found.setdefault((kind, None if lead is None else int(lead)), []).append((x, y))
        truth = np.load(PAGES.release / "trace-truth" / f"{row['name']}.npz")
        leads = [lead for lead in PAGES.leads if lead["page"] == row["index"]]
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


def bad_requests_are_refused():
    text = press.run(["preview", PAGES.release, "-o", PAGES.release / "preview.html"], code=2)
    assert "would be inside the release" in text and not (PAGES.release / "preview.html").exists()
    assert "page 99 does not exist" in press.run(["preview", PAGES.root / "run", "--index", "1,99", "-o", PAGES.root / "x.html"], code=2)
    assert "no release found" in press.run(["preview", PAGES.root, "-o", PAGES.root / "x.html"], code=3)


def where_it_goes_and_the_sheet():
    from PIL import Image
    for folder in ("run", "run/release"):
        press.run(["preview", PAGES.root / folder, "--index", "2,0"])
        page = PAGES.root / "run" / "preview.html"
        assert len(pages_of(page)) == 2
        page.unlink()
    for folder in ("run", "run/release"):
        press.run(["preview", PAGES.root / folder, "--contact-sheet", PAGES.root / "sheet.png", "--count", "3"])
        with Image.open(PAGES.root / "sheet.png") as sheet:
            assert sheet.width > 2000 and sheet.height > 800
        assert not (PAGES.root / "run" / "preview.html").exists()
    press.run(["verify", PAGES.root / "run"])


TESTS = [needs_nothing_but_its_file, shards_and_release_show_the_same, filters_show_what_the_manifest_says, keys_close_and_go_on,
         a_page_opened_at_once_stays_open, toggles_show_and_hide, overlays_lie_on_labels_and_ink, key_points_are_the_labels,
         bad_requests_are_refused, where_it_goes_and_the_sheet]
if reason := browser.missing():
    print(f"skipped  preview in a browser  ({reason})")
    raise SystemExit(77)
with PAGES:
    press.main(TESTS)
