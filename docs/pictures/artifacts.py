"""Generates artifacts-GROUP.jpg: a picture of every artifact of the program, and the lines of docs/artifacts.md that show them.

    python3 docs/pictures/artifacts.py build/release/apps/ecgpress [NAME...]

All pictures are of the same simulated recording. Most show the same place of the page at 1:1; artifacts that are not visible there are
shown at another place or on more of the page. tests/system/reference_test.py fails if an artifact has no picture.
With names, only these artifacts are drawn, to artifacts-test.jpg in the current folder.
"""

import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

from PIL import Image, ImageDraw

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "artifacts.md"
BEGIN, END = "<!-- begin generated pictures: docs/pictures/artifacts.py -->\n", "<!-- end generated pictures -->\n"
WIDTH, HEIGHT, COLUMNS, GAP, CAPTION = 360, 240, 4, 6, 16
QUALITY = 50
# Groups of artifacts: each begins with an artifact and contains those that follow it in the program's list.
GROUPS = {"recording": ("wander", "Recorder and electrodes"), "print": ("misfeed", "Print"), "paper": ("yellowing", "Paper"),
          "stains": ("soak", "Stains and objects"), "scan": ("scan_skew", "Scanners, copiers and cuts"),
          "camera": ("camera_pose", "Photographs"), "software": ("colour_shift", "Software")}
CONFIG = """
seed: 3
source: {{kind: simulated, records: 1}}
oracle: {{every: 0}}
style: {{dpi: 150, page_width_mm: 279.4, page_height_mm: 215.9, row_height_mm: 34, trace_width_mm: 0.35,
        margins_mm: {{left: 14, right: 14, top: 45, bottom: 25}}, grid_minor_width_mm: 0.13, grid_major_width_mm: 0.26,
        grid_major_colour: [232, 162, 170], grid_minor_colour: [247, 226, 232], paper_colour: [250, 249, 247]}}
presets: {{shown: {{{artifact}: {settings}{also}}}}}
pages: [{{name: page, layouts: [3x4], rhythm: II, count: {{train: 20}}, datasets: [detection], artifacts: shown}}]
"""
# What is shown of an artifact: its settings, the page (each has other random numbers), the middle of the picture as a share of the
# page, how many pixels of the page are one of the picture, and an artifact that makes it visible.
DEFAULT = {"settings": "severe", "index": 5, "at": (0.55, 0.22), "scale": 1, "also": ""}
WHOLE = {"at": (0.5, 0.4), "scale": 4.4}
SHOWN = {
    "mains_hum": {"at": (0.8, 0.5)}, "pacing": {"at": (0.55, 0.3)}, "head_dots": {"scale": 0.5, "at": (0.5, 0.19)},
    "misfeed": {"settings": "{slip_percent: 2, wobble_mm: 1.5}"},
    "dead_dots": {"settings": "{rows: 9, opacity: 1}", "index": 1, "at": (0.82, 0.37)},
    "jagged": {"scale": 0.5, "at": (0.53, 0.19)}, "show_through": {"index": 6, "at": (0.35, 0.44)},
    "halftone": {"scale": 0.5, "at": (0.53, 0.19)}, "facets": WHOLE, "wrinkles": {"scale": 2, "at": (0.3, 0.6)},
    "kinks": {"scale": 2, "at": (0.77, 0.75)}, "crumple": {"scale": 2}, "cockle": WHOLE, "bend": WHOLE,
    "gutter": {"scale": 2, "at": (0, 0.3)}, "soak": {"scale": 2, "at": (0.8, 0.4)}, "coffee": {"scale": 2, "at": (0.66, 0.5)},
    "grease": {"at": (0.54, 0.12)}, "handwriting": {"scale": 2, "at": (0.35, 0.68)}, "stamp": {"scale": 2, "at": (0.55, 0.8)},
    "redaction": {"scale": 2, "at": (0.5, 0.36)}, "sticker": {"scale": 2, "at": (0.4, 0.35)}, "overlay": WHOLE,
    "dust": {"index": 4, "at": (0.8, 0.21)}, "dog_ear": {"at": (0, 1), "also": "yellowing"},
    "tears": {"scale": 2, "index": 4, "at": (0.85, 0.85), "also": "yellowing"},
    "filed": {"settings": "{holes: 1, staples: 1}", "scale": 2, "at": (0, 0), "also": "yellowing"},
    "perforated": {"index": 4, "at": (0, 0.3), "also": "yellowing"}, "scan_feed": {"settings": "{jitter_mm: 1.5}"},
    "scan_streaks": {"scale": 0.5, "index": 7, "at": (0.24, 0.2)}, "bilevel": {"settings": "moderate"}, "cropped": WHOLE,
    "camera_pose": WHOLE,
    "papers": {"settings": "{count: 3, over_mm: 40}", "index": 0, "scale": 2.6, "at": (0.7, 0.2)},
    "hand": {"scale": 2, "at": (0, 0.4)}, "screen": {"scale": 2, "at": (0.5, 0.4)}, "illumination": WHOLE, "cast_shadow": WHOLE,
    "glare": {"scale": 2, "at": (0.28, 0.55)}, "window_glass": {"settings": "{strength: 0.6}", "index": 0, "also": "illumination", **WHOLE},
    "sensor_noise": {"scale": 0.5, "at": (0.53, 0.19)},
    "dark_mode": {"settings": "moderate"}, "posterise": {"scale": 0.5, "at": (0.53, 0.19)},
    "jpeg_again": {"scale": 0.5, "at": (0.53, 0.19)},
}


