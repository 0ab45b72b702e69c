"""Generates looks.jpg: one page per look; presets.jpg: one page per standard preset; and mixture.jpg: 48 pages of the
default mixtures.

    python3 docs/pictures/presets.py build/release/apps/ecgpress
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageDraw

PRESETS = ["clean", "colour-scan", "bw-scan", "phone-photo", "screen-photo", "stained", "damaged", "mould-colour", "mould-bw",
           "fax", "thermal-faded", "screenshot", "photocopy"]
STYLE = """
seed: 3
source: {kind: simulated, records: 60}
oracle: {every: 0}
style: {dpi: 150, page_width_mm: 279.4, page_height_mm: 215.9, row_height_mm: 34, trace_width_mm: 0.3,
        margins_mm: {left: 14, right: 14, top: 45, bottom: 25}, grid_minor_width_mm: 0.13, grid_major_width_mm: 0.26,
        grid_major_colour: [232, 162, 170], grid_minor_colour: [247, 226, 232], paper_colour: [250, 249, 247]}
pages:
"""
LOOKS = ["framework", "export", "thermal", "super-grid", "dotted", "limb-chest", "muscle-filter", "orange", "laser", "two-ink", "viewer",
         "strip", "monitor"]
PLAIN = "seed: 4\nsource: {kind: simulated, records: 60}\noracle: {every: 0}\npages:\n"
PRINTED = "  - {{name: {0}, layouts: [{1}], count: {{train: {2}}}, datasets: [detection], looks: {3}, artifacts: {4}}}\n"
GROUP = "  - {{name: {0}, layouts: [3x4], rhythm: II, count: {{train: {2}}}, datasets: [detection], artifacts: {1}}}\n"


def pages(program, config, indices, width):
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "c.yaml").write_text(config)
        for index in indices:
            out = Path(folder) / "page.png"
            subprocess.run([program, "show", str(index), "--config", f"{folder}/c.yaml", "--plain", "--output", out],
                           check=True, stdout=subprocess.DEVNULL)
            page = Image.open(out).convert("RGB")
            page.thumbnail((width, width * 17 // 22))
            yield page


def sheet(pictures, columns, width, captions=None):
    height, caption = width * 17 // 22, 16 if captions else 0
    rows = -(-len(pictures) // columns)
    result = Image.new("RGB", (columns * (width + 6) + 6, rows * (height + caption + 6) + 6), "white")
    for i, picture in enumerate(pictures):
        x, y = 6 + i % columns * (width + 6), 6 + i // columns * (height + caption + 6)
        result.paste(picture, (x + (width - picture.width) // 2, y))
        if captions:
            ImageDraw.Draw(result).text((x + 2, y + height + 2), captions[i], "black")
    return result


def main():
    program, here = sys.argv[1], Path(__file__).parent
    config = STYLE + "".join(GROUP.format(name, name, 3) for name in PRESETS)
    shown = list(pages(program, config, range(1, 3 * len(PRESETS), 3), 520))
    sheet(shown, 3, 520, PRESETS).save(here / "presets.jpg", quality=74)
    config = PLAIN + "".join(PRINTED.format(name, layout, 2, name, "clean")
                             for name, layout in zip(LOOKS, ["3x4", "3x4+3R", "3x4+1R", "3x4+1R", "3x4+2R", "6x2", "6x2+1R", "3x4+2R",
                                                             "3x4+1R", "3x4+1R", "3x4+1R", "3x5", "3x4"]))
    sheet(list(pages(program, config, range(1, 2 * len(LOOKS), 2), 520)), 3, 520, LOOKS).save(here / "looks.jpg", quality=74)
    config = PLAIN + PRINTED.format("mixture", "3x4, 3x4+1R, 3x4+3R, 6x2, 6x2+1R, 12x1, 3x4+2R, 4x3", 48, "default", "default")
    shown = list(pages(program, config, range(48), 260))
    sheet(shown, 8, 260).save(here / "mixture.jpg", quality=72)


main()
