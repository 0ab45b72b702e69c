#!/usr/bin/env python3
"""Prints how a folder of page pictures looks beside real photographs, scans or exports.

    ./run likeness RELEASE/detection-dataset/images --preset phone-photo,damaged
    ./run likeness RELEASE/detection-dataset/images --class scan --preset colour-scan,bw-scan

Each picture is reduced to the figures of README.md beside this script. Nothing is drawn at random, and a picture's figures depend on
no other picture. The figures of real pictures are recorded in real.csv: none are needed.
"""

import argparse
import csv
import json
import multiprocessing
import sys
from pathlib import Path

sys.dont_write_bytecode = True
PACKAGES = {"numpy": "python3-numpy", "cv2": "python3-opencv", "PIL": "python3-pil"}
missing = []
for module, package in PACKAGES.items():
    try:
        __import__(module)
    except ImportError:
        missing.append(package)
if missing:
    sys.exit(f"likeness: {sys.executable} has no {' and no '.join(missing)}. Install it with ./run deps realism, or as root with "
             f"apt-get install {' '.join(missing)}, and use Debian's /usr/bin/python3.")

import numpy as np

import grid
import strokes
import surface
from picture import Picture

REAL = Path(__file__).with_name("real.csv")
PERCENTILES = (5, 25, 50, 75, 95)
ENDINGS = (".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff")
NOT_SOLID = ("dotted", "orange", "framework", "muscle-filter")  # looks whose 1 mm grid is dots or is missing
FIGURES = {  # in the order of the table: label and unit
    "px_per_mm": ("resolution", "px/mm"), "aspect": ("width/height", ""),
    "paper_L": ("paper L*", ""), "paper_RG": ("paper R/G", ""), "paper_BG": ("paper B/G", ""),
    "paper_p5_p95": ("paper light p5/p95", ""),
    "grid_dL": ("grid-paper delta L", "L*"), "grid_dC": ("grid-paper delta C", "C*"),
    "depth_5mm": ("5 mm lines, solid grid", "of paper"), "depth_1mm": ("1 mm lines, solid grid", "of paper"),
    "depth_ratio": ("1 mm / 5 mm, solid grid", ""),
    "ink_p10": ("ink p10 / paper", ""), "trace_mm": ("trace width", "mm"),
    "steep_ratio": ("steep/flat stroke depth", ""), "steep_p10": ("steep p10/flat depth", ""),
    "edge_px": ("edge 10-90 %", "px"), "halo": ("sharpening halo", "% of depth"),
    "sigma_RG": ("noise sigma(R-G)", "grey"), "noise_lag1": ("noise lag-1 correlation", ""),
    "noise_RG_corr": ("noise R-G correlation", ""), "hf_dB": ("spectrum .35-.5 cycles/px", "dB"),
    "angle": ("grid angle", "deg"), "jpeg_q": ("JPEG quality", ""),
}


def fail(what):
    sys.exit(f"likeness: {what}")


def manifest_of(folder, given):
    """Rows of a manifest.csv by the name of the page, from the given file or from the folder or one of the two above it."""
    places = [Path(given)] if given else [p / "manifest.csv" for p in (folder, *list(folder.absolute().parents)[:2])]
    file = next((p for p in places if p.is_file()), None)
    if file is None:
        if given:
            fail(f"{given}: no such file. Give the manifest.csv of a release.")
        return {}
    with open(file, newline="") as rows:
        return {Path(row["name"]).stem: row for row in csv.DictReader(rows)}


def pictures_of(folder, manifest, presets):
    """(file, row of the manifest) of each picture."""
    files = [p for p in sorted(folder.iterdir()) if p.suffix.lower() in ENDINGS]
    if not files:
        fail(f"{folder}: no pictures (files ending in {', '.join(ENDINGS)}). Give a folder such as "
             "RELEASE/detection-dataset/images.")
    chosen = [(p, manifest.get(p.stem, {})) for p in files]
    if not presets:
        return chosen
    kept = [c for c in chosen if c[1].get("preset") in presets]
    if not kept:
        found = sorted({row.get("preset", "") for _, row in chosen} - {""})
        fail(f"{folder}: no picture of preset {', '.join(presets)}. " +
             (f"Its manifest has {', '.join(found)}." if found else "A manifest.csv is needed to tell presets: --manifest FILE."))
    return kept


