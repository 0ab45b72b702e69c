"""Generates hero.jpg: a photographed, stained page with the boxes of its label file, beside the same sheet clean; and gallery.jpg:
twelve pages of different looks and artifacts. All recordings are simulated.

    python3 docs/pictures/hero.py build/release/apps/ecgpress
"""

import csv
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

HERE = Path(__file__).parent
HERO = """
seed: 10
source: {kind: simulated, records: 60}
oracle: {every: 0}
presets:
  photographed:
    yellowing: mild
    folds: mild
    coffee: {strength: 0.55}
    camera_pose: {strength: 0.45, px_per_mm: 9}
    illumination: {strength: 0.4}
    cast_shadow: {strength: 0.3}
    sensor_noise: mild
pages:
  - name: sheet
    layouts: 3x4+1R
    count: {train: 1}
    datasets: [detection]
    style: {dpi: 200, font_size_mm: 4.2, row_height_mm: 32, trace_width_mm: 0.35}
    looks: export
    artifacts: {paired: [photographed, clean]}
"""
GALLERY = """
seed: 21
source: {kind: simulated, records: 60}
oracle: {every: 0}
pages:
"""
GROUP = "  - {{name: p{0}, layouts: [{1}], count: {{train: 1}}, datasets: [detection], looks: {2}, artifacts: {3}}}\n"
SHOWN = [("3x4+1R", "export", "clean"), ("3x4+3R", "thermal", "phone-photo"), ("6x2", "orange", "colour-scan"),
         ("12x1", "framework", "clean"), ("3x4+1R", "super-grid", "stained"), ("3x4", "laser", "fax"),
         ("6x2+1R", "dotted", "mould-colour"), ("3x4+1R", "monitor", "screen-photo"), ("4x2+4R", "two-ink", "damaged"),
         ("3x4+1R", "viewer", "screenshot"), ("3x4", "muscle-filter", "thermal-faded"), ("3x4+1R", "limb-chest", "photocopy")]
TRACE_BOX, NAME_BOX = (0, 92, 200), (214, 0, 90)
HERO_PX, CELL_PX, GAP_PX = 980, 470, 10


def run(program, folder, config):
    (folder / "c.yaml").write_text(config)
    subprocess.run([program, "run", "--config", "c.yaml", "--out", "run", "-q"], cwd=folder, check=True)
    release = folder / "run" / "release"
    with open(release / "manifest.csv", newline="", encoding="utf-8") as table:
        return release / "detection-dataset", [row["name"] for row in csv.DictReader(table)]


def fitted(picture, width, height):
    """The picture in the middle of a white cell."""
    small = picture.copy()
    small.thumbnail((width, height), Image.Resampling.LANCZOS)
    cell = Image.new("RGB", (width, height), "white")
    cell.paste(small, ((width - small.width) // 2, (height - small.height) // 2))
    return cell


def with_boxes(picture, labels, width):
    """The picture scaled to a width, with outlines that lie outside the boxes of a YOLO label file."""
    small = picture.resize((width, round(picture.height * width / picture.width)), Image.Resampling.LANCZOS)
    draw = ImageDraw.Draw(small)
    for line in labels.read_text().splitlines():
        kind, x, y, w, h = (float(value) for value in line.split())
        edges = [(x - w / 2) * small.width - 2, (y - h / 2) * small.height - 2, (x + w / 2) * small.width + 2, (y + h / 2) * small.height + 2]
        draw.rectangle(edges, outline=TRACE_BOX if kind == 0 else NAME_BOX, width=2)
    return small


def hero(program, folder):
    dataset, (photographed, clean) = run(program, folder, HERO)
    pages = [Image.open(dataset / "images" / f"{name}.jpg").convert("RGB") for name in (photographed, clean)]
    left = with_boxes(pages[0], dataset / "labels" / f"{photographed}.txt", HERO_PX)
    right = pages[1].resize((HERO_PX, round(pages[1].height * HERO_PX / pages[1].width)), Image.Resampling.LANCZOS)
    height = max(left.height, right.height)
    sheet = Image.new("RGB", (2 * HERO_PX + GAP_PX, height), "white")
    sheet.paste(left, (0, (height - left.height) // 2))
    sheet.paste(right, (HERO_PX + GAP_PX, (height - right.height) // 2))
    sheet.save(HERE / "hero.jpg", quality=82)


def gallery(program, folder):
    dataset, names = run(program, folder, GALLERY + "".join(GROUP.format(i, *shown) for i, shown in enumerate(SHOWN)))
    height, caption, columns = CELL_PX * 3 // 4, 22, 4
    rows = -(-len(SHOWN) // columns)
    sheet = Image.new("RGB", (columns * (CELL_PX + GAP_PX) - GAP_PX, rows * (height + caption + GAP_PX)), "white")
    draw, font = ImageDraw.Draw(sheet), ImageFont.truetype("DejaVuSans.ttf", 15)
    for i, (name, (layout, look, preset)) in enumerate(zip(names, SHOWN)):
        x, y = i % columns * (CELL_PX + GAP_PX), i // columns * (height + caption + GAP_PX)
        sheet.paste(fitted(Image.open(dataset / "images" / f"{name}.jpg").convert("RGB"), CELL_PX, height), (x, y))
        draw.text((x + 2, y + height + 2), f"{layout}, look {look}, {preset}", "black", font)
    sheet.save(HERE / "gallery.jpg", quality=78)


def main():
    program = Path(sys.argv[1]).resolve()
    for draw in (hero, gallery):
        with tempfile.TemporaryDirectory() as folder:
            draw(program, Path(folder))


main()