def names(program):
    """The artifacts in the order of the program's list."""
    lines = subprocess.run([program, "list", "artifacts"], check=True, capture_output=True, text=True).stdout.splitlines()
    return [line.split()[0] for line in lines]


def grouped(artifacts):
    """{group: its artifacts}"""
    first = {artifact: group for group, (artifact, _) in GROUPS.items()}
    group, groups = None, {}
    for artifact in artifacts:
        group = first.get(artifact, group)
        groups.setdefault(group, []).append(artifact)
    return groups


def picture(program, artifact):
    """Returns the picture of an artifact and its caption."""
    shown = {**DEFAULT, **SHOWN.get(artifact, {})}
    also = f", {shown['also']}: severe" if shown["also"] else ""
    with tempfile.TemporaryDirectory() as folder:
        config, out = Path(folder) / "c.yaml", Path(folder) / "page.png"
        config.write_text(CONFIG.format(artifact=artifact, settings=shown["settings"], also=also))
        subprocess.run([program, "show", str(shown["index"]), "--config", config, "--plain", "--output", out], check=True,
                       stdout=subprocess.DEVNULL)
        page = Image.open(out).convert("RGB")
    wide, high = min(page.width, round(WIDTH * shown["scale"])), min(page.height, round(HEIGHT * shown["scale"]))
    left = min(max(0, round(shown["at"][0] * page.width - wide / 2)), page.width - wide)
    top = min(max(0, round(shown["at"][1] * page.height - high / 2)), page.height - high)
    filter = Image.NEAREST if shown["scale"] < 1 else Image.LANCZOS
    part = page.crop((left, top, left + wide, top + high)).resize((WIDTH, HEIGHT), filter)
    return part, artifact + (f" (with {shown['also']})" if shown["also"] else "")


def size_of_sheet(count):
    columns, rows = min(COLUMNS, count), -(-count // COLUMNS)
    return columns * (WIDTH + GAP) + GAP, rows * (HEIGHT + CAPTION + GAP) + GAP


def place(i):
    """The rectangle of a picture on its sheet."""
    x, y = GAP + i % COLUMNS * (WIDTH + GAP), GAP + i // COLUMNS * (HEIGHT + CAPTION + GAP)
    return x, y, x + WIDTH, y + HEIGHT


def sheet(program, artifacts):
    result = Image.new("RGB", size_of_sheet(len(artifacts)), "white")
    for i, artifact in enumerate(artifacts):
        x, y, _, _ = place(i)
        part, caption = picture(program, artifact)
        result.paste(part, (x, y))
        ImageDraw.Draw(result).text((x + 2, y + HEIGHT + 2), caption, "black")
    return result


def lines(artifacts):
    """The generated lines of docs/artifacts.md."""
    text = ""
    for group, members in grouped(artifacts).items():
        image = f"![{', '.join(members)}](pictures/artifacts-{group}.jpg)"
        text += f"\n{GROUPS[group][1]}:\n\n" + textwrap.fill(image, 138, break_long_words=False, break_on_hyphens=False) + "\n"
    return text + "\n"


def page_with(text):
    """docs/artifacts.md with these lines between its markers."""
    old = PAGE.read_text()
    return old[:old.index(BEGIN) + len(BEGIN)] + text + old[old.index(END):]


def main():
    program, chosen = sys.argv[1], sys.argv[2:]
    if chosen:
        sheet(program, chosen).save("artifacts-test.jpg", quality=QUALITY)
        return
    for group, artifacts in grouped(names(program)).items():
        # The comment names the artifacts, so that a test sees which ones the file shows.
        sheet(program, artifacts).save(HERE / f"artifacts-{group}.jpg", quality=QUALITY, optimize=True, comment=" ".join(artifacts))
    PAGE.write_text(page_with(lines(names(program))))


if __name__ == "__main__":
    main()