def measure(file, row):
    """Figures of one picture by key; figures that it cannot give are absent."""
    picture = Picture(file)
    if not picture.usable:
        return None
    height, width = picture.grey.shape
    found = {"aspect": width / height, **surface.jpeg_quality(picture.path), **surface.paper(picture), **surface.noise(picture),
             **surface.spectrum(picture), **strokes.darkness(picture), **strokes.width_and_edge(picture), **strokes.halo(picture),
             **strokes.fading(picture), **grid.angle_and_colour(picture)}
    scale = float(row.get("px_per_mm") or 0) or grid.px_per_mm(picture)
    width_px = found.pop("trace_px", None)
    if scale:
        found["px_per_mm"] = scale
        if width_px is not None:
            found["trace_mm"] = width_px / scale
        if row.get("look", "") not in NOT_SOLID:
            found.update(grid.depths(picture, scale))
    return {key: round(float(found[key]), 6) for key in FIGURES if key in found and np.isfinite(found[key])}


def percentiles(measured):
    """{figure: {p5, p25, p50, p75, p95, n}} over pictures."""
    table = {}
    for key in FIGURES:
        values = [m[key] for m in measured if key in m]
        if values:
            table[key] = {f"p{p}": float(np.percentile(values, p)) for p in PERCENTILES} | {"n": len(values)}
    return table


def recorded(kind):
    with open(REAL, newline="") as rows:
        return {row["figure"]: {**{f"p{p}": float(row[f"p{p}"]) for p in PERCENTILES}, "n": int(row["n"])}
                for row in csv.DictReader(rows) if row["class"] == kind}


def verdict(real, ours):
    if ours["p50"] < real["p25"]:
        return "no, low"
    return "no, high" if ours["p50"] > real["p75"] else "yes"


def print_table(kind, count, real, ours):
    """One line a figure: real | ours."""
    def span(s, low, high):
        return f"[{s[low]:.3g}, {s[high]:.3g}]"

    print(f"{count} pictures beside real {kind}s")
    print(f"{'figure':36} | {f'real {kind}: median [5, 95 %]':27} {'[25, 75 %]':16} {'n':>3} | {'ours: median [5, 95 %]':25} "
          f"{'n':>4} | inside [25, 75 %]")
    inside = both = 0
    for key, (label, unit) in FIGURES.items():
        r, o = real.get(key), ours.get(key)
        left = f"{r['p50']:<6.3g} {span(r, 'p5', 'p95'):20} {span(r, 'p25', 'p75'):16} {r['n']:3}" if r else f"{'-':47}"
        right = f"{o['p50']:<6.3g} {span(o, 'p5', 'p95'):18} {o['n']:4}" if o else f"{'-':30}"
        said = verdict(r, o) if r and o else "-"
        inside, both = inside + (said == "yes"), both + bool(r and o)
        print(f"{label + (f' ({unit})' if unit else ''):36} | {left} | {right} | {said}")
    print(f"inside: {inside} of {both}")


def main():
    parser = argparse.ArgumentParser(prog="likeness", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pictures", type=Path, help="folder of page pictures")
    parser.add_argument("--class", dest="kind", choices=("photo", "scan", "export"), default="photo",
                        help="kind of real pictures to compare with (default: photo)")
    parser.add_argument("--preset", help="only pictures of these presets: names separated by commas")
    parser.add_argument("--manifest", help="manifest.csv with px_per_mm, preset and look (default: in the folder or up to two above)")
    parser.add_argument("--json", type=Path, help="also write the figures of each picture to this file")
    parser.add_argument("--jobs", type=int, default=1, help="pictures measured at a time (default: 1)")
    args = parser.parse_args()
    if not args.pictures.is_dir():
        fail(f"{args.pictures}: no such folder. Give a folder of pictures, such as RELEASE/detection-dataset/images.")
    manifest = manifest_of(args.pictures, args.manifest)
    chosen = pictures_of(args.pictures, manifest, args.preset.split(",") if args.preset else None)
    with multiprocessing.Pool(max(1, args.jobs)) as pool:
        results = pool.starmap(measure, chosen, chunksize=1)
    measured = {file.name: m for (file, _), m in zip(chosen, results) if m is not None}
    for file, result in zip(chosen, results):
        if result is None:
            print(f"likeness: {file[0]}: not measured (cannot be read, or smaller than 100 px)", file=sys.stderr)
    if not measured:
        fail(f"{args.pictures}: no picture could be measured.")
    print_table(args.kind, len(measured), recorded(args.kind), percentiles(measured.values()))
    if args.json:
        args.json.write_text(json.dumps(measured, indent=1) + "\n")


if __name__ == "__main__":
    main()
