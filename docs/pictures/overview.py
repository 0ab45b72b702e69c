"""Generates overview.png: a page with the boxes of its label file, and below it one of its crops next to the mask.

    python3 docs/pictures/overview.py build/release/apps/ecgpress
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

CONFIG = """
seed: 5
source: {kind: simulated, records: 60}
pages:
  - name: picture
    layouts: [3x4]
    rhythm: II
    count: {train: 1}
    datasets: [digitization, detection, segmentation]
    style:
      dpi: 300
      row_height_mm: 24
      margins_mm: {left: 8, right: 8, top: 20, bottom: 14}
      grid_minor_colour: [255, 232, 230]
      grid_major_colour: [240, 178, 172]
      grid_minor_width_mm: 0.15
      grid_major_width_mm: 0.25
"""
LEAD, PART = "0_3by4_lead_8", 0.64


def enlarged(path, width):
    picture = Image.open(path).convert("RGB")
    part = picture.crop((0, 0, round(picture.width * PART), picture.height))
    return part.resize((width, round(part.height * width / part.width)), Image.Resampling.NEAREST)


def main():
    program = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "picture.yaml").write_text(CONFIG)
        for words in (["run", "--config", "picture.yaml", "--out", "run"],
                      ["preview", "run", "--count", "1", "--contact-sheet", "page.png"]):
            subprocess.run([program, *words, "-q"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        page = Image.open(folder / "page.png").convert("RGB")
        crops = folder / "run" / "release" / "segmentation"
        half = (page.width - 8) // 2
        image = enlarged(crops / "image" / f"{LEAD}.png", half)
        mask = enlarged(crops / "mask-png" / f"{LEAD}.png", half)
        sheet = Image.new("RGB", (page.width, page.height + 8 + image.height), "white")
        sheet.paste(page, (0, 0))
        sheet.paste(image, (0, page.height + 8))
        sheet.paste(mask, (page.width - half, page.height + 8))
        sheet.quantize(200, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(Path(__file__).with_name("overview.png"), optimize=True)


main()
