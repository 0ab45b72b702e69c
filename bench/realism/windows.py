#!/usr/bin/env python3
"""Cuts training windows from a release: flattened by the release's own truth, with the trace as a pen of 0.3 mm.

    windows.py RELEASE WINDOWS.npz [--each 20] [--seed 5]

The release needs page images (detection or digitization) and trace-truth. WINDOWS.npz holds `image` uint8 [n, 128, 256, 3] (BGR) and
`mask` uint8 [n, 128, 256], at 8 px/mm.
"""

import argparse
import sys
from pathlib import Path

import cv2
import numpy as np
from scipy.interpolate import RectBivariateSpline

sys.dont_write_bytecode = True
PX_PER_MM = 8
HEIGHT, WIDTH = 128, 256
PEN_MM = 0.3
FINER = 4  # the pen is drawn finer than the picture by this
ON_TRACE = 0.85  # share of the windows that hold a trace; the others lie anywhere
cv2.setNumThreads(1)


class Page:
    """A page image with its ink, and the map from mm of the sheet to its pixels."""

    def __init__(self, image_file, truth_file):
        truth = np.load(truth_file)
        self.image = cv2.imread(str(image_file))
        self.x, self.y = truth["sample_x_px"].astype(float), truth["sample_y_px"].astype(float)
        self.ends = truth["sample_offsets"]
        lattice = truth["grid_5mm_px"].astype(float) if "grid_5mm_px" in truth else self.flat_lattice(float(truth["px_per_mm"]))
        self.visible = np.isfinite(lattice[..., 0])
        lattice = np.where(np.isfinite(lattice), lattice, 0)
        steps = np.hypot(*np.moveaxis(np.diff(lattice, axis=1), 2, 0))[self.visible[:, 1:] & self.visible[:, :-1]]
        self.scale = float(np.median(steps)) / 5 if len(steps) else 0.0  # px/mm
        if self.scale > 1.25 * PX_PER_MM:  # averaged before it is sampled
            shrink = PX_PER_MM / self.scale
            self.image = cv2.resize(self.image, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
            self.x, self.y, lattice = ((v + 0.5) * shrink - 0.5 for v in (self.x, self.y, lattice))
            self.scale = PX_PER_MM
        self.lattice = lattice

    def flat_lattice(self, px_per_mm):
        rows, columns = (int(n / px_per_mm / 5) + 1 for n in self.image.shape[:2])
        row, column = np.mgrid[0:rows, 0:columns] * 5.0 * px_per_mm
        return np.stack([column, row], axis=2) - 0.5

    def ink(self):
        """The trace drawn in the page's own pixels, finer, as 0 to 255."""
        finer = FINER if self.scale > 3 else 2 * FINER
        height, width = (n * finer for n in self.image.shape[:2])
        drawn = np.zeros((height, width), np.uint8)
        points = np.stack([self.x, self.y], axis=1)
        points = np.round(((points + 0.5) * finer - 0.5) * 16)
        seen = np.isfinite(points).all(axis=1) & (np.abs(np.nan_to_num(points)) < 1 << 20).all(axis=1)
        pen = max(1, round(PEN_MM * self.scale * finer))
        for start, end in zip(self.ends[:-1], self.ends[1:]):
            cuts = np.flatnonzero(np.diff(np.concatenate([[0], seen[start:end], [0]]).astype(int)))
            for a, b in zip(start + cuts[::2], start + cuts[1::2]):
                cv2.polylines(drawn, [points[a:b].astype(np.int32)[:, None]], False, 255, pen, cv2.LINE_8, 4)
        return drawn, finer

    def place(self, left, top):
        """Pixels (x, y) of the points of a window with this corner in mm; None if part of it is not in the picture."""
        columns, rows = left + (np.arange(WIDTH) + 0.5) / PX_PER_MM, top + (np.arange(HEIGHT) + 0.5) / PX_PER_MM
        first = max(0, int(top // 5) - 2), max(0, int(left // 5) - 2)
        last = int(rows[-1] // 5) + 4, int(columns[-1] // 5) + 4
        inner = np.s_[int(max(top, 0) // 5) : int(rows[-1] // 5) + 2, int(max(left, 0) // 5) : int(columns[-1] // 5) + 2]
        if left < 0 or top < 0 or rows[-1] > 5 * (self.lattice.shape[0] - 1) or columns[-1] > 5 * (self.lattice.shape[1] - 1):
            return None
        if not self.visible[inner].all():
            return None
        some = np.s_[first[0] : last[0], first[1] : last[1]]
        # Lines of the lattice that are not wholly visible would bend the others: only whole ones are used.
        keep_rows = self.visible[some][:, 2:-2].all(axis=1)
        part, whole = self.lattice[some][keep_rows], self.visible[some][keep_rows]
        keep_columns = whole.all(axis=0)
        part = part[:, keep_columns]
        at_rows = 5.0 * (first[0] + np.flatnonzero(keep_rows))
        at_columns = 5.0 * (first[1] + np.flatnonzero(keep_columns))
        if len(at_rows) < 4 or len(at_columns) < 4:
            return None
        x, y = (RectBivariateSpline(at_rows, at_columns, part[..., k])(rows, columns) for k in (0, 1))
        height, width = self.image.shape[:2]
        if min(x.min(), y.min()) < -1 or x.max() > width or y.max() > height:
            return None
        return x, y

    def windows(self, count, random):
        ink, finer = self.ink()
        trace = np.flatnonzero(np.isfinite(self.x))
        visible = np.argwhere(self.visible)
        if not len(trace) or not len(visible):
            return
        found = 0
        for _ in range(8 * count):
            if random.random() < ON_TRACE:
                k = trace[random.integers(len(trace))]
                node = np.hypot(self.lattice[..., 0] - self.x[k], self.lattice[..., 1] - self.y[k])
                node = np.unravel_index(np.where(self.visible, node, np.inf).argmin(), node.shape)
                top = 5 * node[0] - random.uniform(0.1, 0.9) * HEIGHT / PX_PER_MM
                left = 5 * node[1] - random.uniform(0.1, 0.9) * WIDTH / PX_PER_MM
            else:
                top, left = 5.0 * visible[random.integers(len(visible))]
            at = self.place(left, top)
            if at is None:
                continue
            x, y = (v.astype(np.float32) for v in at)
            image = cv2.remap(self.image, x, y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
            fine_x, fine_y = ((cv2.resize(v, None, fx=3, fy=3, interpolation=cv2.INTER_LINEAR) + 0.5) * finer - 0.5 for v in (x, y))
            mask = cv2.remap(ink, fine_x, fine_y, cv2.INTER_LINEAR)
            yield image, cv2.resize(mask, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)
            found += 1
            if found == count:
                return


def page_image(release, stem):
    places = [release / "detection-dataset" / "images" / f"{stem}.jpg", release / "digitization-dataset" / stem / f"{stem}.jpg"]
    return next((p for p in places if p.is_file()), None)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("release", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--each", type=int, default=20, help="windows of a page (default: 20)")
    parser.add_argument("--seed", type=int, default=5)
    args = parser.parse_args()
    random = np.random.default_rng(args.seed)
    truths = sorted((args.release / "trace-truth").glob("*.npz"))
    pairs = [(page_image(args.release, t.stem), t) for t in truths]
    windows = [w for image, truth in pairs if image for w in Page(image, truth).windows(args.each, random)]
    if not windows:
        sys.exit(f"windows: {args.release}: no page with an image and a trace truth. Give a release with both.")
    order = random.permutation(len(windows))
    images, masks = (np.stack([windows[k][i] for k in order]) for i in (0, 1))
    np.savez(args.out, image=images, mask=masks)
    print(f"{len(windows)} windows of {len(pairs)} pages; ink {100 * (masks > 127).mean():.1f} %")


if __name__ == "__main__":
    main()
