#!/usr/bin/env python3
"""Lets nets of network.py read real pages, and scores them against the printed recordings.

    read_back.py FLAT NET.pt... [--csv SCORES.csv] [--save FOLDER]

FLAT holds flattened photographs at 8 px/mm, NAME.png, each with NAME.npz: `n` samples of each trace, `base` its baseline in mm from the
upper edge, and for all traces together `mv` the recording, `x` the column of each sample, `tx` and `ty` where its ink lies (px). The net
`ceiling` needs no file: it is the true trace itself, so it shows what the reading costs.

A net is scored by the signal-to-noise ratio of what is read against the recording, at the best lag of up to 0.2 s and with a free
offset (dB, mean over the traces of a photograph), by Dice against a pen of 0.3 mm, and by the share of columns without ink.
"""

import argparse
import csv
import sys
from pathlib import Path

import cv2
import numpy as np
import torch

import network

sys.dont_write_bytecode = True
PX_PER_MM = 8
MM_PER_MV = 10
RATE_HZ = 500
PEN_PX = 0.3 * PX_PER_MM
BAND_PX = 17 * PX_PER_MM  # a trace is looked for so far from its baseline
TILE, MARGIN = (192, 448), 32
INK = 0.35
cv2.setNumThreads(1)


def see(net, picture, rows):
    """The net's ink, 0 to 1, of some rows of a page; each pixel is normalised by the 128 x 256 px around it, as windows are."""
    part = picture[rows].astype(np.float32)
    mean = cv2.blur(part.mean(axis=2), (257, 129))
    spread = np.sqrt(np.maximum(cv2.blur((part**2).mean(axis=2), (257, 129)) - mean**2, 0))
    part = (part - mean[..., None]) / (spread[..., None] + 8)
    height, width = part.shape[:2]
    fill = [(MARGIN, MARGIN + -n % t) for n, t in zip((height, width), TILE)]
    part = np.pad(part, (*fill, (0, 0)), mode="reflect")
    out = np.zeros((height + fill[0][1] - MARGIN, width + fill[1][1] - MARGIN), np.float32)
    with torch.no_grad():
        for top in range(0, out.shape[0], TILE[0]):
            for left in range(0, out.shape[1], TILE[1]):
                tile = part[top : top + TILE[0] + 2 * MARGIN, left : left + TILE[1] + 2 * MARGIN]
                found = torch.sigmoid(net(torch.from_numpy(tile.transpose(2, 0, 1)[None].copy())))[0, 0].numpy()
                out[top : top + TILE[0], left : left + TILE[1]] = found[MARGIN:-MARGIN, MARGIN:-MARGIN]
    whole = np.zeros(picture.shape[:2], np.float32)
    whole[rows] = out[:height, :width]
    return whole


def best_path(ink):
    """A row of each column: the path from left to right with the most ink, less what it moves up and down."""
    cost, rows = 0.005, np.arange(ink.shape[0], dtype=np.float32)
    steps, total = [], ink[:, 0]
    for column in ink.T[1:]:
        # The best start of each row: from above or from below, with a cost for each row between.
        rising, falling = total + cost * rows, (total - cost * rows)[::-1]
        above, below = np.maximum.accumulate(rising), np.maximum.accumulate(falling)[::-1]
        from_above = np.maximum.accumulate(np.where(rising == above, np.arange(len(rows)), 0))
        from_below = len(rows) - 1 - np.maximum.accumulate(np.where(falling == below[::-1], np.arange(len(rows)), 0))[::-1]
        up = above - cost * rows >= below + cost * rows
        steps.append(np.where(up, from_above, from_below))
        total = np.where(up, above - cost * rows, below + cost * rows) + column
    path = [int(total.argmax())]
    for step in reversed(steps):
        path.append(int(step[path[-1]]))
    return np.array(path[::-1])


def runs_at(ink, path):
    """(upper edge, lower edge, centre) of the ink that the path meets in each column; NaN where it meets none within 1 mm."""
    found = np.full((len(path), 3), np.nan)
    for column, row in enumerate(path):
        dark = np.flatnonzero(ink[:, column] > INK)
        if not len(dark):
            continue
        near = dark[np.argmin(np.abs(dark - row))]
        if abs(near - row) > PX_PER_MM:
            continue
        parts = np.split(dark, np.flatnonzero(np.diff(dark) > 1) + 1)
        run = next(p for p in parts if p[0] <= near <= p[-1])
        weight = ink[run, column]
        found[column] = run[0], run[-1] + 1, (weight * run).sum() / weight.sum()
    return found


