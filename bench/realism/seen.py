#!/usr/bin/env python3
"""Shows what networks see on a page of a release: seen.py RELEASE STEM OUT.jpg NET.pt [NET.pt ...]

The page's picture, at the networks' resolution, and below it the ink that each network sees. STEM is the page's name, such as 0_3by4."""

import argparse
import sys
from pathlib import Path

import cv2
import numpy as np

sys.dont_write_bytecode = True
from network import load  # noqa: E402
from read_back import see  # noqa: E402
from windows import PX_PER_MM, Page, page_image  # noqa: E402

GAP_PX = 12


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("release", type=Path)
    parser.add_argument("stem")
    parser.add_argument("out", type=Path)
    parser.add_argument("nets", type=Path, nargs="+")
    args = parser.parse_args()
    image, truth = page_image(args.release, args.stem), args.release / "trace-truth" / f"{args.stem}.npz"
    if image is None or not truth.is_file():
        sys.exit(f"seen: {args.release}: no page image or no trace truth of {args.stem}")
    page = Page(image, truth)
    by = PX_PER_MM / page.scale
    picture = cv2.resize(page.image, None, fx=by, fy=by, interpolation=cv2.INTER_AREA if by < 1 else cv2.INTER_CUBIC)
    gap = np.full((GAP_PX, picture.shape[1], 3), 255, np.uint8)
    shown = [picture]
    for net in args.nets:
        ink = see(load(net), picture, slice(0, len(picture)))
        shown += [gap, cv2.cvtColor(np.uint8(255 * (1 - ink)), cv2.COLOR_GRAY2BGR)]
    cv2.imwrite(str(args.out), np.vstack(shown), [cv2.IMWRITE_JPEG_QUALITY, 80])


if __name__ == "__main__":
    main()
