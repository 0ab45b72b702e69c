"""Generates preview.png: two pages of a sheet in `ecgpress preview` with overlaid labels, in a headless Chromium.

    python3 docs/pictures/preview.py build/release/apps/ecgpress
"""

import io
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "support"))
import browser  # noqa: E402

SETTINGS = ["seed=11", "source={kind: simulated, records: 200}", "pages.mixture.count=24", "pages.copies.count=4", "pages.pairs.count=2",
            "shard.pages=8"]


def main():
    program = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as folder, browser.Browser() as page:
        run = Path(folder) / "demo"
        words = [word for setting in SETTINGS for word in ("--set", setting)]
        subprocess.run([program, "run", "--config", ROOT / "config" / "realistic.yaml", "--out", run, "-q", *words], check=True)
        subprocess.run([program, "preview", run, "-q"], check=True)
        page.open(run / "preview.html", 1440, 760)
        page.run("[...document.querySelectorAll('.open')].at(-1).click()")
        time.sleep(0.5)
        picture = Image.open(io.BytesIO(page.picture())).convert("RGB")
    picture.quantize(256, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(Path(__file__).with_name("preview.png"), optimize=True)


main()