def read(ink, first, last, baseline):
    """The trace's row in the columns first to last, NaN where there is no ink."""
    top, bottom = max(0, int(baseline) - BAND_PX), min(len(ink), int(baseline) + BAND_PX)
    part = ink[top:bottom, first:last]
    upper, lower, rows = runs_at(part, best_path(part)).T
    # In a spike the middle of the ink is not the peak: there the end that sticks out counts.
    left, right = np.roll(rows, 1), np.roll(rows, -1)
    left[0] = right[-1] = np.nan
    tall = lower - upper > 2.5 * PEN_PX
    peak, trough = tall & (left > rows + 1) & (right > rows + 1), tall & (left < rows - 1) & (right < rows - 1)
    rows = np.where(peak, upper + PEN_PX / 2, np.where(trough, lower - PEN_PX / 2, rows))
    return rows + top


def decibels(truth, guess):
    """Signal-to-noise ratio at the best lag of up to 0.2 s; the offset is free."""
    best = -np.inf
    for lag in range(-RATE_HZ // 5, RATE_HZ // 5 + 1, 2):
        late, early = (truth[lag:], guess[: len(guess) - lag]) if lag >= 0 else (truth[:lag], guess[-lag:])
        error = late - early
        best = max(best, 10 * np.log10(np.var(late) / (np.var(error) + 1e-12)))
    return best


def traces_of(page):
    ends = np.concatenate([[0], np.cumsum(page["n"])])
    return [np.s_[a:b] for a, b in zip(ends[:-1], ends[1:])]


def true_ink(page, shape):
    drawn = np.zeros([4 * s for s in shape], np.uint8)
    for trace in traces_of(page):
        points = np.stack([page["tx"][trace], page["ty"][trace]], axis=1)
        points = np.round(((points + 0.5) * 4 - 0.5) * 16).astype(np.int32)
        cv2.polylines(drawn, [points[:, None]], False, 255, round(4 * PEN_PX), cv2.LINE_8, 4)
    return cv2.resize(drawn, shape[::-1], interpolation=cv2.INTER_AREA).astype(np.float32) / 255


def score(page, ink, truth, rows):
    scores, missing = [], 0
    for trace, base in zip(traces_of(page), page["base"] * PX_PER_MM):
        x = page["x"][trace]
        columns = np.arange(int(np.ceil(x[0])), int(x[-1]) + 1)
        found = read(ink, columns[0], columns[-1] + 1, base)
        seen = np.isfinite(found)
        missing += (~seen).mean() * len(x)
        if seen.sum() < 10:
            scores.append(0.0)
            continue
        guess = (base - np.interp(x, columns[seen], found[seen])) / (MM_PER_MV * PX_PER_MM)
        scores.append(decibels(page["mv"][trace], guess))
    on, pen = ink[rows] > 0.5, truth[rows] > 0.5
    dice = 2 * (on & pen).sum() / max(1, on.sum() + pen.sum())
    return {"snr_db": float(np.mean(scores)), "worst_db": float(min(scores)), "dice": float(dice),
            "missing": float(missing / sum(page["n"]))}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("flat", type=Path)
    parser.add_argument("nets", nargs="+")
    parser.add_argument("--csv", type=Path, help="write the scores of each photograph to this file")
    parser.add_argument("--save", type=Path, help="write what each net sees to this folder")
    args = parser.parse_args()
    names = sorted(p.stem for p in args.flat.glob("*.npz") if p.with_suffix(".png").is_file())
    if not names:
        sys.exit(f"read_back: {args.flat}: no pages (NAME.png with NAME.npz).")
    table = []
    for which in args.nets:
        net = None if which == "ceiling" else network.load(which)
        scores = []
        for name in names:
            page, picture = dict(np.load(args.flat / f"{name}.npz")), cv2.imread(str(args.flat / f"{name}.png"))
            truth = true_ink(page, picture.shape[:2])
            top = max(0, int(page["base"].min() * PX_PER_MM - 1.5 * BAND_PX))
            rows = np.s_[top : min(len(picture), int(page["base"].max() * PX_PER_MM + 1.5 * BAND_PX))]
            ink = truth if net is None else see(net, picture, rows)
            if args.save:
                args.save.mkdir(exist_ok=True)
                cv2.imwrite(str(args.save / f"{Path(which).stem}-{name}.png"), np.round(255 * ink))
            scores.append(score(page, ink, truth, rows))
            table.append({"net": Path(which).stem, "page": name, **{k: round(v, 4) for k, v in scores[-1].items()}})
        mean = {key: np.array([s[key] for s in scores]) for key in scores[0]}
        print(f"{Path(which).stem:24} {len(scores)} pages  SNR {mean['snr_db'].mean():.2f} dB, 10th percentile "
              f"{np.percentile(mean['snr_db'], 10):.2f}  Dice {mean['dice'].mean():.3f}  missing {100 * mean['missing'].mean():.2f} %", flush=True)
    if args.csv:
        with open(args.csv, "w", newline="") as file:
            writer = csv.DictWriter(file, table[0].keys())
            writer.writeheader()
            writer.writerows(table)


if __name__ == "__main__":
    main()
